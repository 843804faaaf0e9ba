import { DataFlowError, orError } from '../dataflow/errors.ts';
import { activeExecutions, allExecutions, idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { pauseAfter } from '../http/retry.ts';
import { cancelExecution } from './cancel.ts';
import type { ExecutionContext } from './context.ts';
import type { Ending } from './outcome.ts';
import { waitForResult } from './watch.ts';

/** What to do when the job has executions that are not final yet. */
export type IfRunning = 'start' | 'attach' | 'queue' | 'replace' | 'fail';

/** What `ifRunning` is applied to. */
export interface RoomOptions {
  readonly jobId: string;
  readonly ifRunning: Exclude<IfRunning, 'start'>;
  /** When to stop waiting for the others, on the clock's `elapsedMs`. */
  readonly deadlineMs: number;
  readonly pollIntervalMs: number | undefined;
}

/** The way is free (with the executions listed then), there is one to attach to, or the step ends here. */
export type Room =
  | { readonly listed: readonly Execution[] }
  | { readonly attachTo: Execution }
  | { readonly ending: Ending };

/** How long the service may refuse or ignore a request to cancel another one, before the step gives up or asks again. */
const CANCEL_BUDGET_MS = 60_000;

/**
 * Applies `ifRunning`. `queue` and `replace` end only when the service has said of every other one that it is
 * over, and the list shows no new one.
 * @throws DataFlowError when the list cannot be read, or the reason of `cancelled`
 */
export async function makeRoom(context: ExecutionContext, options: RoomOptions): Promise<Room> {
  const { emit } = context;
  const isPatient = options.ifRunning === 'queue' || options.ifRunning === 'replace';
  for (;;) {
    const listed = isPatient ? await listPatiently(context, options) : await list(context, options);
    const active = activeExecutions(listed);
    const [newest] = active;
    if (!newest) return { listed };
    emit({ kind: 'others-active', executions: active, ifRunning: options.ifRunning });
    if (options.ifRunning === 'attach') return { attachTo: newest };
    if (options.ifRunning === 'fail') return { ending: { why: 'already-running', others: idsOf(active) } };
    const ending = await waitForOthers(context, options, active);
    if (ending) return { ending };
    const isTooLate = context.clock.elapsedMs() >= options.deadlineMs;
    if (isTooLate) return { ending: { why: 'others-still-running', others: idsOf(active) } };
  }
}

function list(
  { client, cancelled: signal }: ExecutionContext,
  { jobId, deadlineMs: untilMs }: RoomOptions,
): Promise<Execution[]> {
  return allExecutions(client, jobId, { signal, untilMs });
}

/** An outage does not end the queue before its time has come. */
async function listPatiently(
  { client, clock, random, emit, cancelled: signal }: ExecutionContext,
  { jobId, deadlineMs: untilMs }: RoomOptions,
): Promise<Execution[]> {
  for (let failures = 1; ; failures += 1) {
    const listed = await orError(allExecutions(client, jobId, { once: true, signal, untilMs }));
    if (!(listed instanceof DataFlowError)) return listed;
    const pauseMs = pauseAfter(failures, random(), listed.facts.retryAfterMs);
    if (!listed.retryable || clock.elapsedMs() + pauseMs >= untilMs) throw listed;
    emit({ kind: 'look-failed', error: listed });
    await clock.sleep(pauseMs, signal);
  }
}

async function waitForOthers(
  context: ExecutionContext,
  options: RoomOptions,
  active: readonly Execution[],
): Promise<Ending | undefined> {
  if (options.ifRunning === 'replace') {
    const refusals = await Promise.all(active.map((execution) => cancelOther(context, options, execution)));
    const refused = refusals.find((refusal) => refusal !== undefined);
    if (refused) return refused;
  }
  for (const execution of active) {
    const ending = await waitForResult(context, {
      jobId: options.jobId,
      jobExecutionId: execution.jobExecutionId,
      known: execution,
      isNew: false,
      deadlineMs: () => options.deadlineMs,
      pollIntervalMs: options.pollIntervalMs,
      pastDurationsMs: [],
    });
    if (ending.why === 'wait-timeout') return { why: 'others-still-running', others: idsOf(active) };
    if (ending.why === 'sight-lost') return { why: 'refused', error: ending.error, missing: [] };
  }
  return undefined;
}

/** Cancels another one and follows it to its end. */
async function cancelOther(
  context: ExecutionContext,
  { jobId, deadlineMs }: RoomOptions,
  { jobExecutionId }: Execution,
): Promise<Ending | undefined> {
  const budgetMs = Math.min(Math.max(deadlineMs - context.clock.elapsedMs(), 0), CANCEL_BUDGET_MS);
  const signal = context.cancelled;
  const outcome = await cancelExecution(context, {
    jobId,
    jobExecutionId,
    budgetMs,
    signal,
    reason: 'ifRunning is replace',
  });
  if (outcome.kind !== 'refused') return undefined;
  return { why: 'others-not-cancelled', others: [jobExecutionId], error: outcome.error };
}
