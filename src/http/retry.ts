import type { Clock } from '../time/clock.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A longer Retry-After is cut to this, so that a step does not sleep through its own limit. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/** Tries of one request that is safe to send again: at most about a minute of pauses in all. */
export const MAXIMUM_TRIES = 7;

/**
 * The pause before the next try, in milliseconds: doubling, with full jitter, so that many steps which failed
 * together do not try again together; never shorter than the service asked for.
 * @param failures how many tries have failed so far, 1 or more
 * @param random a number from 0 to 1
 */
export function pauseAfter(failures: number, random: number, retryAfterMs = 0): number {
  const ceilingMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return Math.max(ceilingMs * random, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS));
}

/** When and how to try again. */
export interface RetryOptions<E> {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** When to stop trying, on the clock's `elapsedMs`. */
  readonly untilMs?: number | undefined;
  /** Tries at the most; default: MAXIMUM_TRIES. */
  readonly maximumTries?: number | undefined;
  /** What is worth another try: how long the other side asked to wait. Undefined: it stays as it is. */
  readonly retryAfterMs: (outcome: E) => number | undefined;
  /** Called before each pause. */
  readonly onRetry?: ((outcome: E, pauseMs: number) => void) | undefined;
}

/**
 * The one loop that tries again. It ends when an outcome is not worth another try, when the tries are used up, or when
 * the next pause would end after `untilMs`.
 * @returns the last outcome
 * @throws what `attempt` throws; the signal's reason when it is aborted during a pause
 */
export async function untilSettled<E>(attempt: () => Promise<E>, options: RetryOptions<E>): Promise<E> {
  const { clock, random, signal, untilMs = Number.POSITIVE_INFINITY, onRetry } = options;
  const { maximumTries = MAXIMUM_TRIES } = options;
  for (let failures = 1; ; failures += 1) {
    const outcome = await attempt();
    const askedMs = options.retryAfterMs(outcome);
    if (askedMs === undefined || failures >= maximumTries) return outcome;
    const pauseMs = pauseAfter(failures, random(), askedMs);
    if (clock.elapsedMs() + pauseMs >= untilMs) return outcome;
    onRetry?.(outcome, pauseMs);
    await clock.sleep(pauseMs, signal);
  }
}
