import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowError } from '../dataflow/errors.ts';
import { activeExecutions, allExecutions, idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { cancelExecution } from './cancel.ts';
import type { ExecutionContext } from './context.ts';
import { ExecutionHandle } from './handle.ts';
import type { NotStarted } from './outcome.ts';
import { JobWatcher } from './watch.ts';

/** What to do when the job has executions that are READY or RUNNING. */
export type IfRunning = 'start' | 'attach' | 'queue' | 'replace' | 'fail';

/** What `ifRunning` is applied to. */
export interface IfRunningOptions {
  readonly jobId: string;
  readonly ifRunning: Exclude<IfRunning, 'start'>;
  /** When to stop waiting for the others, on the clock's `elapsedMs`. */
  readonly deadlineMs: number;
  readonly pollIntervalMs: number | undefined;
  /** How the list is read before anything is waited for. */
  readonly reads: CallOptions;
}

/** The step can start (with the executions listed then), attach to one, or ends here. */
export type Decision =
  | { readonly kind: 'start'; readonly listed: readonly Execution[]; readonly hasWaited: boolean }
  | { readonly kind: 'attach'; readonly to: Execution }
  | { readonly kind: 'end'; readonly ending: NotStarted };

/** How long the service may refuse a request to cancel another one, or leave it without effect. */
const CANCEL_BUDGET_MS = 60_000;
/** Steps that wait for the same execution see its end together: a random pause up to this lets one start first. */
const QUEUE_PAUSE_MS = 5_000;

/**
 * Applies `ifRunning`. `queue` and `replace` end when the service has said of the others that they are over. `queue`
 * then pauses for a random time and reads the list once more. It is no lock: two steps can still start together.
 * `replace` cancels only what was listed when it began, never what somebody starts later.
 * @throws DataFlowError when the list cannot be read, or the reason of `cancelled`
 */
export async function applyIfRunning(
  context: ExecutionContext,
  options: IfRunningOptions,
): Promise<Decision> {
  const { emit } = context;
  const { ifRunning } = options;
  const listed = await allExecutions(context.client, options.jobId, options.reads);
  const active = activeExecutions(listed, context.client.serviceClock.nowMs());
  const [newest] = active;
  if (!newest) return { kind: 'start', listed, hasWaited: false };
  emit({ kind: 'others-active', executions: active, ifRunning });
  switch (ifRunning) {
    case 'attach':
      return { kind: 'attach', to: newest };
    case 'fail':
      return { kind: 'end', ending: { kind: 'already-running', others: idsOf(active) } };
    case 'replace':
      return replace(context, options, active);
    case 'queue':
      return queue(context, options, active);
  }
}

/** Reads the list while the step waits: an outage does not end the wait before its deadline. */
function listPatiently(
  { client, cancelled: signal }: ExecutionContext,
  { jobId, deadlineMs: untilMs }: IfRunningOptions,
): Promise<Execution[]> {
  return allExecutions(client, jobId, { signal, untilMs, patient: true });
}

async function replace(
  context: ExecutionContext,
  options: IfRunningOptions,
  active: readonly Execution[],
): Promise<Decision> {
  const refusals = await Promise.all(active.map((execution) => cancelOther(context, options, execution)));
  const refused = refusals.find((refusal) => refusal !== undefined);
  const ending = refused ?? (await untilEnded(context, options, active));
  if (ending) return { kind: 'end', ending };
  return startInTime(context, options, active, await listPatiently(context, options));
}

/** No other one is active: the step starts, unless waitTimeout is over. */
function startInTime(
  { clock }: ExecutionContext,
  { deadlineMs }: IfRunningOptions,
  active: readonly Execution[],
  listed: readonly Execution[],
): Decision {
  if (clock.elapsedMs() < deadlineMs) return { kind: 'start', listed, hasWaited: true };
  return { kind: 'end', ending: { kind: 'others-still-running', others: idsOf(active) } };
}

async function queue(
  context: ExecutionContext,
  options: IfRunningOptions,
  first: readonly Execution[],
): Promise<Decision> {
  const { clock, random, emit, cancelled, client } = context;
  for (let active = first; ; ) {
    const ending = await untilEnded(context, options, active);
    if (ending) return { kind: 'end', ending };
    const pauseMs = Math.round(random() * QUEUE_PAUSE_MS);
    emit({ kind: 'queue-pause', pauseMs });
    await clock.sleep(pauseMs, cancelled);
    const listed = await listPatiently(context, options);
    const others = activeExecutions(listed, client.serviceClock.nowMs());
    if (others.length === 0) return startInTime(context, options, active, listed);
    active = others;
    emit({ kind: 'others-active', executions: active, ifRunning: options.ifRunning });
    if (clock.elapsedMs() >= options.deadlineMs)
      return { kind: 'end', ending: { kind: 'others-still-running', others: idsOf(active) } };
  }
}

/** Waits until all of them have ended; undefined when they have. */
async function untilEnded(
  context: ExecutionContext,
  { jobId, deadlineMs, pollIntervalMs }: IfRunningOptions,
  active: readonly Execution[],
): Promise<NotStarted | undefined> {
  const watcher = new JobWatcher(context);
  const waits = active.map((execution) =>
    watcher.watch(new ExecutionHandle(context.client, jobId, execution.jobExecutionId), {
      known: execution,
      isCertain: true,
      deadlineMs: () => deadlineMs,
      pollIntervalMs,
      pastDurationsMs: [],
    }),
  );
  let trouble: DataFlowError | undefined;
  let isTimeUp = false;
  for (const { ending } of await Promise.all(waits)) {
    if (ending.kind === 'poll-failed') trouble ??= ending.error;
    if (ending.kind === 'time-up') isTimeUp = true;
  }
  if (isTimeUp) return { kind: 'others-still-running', others: idsOf(active) };
  return trouble && { kind: 'refused', error: trouble, missing: [] };
}

/** Cancels another one and polls it until its end. */
async function cancelOther(
  context: ExecutionContext,
  { jobId, deadlineMs }: IfRunningOptions,
  { jobExecutionId }: Execution,
): Promise<NotStarted | undefined> {
  const budgetMs = Math.min(Math.max(deadlineMs - context.clock.elapsedMs(), 0), CANCEL_BUDGET_MS);
  const outcome = await cancelExecution(context, new ExecutionHandle(context.client, jobId, jobExecutionId), {
    budgetMs,
    signal: context.cancelled,
    reason: 'ifRunning is replace',
  });
  if (outcome.kind !== 'refused') return undefined;
  return { kind: 'others-not-cancelled', others: [jobExecutionId], error: outcome.error };
}
