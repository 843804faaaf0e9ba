import { firstWords } from '../../text/plain.ts';
import { formatDuration } from '../../time/duration.ts';
import { nameWithExecution, type PlanRow } from './plan-row.ts';

const LONGEST_NOTE = 300;

/** A start: `2026-11-12 (execution e12): started`. */
export function startedLine(row: PlanRow): string {
  return `${nameWithExecution(row)}: started${row.attempts > 1 ? `, attempt ${row.attempts}` : ''}`;
}

/** An end: `2026-11-12 (execution e12): COMPLETED after 6m10s`. */
export function endedLine(row: PlanRow): string {
  const { status, conclusion, durationSeconds, note } = row;
  const result = status || conclusion.replace('_', ' ');
  const took = durationSeconds === undefined ? '' : ` after ${formatDuration(durationSeconds * 1000)}`;
  return `${nameWithExecution(row)}: ${result}${took}${note ? `. ${firstWords(note, LONGEST_NOTE)}` : ''}`;
}

/** An execution FAILED and is started again. @param retry which one of the retries comes next, from 1 */
export function retryLine(
  row: PlanRow,
  retry: { readonly number: number; readonly of: number; readonly delayMs: number },
): string {
  return `${endedLine(row)}; retry ${retry.number} of ${retry.of} in ${formatDuration(retry.delayMs)}`;
}

/** How many runs there are of each kind. */
export interface Counts {
  readonly completed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Those in a retry pause count, too. */
  readonly running: number;
  /** Those that have not started yet. */
  readonly toGo: number;
}

/** `12 completed, 3 running, 15 to go, about 40m left`. Failed and skipped ones only where there are some. */
export function progressLine({ completed, failed, skipped, running, toGo }: Counts, leftMs?: number): string {
  return [
    `${completed} completed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `${running} running`,
    `${toGo} to go`,
    ...(leftMs === undefined ? [] : [`about ${formatDuration(roundedMs(leftMs))} left`]),
  ].join(', ');
}

/** To whole minutes from two minutes on: an estimate has no seconds. */
function roundedMs(ms: number): number {
  const unitMs = ms >= 120_000 ? 60_000 : 1000;
  return Math.max(1, Math.round(ms / unitMs)) * unitMs;
}

/**
 * How long the rest takes when every execution takes as long as usual and every place is always in use. Needs make
 * it longer.
 * @param runningForMs how long each execution that runs has been running
 */
export function timeLeftMs(work: {
  readonly toGo: number;
  readonly runningForMs: readonly number[];
  readonly typicalMs: number;
  readonly maxParallel: number;
}): number {
  const { toGo, runningForMs, typicalMs, maxParallel } = work;
  const restsMs = runningForMs.map((ms) => Math.max(0, typicalMs - ms));
  const longestMs = restsMs.reduce((longest, ms) => Math.max(longest, ms), toGo > 0 ? typicalMs : 0);
  const allMs = restsMs.reduce((sum, ms) => sum + ms, toGo * typicalMs);
  return Math.max(longestMs, allMs / maxParallel);
}
