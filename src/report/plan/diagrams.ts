import { unchanged } from '../../text/given-texts.ts';
import { plainLine, shortened } from '../../text/plain.ts';
import type { PlanRow } from './plan-row.ts';

/** GitHub draws no diagram with more than 50,000 characters or 500 edges, and nobody reads a larger one. */
const MOST_NODES = 100;
const MOST_EDGES = 400;
const MOST_BARS = 60;
const MOST_CHARACTERS = 45_000;
const LONGEST_LABEL = 40;

const COLOURS = {
  success: 'fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
  failure: 'fill:#ffebe9,stroke:#cf222e,color:#1f2328',
  open: 'fill:#fff8c5,stroke:#9a6700,color:#1f2328',
  none: 'fill:#eaeef2,stroke:#6e7781,color:#1f2328',
} as const;

const CLASSES: Readonly<Record<PlanRow['conclusion'], keyof typeof COLOURS>> = {
  success: 'success',
  failure: 'failure',
  cancelled: 'failure',
  timed_out: 'open',
  unknown: 'open',
  not_started: 'none',
  skipped: 'none',
};

/**
 * Which run needs which, as a Mermaid graph in a fenced block.
 * @returns undefined where nothing needs anything, or it would be too large to draw
 */
export function needsGraph(rows: readonly PlanRow[]): string | undefined {
  const ids = new Map(rows.map(({ name }, index) => [name, `n${index}`]));
  const edges = rows.flatMap(({ name, needs }) =>
    needs.map((need) => [ids.get(need), ids.get(name)] as const),
  );
  if (edges.length === 0 || edges.length > MOST_EDGES || rows.length > MOST_NODES) return undefined;
  return drawn([
    'graph LR',
    ...rows.map((row, index) => `  n${index}["${label(row)}"]:::${CLASSES[row.conclusion]}`),
    ...edges.filter(([from, to]) => from && to).map(([from, to]) => `  ${from} --> ${to}`),
    ...Object.entries(COLOURS).map(([name, style]) => `  classDef ${name} ${style}`),
  ]);
}

function label(row: PlanRow): string {
  const result = row.conclusion === 'success' ? '' : `<br/>${row.conclusion.replace('_', ' ')}`;
  const name = shortened(plainLine(row.name), LONGEST_LABEL);
  // A label must not be empty.
  return `${unchanged(name, entities) || '-'}${result}`;
}

/** Everything that could end a label or begin a statement as Mermaid's entities. */
function entities(text: string): string {
  return text.trim().replace(/[^\p{L}\p{N} _.-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/**
 * When each execution ran, as a Mermaid gantt in a fenced block; its axis shows the reader's own time.
 * @returns undefined with fewer than two executions, or with more than can be read
 */
export function timeChart(rows: readonly PlanRow[]): string | undefined {
  const ran = rows.filter(
    ({ startedAtMs, durationSeconds }) => startedAtMs !== undefined && durationSeconds !== undefined,
  );
  if (ran.length < 2 || ran.length > MOST_BARS) return undefined;
  const bars = ran.map(({ name, conclusion, startedAtMs = 0, durationSeconds = 0 }, index) => {
    const startSeconds = Math.round(startedAtMs / 1000);
    const endSeconds = startSeconds + Math.max(1, Math.round(durationSeconds));
    const tag = conclusion === 'success' ? 'done' : 'crit';
    // A number first: a name can be a keyword of Mermaid, or resemble a date.
    return `  ${index + 1} ${barName(name)} :${tag}, ${startSeconds}, ${endSeconds}`;
  });
  return drawn(['gantt', '  dateFormat X', '  axisFormat %H:%M', ...bars]);
}

/** Mermaid knows no entities in the names of bars. */
function barName(name: string): string {
  return unchanged(shortened(plainLine(name), LONGEST_LABEL), (given) =>
    given.replace(/[^\p{L}\p{N} _.-]/gu, ' '),
  );
}

function drawn(lines: readonly string[]): string | undefined {
  const text = lines.join('\n');
  return text.length > MOST_CHARACTERS ? undefined : `\`\`\`mermaid\n${text}\n\`\`\``;
}
