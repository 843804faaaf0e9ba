import type { TypicalDuration } from '../../execution/history.ts';
import { formatDuration } from '../../time/duration.ts';

/** The first line about it: `Usually takes 14m20s (median of 30 that completed; the slowest took 16m).` */
export function usually({ medianMs, slowestMs, count }: TypicalDuration): string {
  return `usually takes ${formatDuration(medianMs)} (median of ${count} that completed; the slowest took ${formatDuration(slowestMs)})`;
}

/** For a heartbeat: `, usually 14m, about 8m left`. */
export function expectation({ medianMs }: TypicalDuration, elapsedMs: number): string {
  const leftMs = medianMs - elapsedMs;
  const left =
    leftMs > 0 ? `about ${formatDuration(leftMs)} left` : `${formatDuration(-leftMs)} longer than usual`;
  return `, usually ${formatDuration(medianMs)}, ${left}`;
}

/** Whether it takes so long that a person should check it: more than twice as long as the slowest. */
export function isOverdue({ slowestMs }: TypicalDuration, elapsedMs: number): boolean {
  return elapsedMs > 2 * slowestMs;
}
