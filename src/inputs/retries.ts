import type { InputReader } from './reader.ts';

/** How often a FAILED execution may be started again, for error messages too. */
export const RETRIES = { minimum: 0, maximum: 10 } as const;

const DEFAULT_RETRY_DELAY_MS = 30_000;

/** What happens after an execution FAILED. */
export interface RetryConfig {
  /** From 0 to 10. */
  readonly retries: number;
  /** The pause before each. */
  readonly retryDelayMs: number;
}

/** The inputs retries and retryDelay. */
export function readRetries(reader: InputReader): RetryConfig {
  return {
    retries: reader.integer('retries', RETRIES, 0),
    retryDelayMs: reader.durationMs('retryDelay', 0) ?? DEFAULT_RETRY_DELAY_MS,
  };
}
