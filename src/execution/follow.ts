import { DataFlowError, isKind, orError } from '../dataflow/errors.ts';
import { acceptedAtMs, finalStatus } from '../dataflow/execution-facts.ts';
import { idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { StepCancelled } from '../time/step-cancelled.ts';
import { cancelExecution } from './cancel.ts';
import type { ExecutionContext, How } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { ExecutionHandle } from './handle.ts';
import { FINAL_ENDINGS, type WatchEnding } from './observation.ts';
import type { AfterCancel, Followed } from './outcome.ts';
import { listCandidates, type SentStart } from './recognise.ts';
import type { JobWatcher } from './watch.ts';

/** The execution that the step answers for. */
export interface Identified {
  readonly jobExecutionId: string;
  readonly how: How;
  /** What is known of it already. */
  readonly known?: Execution | undefined;
  readonly pastDurationsMs: readonly number[];
  /** Set when its start was resent: the request before may be processed, too. */
  readonly resent?: SentStart | undefined;
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
  const { jobExecutionId, known, how } = identified;
  const { jobId } = options;
  const handle = new ExecutionHandle(context.client, jobId, jobExecutionId);
  const decision = { cancel: isCancelledWithStep(options.onCancel, how) };
  let ending: Followed;
  try {
    context.remember({ phase: 'known', jobId, jobExecutionId, how, ...decision });
    context.emit({ kind: 'identified', execution: known, jobExecutionId, how });
    context.cancelled.throwIfAborted();
    ending = options.wait
      ? await waitForEnd(context, watcher, options, identified, handle, decision)
      : await readOnce(context, identified, handle);
  } catch (error) {
    ending = context.cancelled.aborted
      ? { kind: 'step-cancelled', left: await leaveOrCancel(context, handle, decision) }
      : { kind: 'crashed', error };
  }
  const phase = settledPhase(ending);
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
  if (!isOpen(ending)) return (await startedTwice(context, identified, handle)) ?? ending;
  const waitedMs = context.clock.elapsedMs();
  const timeout = { kind: 'wait-timeout', limitMs: limitMs(execution), waitedMs } as const;
  const untimed = ending.kind === 'time-up' ? timeout : ending;
  if (waitedMs < timeout.limitMs || options.onTimeout === 'leave') return untimed;
  // From here on a cancel of the step changes nothing: the execution is to be cancelled anyway.
  decision.cancel = true;
  context.remember({
    phase: 'known',
    jobId: handle.jobId,
    jobExecutionId: handle.jobExecutionId,
    how,
    cancel: true,
  });
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

/** `wait: false`: what was just started is left to itself; of another one the state is read once. */
async function readOnce(
  context: ExecutionContext,
  identified: Identified,
  handle: ExecutionHandle,
): Promise<Followed> {
  if (identified.how === 'started' || identified.how === 'found')
    return (await startedTwice(context, identified, handle)) ?? { kind: 'started' };
  const execution = await orError(handle.poll({ signal: context.cancelled }));
  if (execution === undefined) return { kind: 'not-listed' };
  if (execution instanceof DataFlowError) return { kind: 'poll-failed', error: execution };
  context.emit({ kind: 'polled', execution });
  const status = finalStatus(execution);
  return status ? FINAL_ENDINGS[status] : { kind: 'started' };
}

/** An execution of an earlier request is accepted so long after the one of the resend at the latest. */
const LATE_PROCESSING_MS = 5 * 60_000;

/**
 * After a resend: reads the list again before any success. An execution that the request before may have made, too,
 * is named; nobody can tell which of the two is wanted.
 */
async function startedTwice(
  { client, cancelled: signal }: ExecutionContext,
  { resent, jobExecutionId, known }: Identified,
  handle: ExecutionHandle,
): Promise<Followed | undefined> {
  if (!resent) return undefined;
  const listed = await orError(listCandidates(client, resent, { signal }));
  if (listed instanceof DataFlowError) return { kind: 'poll-failed', error: listed };
  const ours = handle.last ?? known;
  const latestMs = ((ours && acceptedAtMs(ours)) ?? Number.POSITIVE_INFINITY) + LATE_PROCESSING_MS;
  const others = listed
    .map(({ entry }) => entry)
    .filter((entry) => entry.jobExecutionId !== jobExecutionId && (acceptedAtMs(entry) ?? 0) <= latestMs);
  return others.length > 0 ? { kind: 'started-twice', others: idsOf(others) } : undefined;
}

/** The step is cancelled: within seconds, cancels what is its own to cancel. */
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

/** What is to be remembered at the end; undefined while something is left to do for the post step. */
function settledPhase(ending: Followed): 'ended' | 'cancelled' | 'left' | undefined {
  switch (ending.kind) {
    case 'crashed':
      return undefined;
    case 'step-cancelled':
      return phaseAfterCancel(ending.left);
    case 'wait-timeout':
      return ending.cancel ? phaseAfterCancel(ending.cancel) : 'left';
    case 'completed':
    case 'failed':
    case 'canceled':
      return 'ended';
    default:
      return 'left';
  }
}

function phaseAfterCancel(left: AfterCancel): 'ended' | 'cancelled' | 'left' | undefined {
  switch (left.kind) {
    case 'canceled':
      return 'cancelled';
    case 'ended':
      return 'ended';
    case 'left':
      return 'left';
    case 'refused':
      // Without the permission the post step cannot do better.
      return isKind(left.error, 'permission') ? 'left' : undefined;
    case 'asked':
    case 'unanswered':
      return undefined;
  }
}
