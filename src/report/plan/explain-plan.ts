import type { PlanConclusion } from '../../execution/plan/plan-conclusion.ts';
import { firstWords, plainLine, withoutFullStop } from '../../text/plain.ts';
import { formatDuration } from '../../time/duration.ts';
import type { Explanation } from '../explanation.ts';
import { counted, nameWithExecution, type PlanRow, type PlanWords, shortName } from './plan-row.ts';

/** A plan that has come to its end. */
export interface PlanReport {
  readonly words: PlanWords;
  readonly conclusion: PlanConclusion | 'skipped';
  /** In the order of the plan. */
  readonly rows: readonly PlanRow[];
  /** Where waitTimeout was given. */
  readonly waitTimeoutMs?: number | undefined;
  /** Why nothing was started, where that is not about one run: such as a marker object that cannot be read. */
  readonly problem?: string | undefined;
}

/** How many runs a sentence names. */
const NAMED = 3;
/** How many names of what is left are written out, to be copied. */
const COPIED = 20;
const LONGEST_NOTE = 500;

/** The text for each conclusion: the only place where these are. The first line of `what` is the output `message`. */
export function explainPlan(report: PlanReport): Explanation {
  const { words, conclusion, rows } = report;
  const of = (...wanted: readonly PlanRow['conclusion'][]) =>
    rows.filter((row) => wanted.includes(row.conclusion));
  const result = `${of('success').length} of ${counted(rows.length, words)} completed${skippedPart(of('skipped'))}`;
  const rest = restStep(report);
  switch (conclusion) {
    case 'success':
      return { what: `${result}.`, next: [] };
    case 'skipped':
      return {
        what: `dryRun: ${counted(rows.length - of('skipped').length, words)} would be run${skippedPart(of('skipped'))}. Nothing was started.`,
        next: [],
      };
    case 'failure':
      return failure([...of('failure', 'cancelled'), ...refusedOf(rows)], result, rest);
    case 'unknown':
      return unknown(of('unknown'), result, rest);
    case 'cancelled':
      return cancelled(rows, result, rest);
    case 'timed_out':
      return timedOut(of('timed_out'), result, rest, report.waitTimeoutMs);
    case 'not_started':
      return notStarted(rows, report.problem, rest);
  }
}

function skippedPart(skipped: readonly PlanRow[]): string {
  return skipped.length > 0 ? `, ${skipped.length} skipped` : '';
}

/** A run that was never started and has a note is one whose start was refused. */
function refusedOf(rows: readonly PlanRow[]): PlanRow[] {
  return rows.filter(({ conclusion, note }) => conclusion === 'not_started' && note);
}

function failure(failed: readonly PlanRow[], result: string, rest: readonly string[]): Explanation {
  const [first] = failed;
  const fix = first?.jobExecutionId
    ? 'Read the console log of the execution, correct the job or its parameters.'
    : 'Correct what the service named.';
  return {
    what: `${result}; failed: ${named(failed, withStatus)}.`,
    cause: first ? causeOf(first) : 'an execution did not complete',
    next: [fix, ...rest],
  };
}

function causeOf(row: PlanRow): string {
  const note = row.note && noteText(row.note);
  if (row.conclusion === 'cancelled') return `${nameWithExecution(row)} was cancelled in Data Flow`;
  if (row.conclusion === 'failure') return `the job failed${note ? `: ${note}` : ''}`;
  return note || 'the service refused the start';
}

function unknown(lost: readonly PlanRow[], result: string, rest: readonly string[]): Explanation {
  const [first] = lost;
  return {
    what: `${result}; state not known: ${named(lost, nameWithExecution)}.`,
    cause: first?.note ? noteText(first.note) : 'the state of an execution could not be read',
    next: [
      `Check the execution history of job ${shortName(first?.jobId ?? '')} in the Data Flow console: ${named(lost, nameWithExecution)} may have been started, or may still run. Do not start it again before that check.`,
      ...rest,
    ],
  };
}

function cancelled(rows: readonly PlanRow[], result: string, rest: readonly string[]): Explanation {
  const stopped = rows.filter(({ conclusion, isRunning }) => conclusion === 'cancelled' && !isRunning);
  const running = rows.filter(({ conclusion, isRunning }) => conclusion === 'cancelled' && isRunning);
  const open = rows.filter(({ conclusion }) => conclusion === 'unknown');
  const search = `Read the log of the post step, which searches for the execution of ${named(open, nameWithExecution)}.`;
  return {
    what: `The step was cancelled. ${result}${part('cancelled', stopped)}${part('still running', running)}${part('start not confirmed', open)}.`,
    cause: 'the workflow was cancelled',
    next: [...(open.length > 0 ? [search] : []), ...(running.length > 0 ? [waitStep(running)] : []), ...rest],
  };
}

/** `; still running: a (execution e1), b`, where there are some. */
function part(title: string, rows: readonly PlanRow[]): string {
  return rows.length > 0 ? `; ${title}: ${named(rows, nameWithExecution)}` : '';
}

function waitStep(running: readonly PlanRow[]): string {
  return `Wait until ${named(running, nameWithExecution)} has ended before you start it again.`;
}

function timedOut(
  running: readonly PlanRow[],
  result: string,
  rest: readonly string[],
  waitTimeoutMs: number | undefined,
): Explanation {
  const timeout = waitTimeoutMs === undefined ? '' : ` (${formatDuration(waitTimeoutMs)})`;
  return {
    what: `${result}${part('still running', running)}.`,
    cause: `waitTimeout${timeout} is over`,
    next: [...(running.length > 0 ? [waitStep(running)] : []), ...rest],
  };
}

function notStarted(
  rows: readonly PlanRow[],
  problem: string | undefined,
  rest: readonly string[],
): Explanation {
  const [first] = refusedOf(rows);
  const note = problem ?? (first?.note && `${shortName(first.name)}: ${first.note}`);
  const cause = note ? noteText(note) : 'nothing could be started';
  return {
    what: `No execution was started: ${cause}.`,
    cause,
    next: ['Correct what is named, in the inputs, in the job or in the permissions of the key.', ...rest],
  };
}

/** As a part of a sentence. */
function noteText(note: string): string {
  return withoutFullStop(firstWords(plainLine(note), LONGEST_NOTE));
}

/** `a (execution e1), b, c and 12 more`. */
function named(rows: readonly PlanRow[], text: (row: PlanRow) => string): string {
  const shown = rows.slice(0, NAMED).map(text).join(', ');
  return rows.length > NAMED ? `${shown} and ${rows.length - NAMED} more` : shown;
}

function withStatus(row: PlanRow): string {
  const { status, conclusion } = row;
  return `${nameWithExecution(row)} ${(status && shortName(status)) || (conclusion === 'not_started' ? 'refused' : conclusion)}`;
}

/** How to run what is left. */
function restStep({ words, rows }: PlanReport): string[] {
  const left = rows.filter(({ conclusion }) => conclusion !== 'success' && conclusion !== 'skipped');
  if (left.length === 0 || left.length === rows.length)
    return left.length === 0 ? [] : ['Then run the step again.'];
  const names = left.map(({ name }) => shortName(name)).join(', ');
  const isShort = left.length <= COPIED;
  if (words.action === 'backfill') {
    const dates = isShort ? `dates: ${names}` : `the output ${words.rest} (${left.length} dates) as dates`;
    return [`To run the rest, run the step with ${dates}.`];
  }
  const jobs = isShort ? names : `the names in the output ${words.rest} (${left.length} jobs)`;
  return [
    `To run only the rest, run a plan with only ${jobs}, and remove what is completed from their needs.`,
  ];
}
