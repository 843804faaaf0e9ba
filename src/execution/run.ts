import { activeExecutions } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { notStarted } from './attempt.ts';
import type { ExecutionContext } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { follow, type Identified } from './follow.ts';
import { completedDurationsMs } from './history.ts';
import { applyIfRunning, type IfRunning } from './if-running.ts';
import type { Result, RunFacts } from './outcome.ts';
import { type Prepared, patientReads, prepare } from './prepare.ts';
import { type Earlier, resume } from './resume.ts';
import { type RetryOptions, startWithRetries } from './retries.ts';
import { JobWatcher } from './watch.ts';

export type { Earlier } from './resume.ts';

/** What to run and how to wait for it. */
export interface RunOptions extends RetryOptions {
  /** The given execution options only; the rest comes from the job's saved settings. */
  readonly jobCondition: JsonObject;
  /** Wait for this one; start none. */
  readonly jobExecutionId: string | undefined;
  readonly ifRunning: IfRunning;
  /** Read and check everything, and start nothing. */
  readonly dryRun: boolean;
}

/**
 * Runs a job to its result, or waits for an execution that is given: the story of the main action. Never throws: an
 * error of its own program is an outcome, too.
 * @param readEarlier reads what an earlier attempt of this workflow run has started; undefined: nobody recorded that
 */
export async function run(
  context: ExecutionContext,
  options: RunOptions,
  readEarlier?: () => Promise<Earlier>,
): Promise<Result> {
  const { jobId, jobExecutionId } = options;
  const watcher = new JobWatcher(context);
  try {
    if (jobExecutionId !== undefined)
      return await followOnly(context, watcher, options, {
        jobExecutionId,
        how: 'attached',
        pastDurationsMs: [],
      });
    const earlier = options.dryRun ? undefined : await readEarlier?.();
    const resumed = await resume(context, options, earlier ?? { kind: 'none' });
    switch (resumed.kind) {
      case 'nothing':
        return await startAndWait(context, watcher, options);
      case 'taken':
        return await followOnly(context, watcher, options, resumed.identified);
      case 'ended':
        return { jobId, attempts: 0, ...resumed.attempt };
    }
  } catch (error) {
    return { jobId, attempts: 0, ...notStarted(context, error) };
  }
}

/** Starts nothing: the execution is there already. A dry run reads it once. */
async function followOnly(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: RunOptions,
  identified: Identified,
): Promise<Result> {
  const { jobId, dryRun } = options;
  const { jobExecutionId, how } = identified;
  const wait = options.wait && !dryRun;
  const onCancel = dryRun ? 'leave' : options.onCancel;
  const { ending, execution } = await follow(context, watcher, { ...options, wait, onCancel }, identified);
  const isRead = dryRun && execution !== undefined && ending.kind !== 'step-cancelled';
  const facts = { jobId, jobExecutionId, how, execution, attempts: 0, state: 'followed' } as const;
  return { ...facts, ending: isRead ? { kind: 'dry-run' } : ending };
}

async function startAndWait(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: RunOptions,
): Promise<Result> {
  const { ifRunning, waitTimeoutMs } = options;
  const reads = patientReads(context, waitTimeoutMs);
  let prepared = await prepare(context, options, reads);
  if (options.dryRun) return dryRun(context, options, prepared);
  let listed = prepared.past;
  if (ifRunning !== 'start') {
    const decision = await applyIfRunning(context, {
      ...options,
      ifRunning,
      deadlineMs: deadlineMs(waitTimeoutMs, prepared.condition.jobCondition),
      reads,
    });
    const facts = factsOf(options, prepared, 0);
    if (decision.kind === 'end') return { ...facts, state: 'not-started', ending: decision.ending };
    if (decision.kind === 'attach') return attach(context, watcher, options, prepared, decision.to);
    // The saved settings may have changed while the step waited.
    if (decision.hasWaited) prepared = await prepare(context, options, patientReads(context, waitTimeoutMs));
    listed = decision.hasWaited ? prepared.past : decision.listed;
  }
  const { attempts, attempt } = await startWithRetries(context, watcher, options, prepared, listed);
  return { ...factsOf(options, prepared, attempts), ...attempt };
}

function factsOf({ jobId, parameters }: RunOptions, prepared: Prepared, attempts: number): RunFacts {
  const { job, condition, past } = prepared;
  return { jobId, job, condition, past, parameterNames: Object.keys(parameters ?? {}), attempts };
}

function dryRun(context: ExecutionContext, options: RunOptions, prepared: Prepared): Result {
  const { emit, client } = context;
  const executions = activeExecutions(prepared.past, client.serviceClock.nowMs());
  if (executions.length > 0) emit({ kind: 'others-active', executions, ifRunning: options.ifRunning });
  return { ...factsOf(options, prepared, 0), state: 'not-started', ending: { kind: 'dry-run' } };
}

async function attach(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: RunOptions,
  prepared: Prepared,
  known: Execution,
): Promise<Result> {
  const { jobExecutionId } = known;
  const pastDurationsMs = completedDurationsMs(prepared.past);
  const identified = { jobExecutionId, how: 'attached', known, pastDurationsMs } as const;
  const followed = await follow(context, watcher, options, identified);
  const facts = factsOf(options, prepared, 0);
  return { ...facts, state: 'followed', jobExecutionId, how: 'attached', ...followed };
}
