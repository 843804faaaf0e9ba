import type { JsonObject } from '../text/json.ts';

/** What the service is given beyond the execution's own timeout to start and to report, in milliseconds. */
const ALLOWANCE_MS = 15 * 60_000;
/** The documented default of `timeout`: https://api.ncloud-docs.com/docs/en/dataflow-executejob */
const DEFAULT_TIMEOUT_MINUTES = 360;

/**
 * When to stop waiting, in milliseconds since the start of the step: waitTimeout, else the execution's own timeout and
 * 15 minutes, counted from `sinceMs`.
 */
export function deadlineMs(
  waitTimeoutMs: number | undefined,
  jobCondition: JsonObject | undefined,
  sinceMs = 0,
): number {
  if (waitTimeoutMs !== undefined) return waitTimeoutMs;
  const saved = Number(jobCondition?.['timeout']);
  const minutes = Number.isFinite(saved) && saved > 0 ? saved : DEFAULT_TIMEOUT_MINUTES;
  return sinceMs + minutes * 60_000 + ALLOWANCE_MS;
}

/**
 * Whether waitTimeout is over at a moment. Both are in milliseconds since the start of the step; without a waitTimeout
 * it never is.
 */
export function isTimeUp(atMs: number, waitTimeoutMs = Number.POSITIVE_INFINITY): boolean {
  return atMs >= waitTimeoutMs;
}

/** An attempt whose execution FAILED. */
export interface FailedAttempt {
  /** How many executions were started, this one included. */
  readonly attempts: number;
  /** When the pause before another start would be over, in milliseconds since the start of the step. */
  readonly untilMs: number;
  readonly waitTimeoutMs?: number | undefined;
}

/** Whether a FAILED execution is started again: retries are left, and the pause ends before waitTimeout is over. */
export function isRetried(
  { attempts, untilMs, waitTimeoutMs }: FailedAttempt,
  { retries }: { readonly retries: number },
): boolean {
  return attempts <= retries && !isTimeUp(untilMs, waitTimeoutMs);
}
