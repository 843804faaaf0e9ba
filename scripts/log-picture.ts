/** The log of a demo as an SVG, as GitHub shows it. */

const COLUMNS = 118;
const CHARACTER = 7.25;
const LINE = 19;
const MARGIN = 18;
const NUMBERS = 34;
/** Of a console log. */
const DRAWN_LINES = 13;

/** Colours of GitHub's dark log. */
const PLAIN = '#e6edf3';
const QUIET = '#8b949e';
const COLOURS: readonly (readonly [RegExp, string])[] = [
  [/^Error: /, '#ff7b72'],
  [/^Warning: /, '#e3b341'],
  [/^(Cause|Next step): /, '#ffa198'],
  [/^\[[\dhms.]+\] .*COMPLETED/, '#3fb950'],
  [/^\[[\dhms.]+\] .*(FAILED|CANCELED)/, '#ff7b72'],
  [/^\[[\dhms.]+\]/, '#79c0ff'],
  [/^The console log says: /, '#ffa198'],
  [/^▸/, '#d2a8ff'],
];

/** The log alone, with that of the post step where it is shown: between the title and the outputs. */
function logOf(demo: string): string[] {
  const lines = demo.split('\n');
  const begin = lines.findIndex((line) => line.startsWith('━━')) + 1;
  const end = lines.indexOf('── outputs');
  if (begin === 0 || end < 0) throw new Error('This is not what npm run demo prints.');
  const shown = lines.slice(begin, end).filter((line) => !/^── (exit code|post step)/.test(line));
  const log = shown.join('\n').trim().split('\n');
  return withoutHeartbeats(shortened(log));
}

/** Of several heartbeats in a row the first and the last. */
function withoutHeartbeats(lines: readonly string[]): string[] {
  const isBeat = (line = '') => /^\[[\dhms.]+\] (RUNNING, |\d+ completed, )/.test(line);
  return lines.flatMap((line, index) => {
    if (!isBeat(line) || !isBeat(lines[index - 1]) || !isBeat(lines[index + 1])) return [line];
    return isBeat(lines[index - 2]) ? [] : ['  …'];
  });
}

/** The lines under `▸` are a log of their own: only its end is drawn. */
function shortened(lines: readonly string[]): string[] {
  const title = lines.findIndex((line) => line.startsWith('▸'));
  if (title < 0) return [...lines];
  const length = lines.slice(title + 1).findIndex((line) => !line.startsWith('  '));
  const left = length - DRAWN_LINES;
  if (left <= 1) return [...lines];
  return [...lines.slice(0, title + 1), `  … ${left} lines`, ...lines.slice(title + 1 + left)];
}

/** After the last space, else after the last slash, unless that leaves more than half of the line empty. */
function placeToBreak(line: string): number {
  const places = [line.lastIndexOf(' ', COLUMNS), line.lastIndexOf('/', COLUMNS - 1) + 1];
  return places.find((place) => place > COLUMNS / 2) ?? COLUMNS;
}

/** At most COLUMNS characters a line; the rest is indented on the next lines. */
function wrapped(line: string): string[] {
  const parts = [];
  let rest = line;
  while (rest.length > COLUMNS) {
    const at = placeToBreak(rest);
    parts.push(rest.slice(0, at));
    rest = `    ${rest.slice(at).trimStart()}`;
  }
  return [...parts, rest];
}

function escaped(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** From the first line of the demo: `━━ name: what it shows ━━`. */
function titleOf(demo: string): string {
  const about = /^━━ [^:]+: (.+) ━━$/m.exec(demo)?.[1] ?? 'a step';
  return `Log of the step: ${about}`;
}

/**
 * Draws the log of a demo.
 *
 * @param demo the output of `npm run demo`
 */
export function logPicture(demo: string): string {
  const lines = logOf(demo);
  let y = MARGIN + LINE;
  const rows = lines.flatMap((line, index) => {
    const colour =
      COLOURS.find(([pattern]) => pattern.test(line))?.[1] ?? (/^ {2}/.test(line) ? QUIET : PLAIN);
    return wrapped(line).map((part, partIndex) => {
      const number = partIndex === 0 ? `<text x="${MARGIN}" y="${y}" fill="#6e7681">${index + 1}</text>` : '';
      const row = `${number}<text x="${MARGIN + NUMBERS}" y="${y}" fill="${colour}" xml:space="preserve">${escaped(part)}</text>`;
      y += LINE;
      return row;
    });
  });
  const width = Math.ceil(MARGIN * 2 + NUMBERS + COLUMNS * CHARACTER);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="12" role="img" aria-labelledby="title">
<title id="title">${escaped(titleOf(demo))}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}
