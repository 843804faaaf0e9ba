import type { DataFlowError } from '../dataflow/errors.ts';
import { acceptedAtMs, type FinalStatus, finalStatus } from '../dataflow/execution-facts.ts';
import type { Execution } from '../dataflow/model.ts';
import type { PollFacts } from './poll-interval.ts';

/** How one execution is waited for. Times are on the clock's `elapsedMs`. */
export interface WatchOptions {
  /** What is known of it already, such as the response to its start. */
  readonly known?: Execution | undefined;
  /** Whether it exists for sure: one that is not listed is waited for, five minutes. */
  readonly isCertain: boolean;
  /** When to stop waiting; it may depend on the execution's own timeout. */
  readonly deadlineMs: (execution: Execution | undefined) => number;
  /** A fixed polling interval; default: adaptive. */
  readonly pollIntervalMs: number | undefined;
  /** How long past executions took. */
  readonly pastDurationsMs: readonly number[];
}

/** How waiting ended. */
export type WatchEnding =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'poll-failed'; readonly error: DataFlowError }
  | { readonly kind: 'not-listed' }
  | { readonly kind: 'time-up' };

/** The result of one poll: the execution, that it is not listed, or why that is not known. */
export type Polled = Execution | undefined | DataFlowError;

/** So many refusals, or polls that do not find it, in a row are final. */
const CONFIRMATIONS = 3;
/** How long an execution that exists may be missing from the list. */
const MISSING_MS = 5 * 60_000;

/** What each final status means. */
export const FINAL_ENDINGS = {
  COMPLETED: { kind: 'completed' },
  FAILED: { kind: 'failed' },
  CANCELED: { kind: 'canceled' },
} as const satisfies Record<FinalStatus, WatchEnding>;

/** What is known of one execution while it is waited for: a state without effects, fed with polls. */
export class Observation {
  readonly #options: WatchOptions;
  readonly #startedMs: number;
  execution: Execution | undefined;
  /** A final status counts only from a poll, never from the response to the start. */
  #isPolled = false;
  /** Polls in a row that failed, and of these, at the end, refusals and polls that did not find it. */
  #failures = 0;
  #refusals = 0;
  #absences = 0;
  #missingSinceMs: number | undefined;
  #lastError: DataFlowError | undefined;
  #rateLimitedMs: number | undefined;

  constructor(options: WatchOptions, nowMs: number) {
    this.#options = options;
    this.#startedMs = nowMs;
    this.execution = options.known;
  }

  record(polled: Polled, nowMs: number): void {
    if (polled !== undefined && !(polled instanceof Error)) {
      this.execution = polled;
      this.#isPolled = true;
      this.#failures = this.#refusals = this.#absences = 0;
      this.#missingSinceMs = this.#lastError = undefined;
      return;
    }
    this.#failures += 1;
    this.#lastError = polled;
    this.#refusals = polled?.refused ? this.#refusals + 1 : 0;
    this.#absences = polled ? 0 : this.#absences + 1;
    if (!polled) this.#missingSinceMs ??= nowMs;
    if (polled?.kind === 'rate-limited') this.#rateLimitedMs = nowMs;
  }

  /** How waiting ends: the service has said something final, or time is up. Undefined: it goes on. */
  ending(nowMs: number): WatchEnding | undefined {
    const status = this.#isPolled && this.execution ? finalStatus(this.execution) : undefined;
    if (status) return FINAL_ENDINGS[status];
    if (this.#lastError && this.#refusals >= CONFIRMATIONS)
      return { kind: 'poll-failed', error: this.#lastError };
    if (this.#isGone(nowMs)) return { kind: 'not-listed' };
    return nowMs >= this.deadlineMs ? this.#endingAtDeadline() : undefined;
  }

  /** Missing for longer than a list may be stale; one that nobody has seen yet has no such time. */
  #isGone(nowMs: number): boolean {
    if (this.#absences < CONFIRMATIONS) return false;
    const isCertain = this.#options.isCertain || this.#isPolled;
    return !isCertain || nowMs - (this.#missingSinceMs ?? nowMs) >= MISSING_MS;
  }

  /** A state that could not be read goes before the time that is up. */
  #endingAtDeadline(): WatchEnding {
    if (this.#lastError) return { kind: 'poll-failed', error: this.#lastError };
    return { kind: this.#absences > 0 ? 'not-listed' : 'time-up' };
  }

  get deadlineMs(): number {
    return this.#options.deadlineMs(this.execution);
  }

  /** Whether the first poll can be made at once: nothing is known yet. */
  get isNew(): boolean {
    return this.execution === undefined && this.#failures === 0;
  }

  /** @param serviceNowMs the service's time, milliseconds since 1970 */
  pollFacts(nowMs: number, serviceNowMs: number, random: number): PollFacts {
    const acceptedMs = this.execution && acceptedAtMs(this.execution);
    const underWayMs = acceptedMs === undefined ? 0 : serviceNowMs - acceptedMs;
    return {
      fixedMs: this.#options.pollIntervalMs,
      elapsedMs: Math.max(underWayMs, nowMs - this.#startedMs),
      pastDurationsMs: this.#options.pastDurationsMs,
      failures: this.#failures,
      retryAfterMs: this.#lastError?.facts.retryAfterMs,
      sinceThrottledMs: this.#rateLimitedMs === undefined ? undefined : nowMs - this.#rateLimitedMs,
      random,
    };
  }
}
