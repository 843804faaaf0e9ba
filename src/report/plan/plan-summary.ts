import { markdownCode, markdownTable, markdownText } from '../../text/markdown.ts';
import { firstWords, shortened } from '../../text/plain.ts';
import { formatDuration } from '../../time/duration.ts';
import { paragraphsOf } from '../explanation.ts';
import { needsGraph, timeChart } from './diagrams.ts';
import { explainPlan, type PlanReport } from './explain-plan.ts';
import { counted, type PlanRow, type PlanWords } from './plan-row.ts';

/** The runner drops a summary of more than 1 MiB; what is left is for masks, which can make a text longer. */
const MOST_BYTES = 1_000_000;
const LONGEST_NAME = 100;
const LONGEST_NOTE = 200;
/** Room for the line that says what was left out. */
const NOTE_BYTES = 200;

/** The job summary: the conclusion first, then the needs, a row for each run, and when each ran. */
export function planSummary(report: PlanReport): string {
  const { words, conclusion, rows } = report;
  const graph = needsGraph(rows);
  const head = [
    `### Data Flow: ${words.action}, ${conclusion.replace('_', ' ')}`,
    ...paragraphsOf(explainPlan(report)),
    ...(graph ? [graph] : []),
  ];
  const chart = timeChart(rows);
  const tail = chart ? [chart] : [];
  const leftBytes = MOST_BYTES - Buffer.byteLength([...head, ...tail].join('\n\n')) - NOTE_BYTES;
  return [...head, ...table(words, rows, leftBytes), ...tail].join('\n\n');
}

function table(words: PlanWords, rows: readonly PlanRow[], mostBytes: number): string[] {
  if (rows.length === 0) return [];
  const header = headerOf(words);
  const cells = rows.map((row) => cellsOf(words, row));
  const isProblem = rows.map(({ conclusion }) => conclusion !== 'success' && conclusion !== 'skipped');
  if (bytesOf(cells) <= mostBytes) return [markdownTable(header, cells)];
  // What did not complete comes first where not all can be shown.
  const byWeight = [
    ...cells.filter((_, index) => isProblem[index]),
    ...cells.filter((_, index) => !isProblem[index]),
  ];
  const shown: string[][] = [];
  for (let bytes = 0; ; ) {
    const row = byWeight[shown.length];
    bytes += row ? bytesOf([row]) : 0;
    if (!row || bytes > mostBytes) break;
    shown.push(row);
  }
  return [
    markdownTable(header, shown),
    `${counted(rows.length - shown.length, words)} more: see the output \`results\`.`,
  ];
}

/** The bytes of rows, and a table's header among them. */
function bytesOf(rows: readonly (readonly string[])[]): number {
  return rows.reduce((sum, row) => sum + Buffer.byteLength(row.join(' | ')) + 5, 0);
}

function headerOf({ action }: PlanWords): string[] {
  const first = action === 'backfill' ? ['Date'] : ['Name', 'Job'];
  return [...first, 'Execution', 'Result', 'Duration', 'Attempts', 'Note'];
}

function cellsOf({ action }: PlanWords, row: PlanRow): string[] {
  const { name, jobId, jobExecutionId = '', durationSeconds, attempts, note = '' } = row;
  return [
    code(name),
    ...(action === 'backfill' ? [] : [code(jobId)]),
    code(jobExecutionId),
    resultOf(row),
    durationSeconds === undefined ? '' : formatDuration(durationSeconds * 1000),
    String(attempts),
    markdownText(firstWords(note, LONGEST_NOTE)),
  ];
}

const STATUS_OF: Readonly<Record<string, string>> = {
  success: 'COMPLETED',
  failure: 'FAILED',
  cancelled: 'CANCELED',
};

/** The status that the service gave last, and the conclusion where that says more. */
function resultOf({ status = '', conclusion }: PlanRow): string {
  const said = conclusion.replace('_', ' ');
  if (STATUS_OF[conclusion] === status) return status;
  const lastStatus = markdownText(shortened(status, LONGEST_NAME));
  return lastStatus === '' ? said : `${lastStatus} (${said})`;
}

function code(text: string): string {
  return markdownCode(shortened(text, LONGEST_NAME));
}
