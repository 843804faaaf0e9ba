/**
 * Draws the two kinds of Mermaid diagrams of a summary as HTML, for pictures of it; GitHub draws them by itself.
 */
const COLOURS: Readonly<Record<string, string>> = {
  success: '#dafbe1;border-color:#1a7f37',
  failure: '#ffebe9;border-color:#cf222e',
  open: '#fff8c5;border-color:#9a6700',
  none: '#eaeef2;border-color:#6e7781',
};
const COLUMN = 190;
const ROW = 54;

/** The Markdown with HTML in place of each diagram. */
export function withDrawnDiagrams(markdown: string): string {
  return markdown.replace(
    /```mermaid\n(\w+)[^\n]*\n([\s\S]*?)\n```/g,
    (whole, kind: string, body: string) => {
      if (kind === 'gantt') return drawnGantt(body);
      return kind === 'graph' ? drawnGraph(body) : whole;
    },
  );
}

function drawnGantt(body: string): string {
  const bars = [...body.matchAll(/^ {2}\d+ (.+) :(done|crit), (\d+), (\d+)$/gm)].map(
    ([, name = '', tag = '', start, end]) => ({ name, tag, start: Number(start), end: Number(end) }),
  );
  const first = Math.min(...bars.map(({ start }) => start));
  const part = (seconds: number) => (seconds / (Math.max(...bars.map(({ end }) => end)) - first)) * 100;
  const rows = bars.map(({ name, tag, start, end }) => {
    const colour = COLOURS[tag === 'done' ? 'success' : 'failure'];
    const place = `left:${part(start - first)}%;width:${part(end - start)}%`;
    return `<div class="bar"><span>${name}</span><i><b style="${place};background:${colour}"></b></i></div>`;
  });
  return `<div class="gantt">${rows.join('')}</div>`;
}

function drawnGraph(body: string): string {
  const nodes = [...body.matchAll(/^ {2}(\w+)\["(.*)"\]:::(\w+)$/gm)].map(
    ([, id = '', label = '', style = '']) => ({ id, label, style }),
  );
  const edges = [...body.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from = '', to = '']) => ({ from, to }));
  const columnOf = (id: string): number =>
    edges.filter(({ to }) => to === id).reduce((most, { from }) => Math.max(most, columnOf(from) + 1), 0);
  const places = new Map<string, { x: number; y: number }>();
  const used: number[] = [];
  for (const { id } of nodes) {
    const column = columnOf(id);
    const row = used[column] ?? 0;
    used[column] = row + 1;
    places.set(id, { x: column * COLUMN, y: row * ROW });
  }
  const lines = edges.map(({ from, to }) => {
    const [a, b] = [places.get(from), places.get(to)];
    return a && b ? `<path d="M${a.x + 130} ${a.y + 18} L${b.x} ${b.y + 18}" marker-end="url(#tip)"/>` : '';
  });
  const boxes = nodes.map(({ id, label, style }) => {
    const { x = 0, y = 0 } = places.get(id) ?? {};
    return `<div class="node" style="left:${x}px;top:${y}px;background:${COLOURS[style]}">${label}</div>`;
  });
  const height = Math.max(...used) * ROW;
  const tip =
    '<marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="3" orient="auto"><path d="M0 0 L7 3 L0 6 z" fill="#59636e"/></marker>';
  return `<div class="graph" style="height:${height}px"><svg width="850" height="${height}"><defs>${tip}</defs><g stroke="#59636e" fill="none">${lines.join('')}</g></svg>${boxes.join('')}</div>`;
}
