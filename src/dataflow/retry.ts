import type { Clock } from '../time/clock.ts';
import { DataFlowError } from './errors.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A longer Retry-After is cut to this: the step looks again rather than sleep through its limit. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/** Tries of one call that is safe to send again: at most about a minute of pauses in all. */
export const MAXIMUM_TRIES = 7;

/**
 * The pause before the next try, in milliseconds: doubling, with full jitter, so that many steps which failed
 * together don't come back together; never shorter than the service asked for.
 * @param failures how many tries have failed so far, 1 or more
 * @param random a number from 0 to 1
 */
export function pauseAfter(failures: number, random: number, retryAfterMs = 0): number {
  const ceilingMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return Math.max(ceilingMs * random, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS));
}

/** What retrying needs of the world. */
export interface RetryContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** When to stop trying, on the clock's `elapsedMs`. */
  readonly untilMs?: number | undefined;
  /** Told before each pause. */
  readonly onRetry?: (error: DataFlowError, pauseMs: number) => void;
  /** Which errors are worth another try. Unless given: the retryable ones. */
  readonly worthAnotherTry?: (error: DataFlowError) => boolean;
}

/**
 * Sends a call again while that is safe and can help.
 * @throws the last error, once it cannot help or the tries are used up; the signal's reason when aborted
 */
export async function withRetries<T>(call: () => Promise<T>, context: RetryContext): Promise<T> {
  const { clock, random, signal, onRetry, worthAnotherTry = (error) => error.retryable } = context;
  for (let failures = 1; ; failures += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof DataFlowError) || !worthAnotherTry(error) || failures >= MAXIMUM_TRIES)
        throw error;
      const pauseMs = pauseAfter(failures, random(), error.facts.retryAfterMs);
      if (clock.elapsedMs() + pauseMs >= (context.untilMs ?? Number.POSITIVE_INFINITY)) throw error;
      onRetry?.(error, pauseMs);
      await clock.sleep(pauseMs, signal);
    }
  }
}
