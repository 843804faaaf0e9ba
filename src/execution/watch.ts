import { DataFlowError, orError } from '../dataflow/errors.ts';
import { acceptedAtMs, type FinalStatus } from '../dataflow/execution-facts.ts';
import type { Execution } from '../dataflow/model.ts';
import type { ExecutionContext } from './context.ts';
import { ExecutionLookup } from './handle.ts';
import type { Ending } from './outcome.ts';
import { pauseBeforeLook } from './poll-interval.ts';

/** How an execution is waited for. Times are on the clock's `elapsedMs`. */
export interface WaitOptions {
  readonly jobId: string;
  readonly jobExecutionId: string;
  /** What is known of it already, such as the answer to its start. */
  readonly known?: Execution | undefined;
  /** Whether the service may not list it yet, since it was started a moment ago. */
  readonly isNew: boolean;
  /** When to stop waiting; it may depend on the execution's own timeout. */
  readonly deadlineMs: (execution: Execution | undefined) => number;
  /** A fixed time between two looks; adaptive unless given. */
  readonly pollIntervalMs: number | undefined;
  /** How long past executions took. */
  readonly pastDurationsMs: readonly number[];
}

/** Refusals, or looks that don't find it, in a row, before that is taken as the service's last word. */
const CONFIRMATIONS = 3;
/** How long a new execution may be missing from the list. */
const LATE_LISTING_MS = 5 * 60_000;
/** The last look may take this long beyond the deadline. */
const LAST_LOOK_MS = 2_000;

/**
 * Waits for the final state of one execution. Trouble on the way never ends the wait before its deadline: only
 * the service's word does (a final state, a refusal that stays, an execution that it does not list).
 * @throws the reason of `cancelled` as soon as that is aborted
 */
export async function waitForResult(context: ExecutionContext, options: WaitOptions): Promise<Ending> {
  const { clock, random } = context;
  const sight = new Sight(context, options);
  for (let isFirst = true; ; isFirst = false) {
    const ending = sight.ending();
    if (ending) return ending;
    const leftMs = options.deadlineMs(sight.execution) - clock.elapsedMs();
    if (leftMs <= 0) return sight.endingAtDeadline();
    const pauseMs = isFirst && options.known === undefined ? 0 : pauseBeforeLook(sight.paceFacts(random()));
    await clock.sleep(Math.min(pauseMs, leftMs), context.cancelled);
    await sight.look(Math.max(options.deadlineMs(sight.execution), clock.elapsedMs() + LAST_LOOK_MS));
  }
}

/** What has been seen of the execution so far. */
class Sight {
  readonly #context: ExecutionContext;
  readonly #options: WaitOptions;
  readonly #lookup: ExecutionLookup;
  readonly #startedMs: number;
  execution: Execution | undefined;
  /** Whether the service has listed it at least once. */
  #listed = false;
  /** In a row: looks without a result, and of these, at the end, refusals and looks that did not find it. */
  #failures = 0;
  #refusals = 0;
  #absences = 0;
  #lastError: DataFlowError | undefined;
  /** When the service last said that it gets too many requests. */
  #throttledMs: number | undefined;

  constructor(context: ExecutionContext, options: WaitOptions) {
    this.#context = context;
    this.#options = options;
    this.#lookup = new ExecutionLookup(context.client, options.jobId, options.jobExecutionId);
    this.#startedMs = context.clock.elapsedMs();
    this.execution = options.known;
  }

  async look(untilMs: number): Promise<void> {
    const signal = this.#context.cancelled;
    const seen = await orError(this.#lookup.look({ once: true, signal, untilMs }));
    if (seen === undefined || seen instanceof DataFlowError) this.#failed(seen);
    else this.#seen(seen);
  }

  #seen(execution: Execution): void {
    this.execution = execution;
    this.#listed = true;
    this.#failures = this.#refusals = this.#absences = 0;
    this.#lastError = undefined;
    this.#context.emit({ kind: 'seen', execution });
  }

  #failed(error: DataFlowError | undefined): void {
    this.#failures += 1;
    this.#refusals = error?.refused ? this.#refusals + 1 : 0;
    this.#absences = error ? 0 : this.#absences + 1;
    this.#lastError = error;
    if (error?.kind === 'rate-limited') this.#throttledMs = this.#context.clock.elapsedMs();
    const { jobExecutionId } = this.#options;
    this.#context.emit(error ? { kind: 'look-failed', error } : { kind: 'not-listed', jobExecutionId });
  }

  /** The end, where the service has said what can only be its last word. */
  ending(): Ending | undefined {
    const final = this.execution && finalEnding(this.execution.status);
    if (final) return final;
    if (this.#lastError && this.#refusals >= CONFIRMATIONS)
      return { why: 'sight-lost', error: this.#lastError };
    if (this.#absences < CONFIRMATIONS) return undefined;
    const waitedMs = this.#context.clock.elapsedMs() - this.#startedMs;
    const mayBeLate = this.#options.isNew && !this.#listed && waitedMs < LATE_LISTING_MS;
    return mayBeLate ? undefined : { why: 'not-listed' };
  }

  /** When time is up: out of sight goes before out of time. */
  endingAtDeadline(): Ending {
    if (this.#lastError) return { why: 'sight-lost', error: this.#lastError };
    return { why: this.#absences > 0 ? 'not-listed' : 'wait-timeout' };
  }

  paceFacts(random: number) {
    const { client, clock } = this.#context;
    const acceptedMs = this.execution && acceptedAtMs(this.execution);
    const underWayMs = acceptedMs === undefined ? 0 : client.serviceClock.nowMs() - acceptedMs;
    return {
      fixedMs: this.#options.pollIntervalMs,
      elapsedMs: Math.max(underWayMs, clock.elapsedMs() - this.#startedMs),
      pastDurationsMs: this.#options.pastDurationsMs,
      failures: this.#failures,
      retryAfterMs: this.#lastError?.facts.retryAfterMs,
      sinceThrottledMs: this.#throttledMs === undefined ? undefined : clock.elapsedMs() - this.#throttledMs,
      random,
    };
  }
}

const FINAL_ENDINGS = {
  COMPLETED: { why: 'completed' },
  FAILED: { why: 'failed' },
  CANCELED: { why: 'canceled' },
} as const;

/** What a final status means; undefined for a status that is not final. */
export function finalEnding(status: FinalStatus): Ending;
export function finalEnding(status: string): Ending | undefined;
export function finalEnding(status: string): Ending | undefined {
  return Object.entries(FINAL_ENDINGS).find(([final]) => final === status)?.[1];
}
