import { DataFlowError, isKind, orError } from '../dataflow/errors.ts';
import { finalStatus } from '../dataflow/execution-facts.ts';
import type { CancelReason, ExecutionContext } from './context.ts';
import type { ExecutionHandle } from './handle.ts';
import type { CancelOutcome } from './outcome.ts';

/** Why to cancel, and how long that may take. */
export interface CancelOptions {
  readonly reason: CancelReason;
  /** For the request and for polling until the execution has stopped, in milliseconds. */
  readonly budgetMs: number;
  /** Ends the cancel at once. */
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** A request may use half of the time that is left, so that there is time for another; but no less than this. */
const SHORTEST_LIMIT_MS = 700;
/** So many 401s or 403s in a row are final. */
const CONFIRMATIONS = 3;

/**
 * Asks the service to stop an execution, and polls until it has stopped or the budget is used up. The request is sent
 * again while it brings no response: cancelling twice does no harm. One that has just ended is no error.
 * https://api.ncloud-docs.com/docs/en/dataflow-canceljobexecution
 * @throws the signal's reason when that is aborted
 */
export async function cancelExecution(
  { clock, emit }: Pick<ExecutionContext, 'clock' | 'emit'>,
  handle: ExecutionHandle,
  { reason, budgetMs, signal }: CancelOptions,
): Promise<CancelOutcome> {
  const endMs = clock.elapsedMs() + budgetMs;
  const call = () => {
    const nowMs = clock.elapsedMs();
    return { once: true, untilMs: nowMs + Math.max((endMs - nowMs) / 2, SHORTEST_LIMIT_MS), signal };
  };
  const request = new CancelRequest();
  emit({ kind: 'cancelling', jobExecutionId: handle.jobExecutionId, reason });
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    if (request.isOpen) request.record(await orError(handle.cancel(call())));
    const execution = await orError(handle.poll(call()));
    if (execution !== undefined && !(execution instanceof DataFlowError)) {
      emit({ kind: 'polled', execution });
      const status = finalStatus(execution);
      if (status) return status === 'CANCELED' ? { kind: 'canceled' } : { kind: 'ended', status };
      if (request.isRefused) return request.outcome();
    }
    if (clock.elapsedMs() + pauseMs > endMs) return request.outcome();
    await clock.sleep(pauseMs, signal);
  }
}

/** How the service has responded to the request to cancel so far. */
class CancelRequest {
  /** Whether it is worth sending (again). */
  isOpen = true;
  #refusal: DataFlowError | undefined;
  #refusals = 0;

  record(response: unknown): void {
    if (!(response instanceof DataFlowError)) {
      this.isOpen = false;
      this.#refusal = undefined;
      return;
    }
    // One that has just been started may not be readable yet, nor in a state to be cancelled.
    const mayPass = isKind(response, 'not-found', 'refused');
    this.#refusals = response.refused && !mayPass ? this.#refusals + 1 : 0;
    this.#refusal = response.refused && !isKind(response, 'not-found') ? response : undefined;
    if (this.#refusals >= CONFIRMATIONS) this.isOpen = false;
  }

  /** The service has refused so often that this is final. */
  get isRefused(): boolean {
    return !this.isOpen && this.#refusal !== undefined;
  }

  /** The outcome for an execution that has not ended. */
  outcome(): CancelOutcome {
    if (this.#refusal) return { kind: 'refused', error: this.#refusal };
    return { kind: this.isOpen ? 'no-response' : 'asked' };
  }
}
