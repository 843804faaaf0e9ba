import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Execution } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { cancelExecution } from './cancel.ts';
import { type ExecutionContext, StepCancelled } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { ExecutionLookup } from './handle.ts';
import type { CancelOutcome, Ending, LeftAtCancel } from './outcome.ts';
import { finalEnding, waitForResult } from './watch.ts';

/** The execution that the step answers for. */
export interface Identified {
  readonly jobExecutionId: string;
  /** What is known of it already. */
  readonly known?: Execution | undefined;
  /** Started now, its lost start found, started by an earlier attempt of this step, or another's. */
  readonly how: 'started' | 'found' | 'resumed' | 'attached';
  readonly pastDurationsMs: readonly number[];
}

/** What happens to an execution that the step stops waiting for. */
export type LeaveOrCancel = 'leave' | 'cancel';

/** How it is followed. */
export interface FollowOptions {
  readonly jobId: string;
  readonly wait: boolean;
  /** Counted from the start of the step. Unless given: the execution's own timeout and 15 minutes. */
  readonly waitTimeoutMs: number | undefined;
  /** A fixed time between two looks. Unless given the pace is adaptive. */
  readonly pollIntervalMs: number | undefined;
  /** Unless given: cancel what this step started, leave what it attached to. */
  readonly onCancel: LeaveOrCancel | undefined;
  readonly onTimeout: LeaveOrCancel;
}

/** How that ended, with the execution as last seen. */
export interface Followed {
  readonly ending: Ending;
  readonly execution: Execution | undefined;
}

/** The runner kills a cancelled step after 7.5 s; everything has to be said well before. */
const CANCEL_BUDGET_MS = 3_500;
const SHORTEST_CANCEL_MS = 1_000;
/** How long the service may take to stop an execution after waitTimeout. */
const TIMEOUT_CANCEL_BUDGET_MS = 120_000;

/**
 * Follows an execution until the step is through with it: its final state, waitTimeout, or the step's own
 * cancellation; cancels it where that was asked for.
 * @param sentCondition the options of a start, for its own timeout
 */
export async function follow(
  context: ExecutionContext,
  options: FollowOptions,
  identified: Identified,
  sentCondition?: JsonObject,
): Promise<Followed> {
  const { jobExecutionId, known, how } = identified;
  let execution = known;
  const emit: ExecutionContext['emit'] = (event) => {
    if (event.kind === 'seen') execution = event.execution;
    context.emit(event);
  };
  const own = { ...context, emit };
  emit({ kind: 'identified', execution: known, jobExecutionId, how });
  try {
    context.cancelled.throwIfAborted();
    const ending = options.wait
      ? await waitOrCancel(own, options, identified, sentCondition)
      : await lookOnce(own, options, identified);
    return { ending, execution };
  } catch (error) {
    if (!context.cancelled.aborted) throw error;
    const left = await leaveOrCancel(own, options, identified);
    return { ending: { why: 'step-cancelled', left }, execution };
  }
}

async function waitOrCancel(
  context: ExecutionContext,
  options: FollowOptions,
  { jobExecutionId, known, how, pastDurationsMs }: Identified,
  sentCondition: JsonObject | undefined,
): Promise<Ending> {
  const { jobId, waitTimeoutMs, pollIntervalMs } = options;
  let last = known;
  const stopMs = (execution: Execution | undefined) => {
    last = execution;
    return deadlineMs(waitTimeoutMs, sentCondition ?? execution?.jobCondition);
  };
  const ending = await waitForResult(context, {
    jobId,
    jobExecutionId,
    known,
    pollIntervalMs,
    pastDurationsMs,
    isNew: how === 'started' || how === 'found',
    deadlineMs: stopMs,
  });
  const isTimeUp = context.clock.elapsedMs() >= stopMs(last);
  const isOpen = ['wait-timeout', 'sight-lost', 'not-listed'].includes(ending.why);
  if (!isOpen || !isTimeUp || options.onTimeout === 'leave') return ending;
  const signal = context.cancelled;
  const cancel = await cancelExecution(context, {
    jobId,
    jobExecutionId,
    signal,
    budgetMs: TIMEOUT_CANCEL_BUDGET_MS,
    reason: 'waitTimeout has passed',
  });
  if (cancel.kind === 'ended') return finalEnding(cancel.status);
  return ending.why === 'wait-timeout' || cancel.kind === 'canceled'
    ? { why: 'wait-timeout', cancel }
    : ending;
}

/** `wait: false`: what was just started is left to itself; of another one the state is read once. */
async function lookOnce(
  context: ExecutionContext,
  { jobId }: FollowOptions,
  { jobExecutionId, known }: Identified,
): Promise<Ending> {
  const signal = context.cancelled;
  const lookup = new ExecutionLookup(context.client, jobId, jobExecutionId);
  const execution = known ?? (await orError(lookup.look({ signal })));
  if (execution === undefined) return { why: 'not-listed' };
  if (execution instanceof DataFlowError) return { why: 'sight-lost', error: execution };
  context.emit({ kind: 'seen', execution });
  return finalEnding(execution.status) ?? { why: 'started' };
}

/** The step is cancelled: within seconds, cancels what is its own to cancel. */
async function leaveOrCancel(
  context: ExecutionContext,
  { jobId, onCancel }: FollowOptions,
  { jobExecutionId, how }: Identified,
): Promise<CancelOutcome | { kind: LeftAtCancel }> {
  const wanted = onCancel ?? (how === 'attached' ? 'leave' : 'cancel');
  if (wanted === 'leave') return { kind: 'left' };
  const { reason } = context.cancelled;
  const sinceMs = reason instanceof StepCancelled ? context.clock.elapsedMs() - reason.atMs : 0;
  return cancelExecution(context, {
    jobId,
    jobExecutionId,
    budgetMs: Math.max(CANCEL_BUDGET_MS - sinceMs, SHORTEST_CANCEL_MS),
    reason: 'the step was cancelled',
  });
}
