import { DataFlowError, orError } from '../dataflow/errors.ts';
import { finalStatus } from '../dataflow/execution-facts.ts';
import type { Execution } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { StepCancelled } from '../time/step-cancelled.ts';
import { cancelExecution } from './cancel.ts';
import type { ExecutionContext, How } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { ExecutionHandle } from './handle.ts';
import { FINAL_ENDINGS, type WatchEnding } from './observation.ts';
import type { AfterCancel, Followed } from './outcome.ts';
import { type SavedRun, settledPhase } from './saved-state.ts';
import { type Doubt, startedTwice } from './started-twice.ts';
import type { JobWatcher } from './watch.ts';

/** The execution whose result is that of the step. */
export interface Identified {
  readonly jobExecutionId: string;
  readonly how: How;
  /** What is known of it already. */
  readonly known?: Execution | undefined;
  readonly pastDurationsMs: readonly number[];
  /** Where it is probably listed, counted from 0. */
  readonly listIndex?: number | undefined;
  /** Set when its start was resent, or its response was lost: the list is read again before success. */
  readonly doubt?: Doubt | undefined;
  /** The options of its start, for its own timeout. */
  readonly sentCondition?: JsonObject | undefined;
  /** When its attempt began: the default of waitTimeout counts from there. Default: with the step. */
  readonly sinceMs?: number | undefined;
}

/** What happens to an execution that the step stops waiting for. */
export type LeaveOrCancel = 'leave' | 'cancel';

/** How it is followed. */
export interface FollowOptions {
  readonly jobId: string;
  readonly wait: boolean;
  /** Counted from the start of the step; default: the execution's own timeout and 15 minutes. */
  readonly waitTimeoutMs: number | undefined;
  /** A fixed polling interval; default: adaptive. */
  readonly pollIntervalMs: number | undefined;
  /** Default: cancel what this step started, leave what it attached to. */
  readonly onCancel: LeaveOrCancel | undefined;
  readonly onTimeout: LeaveOrCancel;
}

/** How that ended, with the execution as last polled. */
export interface FollowResult {
  readonly ending: Followed;
  readonly execution: Execution | undefined;
}

/** The runner kills a cancelled step after 7.5 s; the cancel has to be over well before. */
const CANCEL_BUDGET_MS = 3_500;
const SHORTEST_CANCEL_MS = 1_000;
/** How long the service may take to stop an execution after waitTimeout. */
const TIMEOUT_CANCEL_BUDGET_MS = 120_000;

/** Whether an execution is cancelled when the step is. */
export function isCancelledWithStep(onCancel: LeaveOrCancel | undefined, how: How): boolean {
  return (onCancel ?? (how === 'attached' ? 'leave' : 'cancel')) === 'cancel';
}

/** What was decided about an execution while it is followed. */
interface Decision {
  /** Whether it is cancelled when the step is. */
  cancel: boolean;
}

/**
 * Follows an execution until the step is done with it: its final state, waitTimeout, or the step's own cancellation;
 * cancels it where that was asked for. What is decided is remembered for the post step. Never throws.
 */
export async function follow(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: FollowOptions,
  identified: Identified,
): Promise<FollowResult> {
  const { jobExecutionId, known, how, doubt } = identified;
  const { jobId } = options;
  const handle = new ExecutionHandle(context.client, jobId, jobExecutionId, identified.listIndex);
  const decision = { cancel: isCancelledWithStep(options.onCancel, how) };
  const sinceMs = context.clock.elapsedMs();
  let ending: Followed;
  try {
    context.remember(savedAs(jobId, identified, decision));
    context.emit({ kind: 'identified', execution: known, jobExecutionId, how });
    context.cancelled.throwIfAborted();
    ending = options.wait
      ? await waitForEnd(context, watcher, options, identified, handle, decision)
      : await readOnce(context, identified, handle);
    if (doubt && ending.kind !== 'poll-failed') {
      const limitMs = deadlineMs(options.waitTimeoutMs, identified.sentCondition, identified.sinceMs);
      const ours = handle.last ?? known ?? { jobExecutionId };
      ending = (await startedTwice(context, doubt, ours, { sinceMs, deadlineMs: limitMs })) ?? ending;
    }
  } catch (error) {
    ending = context.cancelled.aborted
      ? { kind: 'step-cancelled', left: await leaveOrCancel(context, handle, decision) }
      : { kind: 'crashed', error };
  }
  // After a resend the post step reads the list again: a cancelled step has no time for that.
  const isOpen = doubt !== undefined && doubt.openMs > 0 && ending.kind === 'step-cancelled';
  const phase = isOpen ? undefined : settledPhase(ending);
  if (phase) context.remember({ phase, jobId });
  return { ending, execution: handle.last ?? known };
}

