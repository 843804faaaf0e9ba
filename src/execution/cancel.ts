import { DataFlowError, isKind, orError } from '../dataflow/errors.ts';
import { finalStatus } from '../dataflow/execution-facts.ts';
import type { CancelReason, ExecutionContext } from './context.ts';
import { ExecutionLookup } from './handle.ts';
import type { CancelOutcome } from './outcome.ts';

/** Which execution to cancel, why, and how long that may take. */
export interface CancelOptions {
  readonly jobId: string;
  readonly jobExecutionId: string;
  readonly reason: CancelReason;
  /** For the request and for following it to the service's last word, in milliseconds. */
  readonly budgetMs: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** A request may use half of the time that is left, so that there is time for another; but no less than this. */
const SHORTEST_LIMIT_MS = 700;
/** 401s or 403s in a row before they are taken as the service's last word. */
const CONFIRMATIONS = 3;

/**
 * Asks the service to stop an execution, and looks until it has stopped or the budget is used up. The request is
 * sent again while it brings no answer: cancelling twice does no harm. One that has just ended is no error.
 */
export async function cancelExecution(
  context: ExecutionContext,
  options: CancelOptions,
): Promise<CancelOutcome> {
  const { client, clock, emit } = context;
  const { jobId, jobExecutionId, reason, budgetMs, signal } = options;
  const endMs = clock.elapsedMs() + budgetMs;
  const call = () => {
    const nowMs = clock.elapsedMs();
    return { once: true, untilMs: nowMs + Math.max((endMs - nowMs) / 2, SHORTEST_LIMIT_MS), signal };
  };
  const lookup = new ExecutionLookup(client, jobId, jobExecutionId);
  const request = new CancelRequest();
  emit({ kind: 'cancelling', jobExecutionId, reason });
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    if (request.isOpen)
      request.answered(await orError(client.cancelJobExecution(jobId, jobExecutionId, call())));
    const seen = await orError(lookup.look(call()));
    if (seen !== undefined && !(seen instanceof DataFlowError)) {
      emit({ kind: 'seen', execution: seen });
      const status = finalStatus(seen);
      if (status) return status === 'CANCELED' ? { kind: 'canceled' } : { kind: 'ended', status };
      if (request.isRefused) return request.outcome();
    }
    if (clock.elapsedMs() + pauseMs > endMs) return request.outcome();
    await clock.sleep(pauseMs, signal);
  }
}

/** How the service has answered the request to cancel so far. */
class CancelRequest {
  /** Whether it is worth sending (again). */
  isOpen = true;
  #refusal: DataFlowError | undefined;
  #refusals = 0;

  answered(answer: unknown): void {
    if (!(answer instanceof DataFlowError)) {
      this.isOpen = false;
      this.#refusal = undefined;
      return;
    }
    // One that has just been started may not be readable yet, nor in a state to be cancelled.
    const mayPass = isKind(answer, 'not-found', 'refused');
    this.#refusals = answer.refused && !mayPass ? this.#refusals + 1 : 0;
    this.#refusal = answer.refused && !isKind(answer, 'not-found') ? answer : undefined;
    if (this.#refusals >= CONFIRMATIONS) this.isOpen = false;
  }

  /** The service has said no, and stays with it. */
  get isRefused(): boolean {
    return !this.isOpen && this.#refusal !== undefined;
  }

  /** What is to be said of an execution that has not ended. */
  outcome(): CancelOutcome {
    if (this.#refusal) return { kind: 'refused', error: this.#refusal };
    return { kind: this.isOpen ? 'unanswered' : 'asked' };
  }
}
