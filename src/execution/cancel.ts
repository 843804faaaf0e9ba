import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Execution } from '../dataflow/model.ts';
import { pauseAfter } from '../dataflow/retry.ts';
import type { CancelReason, ExecutionContext } from './context.ts';
import { ExecutionLookup } from './lookup.ts';
import type { CancelOutcome } from './result.ts';
import { finalStatus } from './status.ts';

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

const FIRST_FOLLOW_PAUSE_MS = 250;
const LONGEST_FOLLOW_PAUSE_MS = 5_000;
const SHORTEST_LOOK_MS = 500;

/**
 * Asks the service to stop an execution, and looks until it has stopped or the budget is used up. The request is
 * sent again while it brings no answer: cancelling twice does no harm. One that has just ended is no error.
 */
export async function cancelExecution(
  context: ExecutionContext,
  options: CancelOptions,
): Promise<CancelOutcome> {
  const { clock } = context;
  const endMs = clock.elapsedMs() + options.budgetMs;
  context.tell({ kind: 'cancelling', jobExecutionId: options.jobExecutionId, reason: options.reason });
  const asked = await askToCancel(context, options, endMs);
  const execution = await followToTheEnd(
    context,
    options,
    asked instanceof DataFlowError ? clock.elapsedMs() : endMs,
  );
  const status = execution && finalStatus(execution);
  if (status === 'CANCELED') return { kind: 'canceled' };
  if (status) return { kind: 'ended', status };
  if (asked instanceof DataFlowError) return { kind: 'refused', error: asked };
  return { kind: asked ? 'asked' : 'unanswered' };
}

/** @returns whether the service took the request, or its refusal */
async function askToCancel(
  { client, clock, random }: ExecutionContext,
  { jobId, jobExecutionId, signal }: CancelOptions,
  endMs: number,
): Promise<boolean | DataFlowError> {
  for (let failures = 1; ; failures += 1) {
    const leftMs = endMs - clock.elapsedMs();
    if (leftMs <= 0) return false;
    const call = { once: true, timeoutMs: leftMs, signal };
    const error = await orError(client.cancelJobExecution(jobId, jobExecutionId, call));
    if (!(error instanceof DataFlowError)) return true;
    if (error.refused) return error;
    await clock.sleep(Math.min(pauseAfter(failures, random()), endMs - clock.elapsedMs()), signal);
  }
}

/** Looks until it is final or the time has come; at least once. */
async function followToTheEnd(
  { client, clock, tell }: ExecutionContext,
  { jobId, jobExecutionId, signal }: CancelOptions,
  endMs: number,
): Promise<Execution | undefined> {
  const lookup = new ExecutionLookup(client, jobId, jobExecutionId);
  let last: Execution | undefined;
  for (let pauseMs = FIRST_FOLLOW_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_FOLLOW_PAUSE_MS)) {
    const timeoutMs = Math.max(endMs - clock.elapsedMs(), SHORTEST_LOOK_MS);
    const seen = await orError(lookup.look({ once: true, timeoutMs, signal }));
    if (seen !== undefined && !(seen instanceof DataFlowError)) {
      last = seen;
      tell({ kind: 'seen', execution: seen });
    }
    if ((last && finalStatus(last)) || clock.elapsedMs() + pauseMs > endMs) return last;
    await clock.sleep(pauseMs, signal);
  }
}