async function waitForEnd(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: FollowOptions,
  identified: Identified,
  handle: ExecutionHandle,
  decision: Decision,
): Promise<Followed> {
  const { known, how, sentCondition, pastDurationsMs, sinceMs } = identified;
  const limitMs = (execution: Execution | undefined) =>
    deadlineMs(options.waitTimeoutMs, sentCondition ?? execution?.jobCondition, sinceMs);
  const { ending, execution } = await watcher.watch(handle, {
    known,
    isCertain: how !== 'attached' || known !== undefined,
    deadlineMs: limitMs,
    pollIntervalMs: options.pollIntervalMs,
    pastDurationsMs,
  });
  if (!isOpen(ending)) return ending;
  const waitedMs = context.clock.elapsedMs();
  const timeout = { kind: 'wait-timeout', limitMs: limitMs(execution), waitedMs } as const;
  const untimed = ending.kind === 'time-up' ? timeout : ending;
  if (waitedMs < timeout.limitMs || options.onTimeout === 'leave') return untimed;
  // From here on a cancel of the step changes nothing: the execution is to be cancelled anyway.
  decision.cancel = true;
  context.remember(savedAs(handle.jobId, identified, decision));
  const cancel = await cancelExecution(context, handle, {
    signal: context.cancelled,
    budgetMs: TIMEOUT_CANCEL_BUDGET_MS,
    reason: 'waitTimeout is over',
  });
  if (cancel.kind === 'ended') return FINAL_ENDINGS[cancel.status];
  return ending.kind === 'time-up' || cancel.kind === 'canceled' ? { ...timeout, cancel } : ending;
}

type OpenEnding = Extract<WatchEnding, { kind: 'time-up' | 'poll-failed' | 'not-listed' }>;

function isOpen(ending: WatchEnding): ending is OpenEnding {
  return ['time-up', 'poll-failed', 'not-listed'].includes(ending.kind);
}

/** `wait: false`: what was just started is not polled; the state of another one is read once. */
async function readOnce(
  context: ExecutionContext,
  identified: Identified,
  handle: ExecutionHandle,
): Promise<Followed> {
  if (identified.how === 'started' || identified.how === 'found') return { kind: 'started' };
  const execution = await orError(handle.poll({ signal: context.cancelled }));
  if (execution === undefined) return { kind: 'not-listed' };
  if (execution instanceof DataFlowError) return { kind: 'poll-failed', error: execution };
  context.emit({ kind: 'polled', execution });
  const status = finalStatus(execution);
  return status ? FINAL_ENDINGS[status] : { kind: 'started' };
}

function savedAs(jobId: string, { jobExecutionId, how, doubt }: Identified, { cancel }: Decision): SavedRun {
  const resent = doubt && doubt.openMs > 0 ? doubt.sent : undefined;
  return { phase: 'known', jobId, jobExecutionId, how, cancel, ...(resent && { resent }) };
}

/** The step is cancelled: cancels the execution within seconds where that was decided. */
async function leaveOrCancel(
  context: ExecutionContext,
  handle: ExecutionHandle,
  { cancel }: Decision,
): Promise<AfterCancel> {
  if (!cancel) return { kind: 'left' };
  const { reason } = context.cancelled;
  const sinceMs = reason instanceof StepCancelled ? context.clock.elapsedMs() - reason.atMs : 0;
  return cancelExecution(context, handle, {
    budgetMs: Math.max(CANCEL_BUDGET_MS - sinceMs, SHORTEST_CANCEL_MS),
    reason: 'the step was cancelled',
  });
}
