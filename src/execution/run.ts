import { DataFlowError, orError } from '../dataflow/errors.ts';
import { finalStatus } from '../dataflow/execution-facts.ts';
import { activeExecutions } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { type Attempt, type AttemptOptions, startAndFollow } from './attempt.ts';
import { readPast } from './baseline.ts';
import type { ExecutionContext } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { follow, type Identified, isCancelledWithStep } from './follow.ts';
import { ExecutionHandle } from './handle.ts';
import { completedDurationsMs } from './history.ts';
import { applyIfRunning, type IfRunning } from './if-running.ts';
import type { Result, RunFacts } from './outcome.ts';
import { PAST_PAGE, type Prepared, patientReads, prepare } from './prepare.ts';
import { JobWatcher } from './watch.ts';

/** What an earlier attempt of this workflow run has started. */
export type Earlier =
  | { readonly kind: 'none' }
  | { readonly kind: 'execution'; readonly jobExecutionId: string }
  /** It could not be read: starting might be the second time. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly nextStep: string };

/** What to run and how to wait for it. */
export interface RunOptions extends AttemptOptions {
  /** The given execution options only; the rest comes from the job's saved settings. */
  readonly jobCondition: JsonObject;
  /** Wait for this one; start none. */
  readonly jobExecutionId: string | undefined;
  readonly ifRunning: IfRunning;
  /** Read and check everything, and start nothing. */
  readonly dryRun: boolean;
  /** How often a FAILED execution is started again, 0 to 10. */
  readonly retries: number;
  /** The pause before each. */
  readonly retryDelayMs: number;
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
    const resumed = earlier && (await resume(context, watcher, options, earlier));
    return resumed ?? (await startAndWait(context, watcher, options));
  } catch (error) {
    return { jobId, attempts: 0, ...beforeStart(context, error) };
  }
}

/** What an error before the start means: nothing was sent. */
function beforeStart(
  { cancelled }: ExecutionContext,
  error: unknown,
): Extract<Attempt, { state: 'not-started' }> {
  const state = 'not-started';
  if (cancelled.aborted) return { state, ending: { kind: 'cancelled-before-start' } };
  if (error instanceof DataFlowError) return { state, ending: { kind: 'refused', error, missing: [] } };
  return { state, ending: { kind: 'crashed-before-start', error } };
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

/** One poll can miss an execution that is running: so many, over so long, before it is taken as gone. */
const RESUME_POLLS = 3;
const RESUME_PAUSE_MS = 6_000;

/** Takes over what an earlier attempt started, when its result still counts. */
async function resume(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: RunOptions,
  earlier: Earlier,
): Promise<Result | undefined> {
  const { jobId } = options;
  if (earlier.kind === 'none') return undefined;
  if (earlier.kind === 'unreadable') {
    const { reason, nextStep } = earlier;
    const ending = { kind: 'earlier-attempt-unreadable', reason, nextStep } as const;
    return { state: 'not-started', jobId, attempts: 0, ending };
  }
  const { jobExecutionId } = earlier;
  const unread = { jobExecutionId, how: 'resumed', pastDurationsMs: [] } as const;
  const cancel = isCancelledWithStep(options.onCancel, 'resumed');
  context.remember({ phase: 'known', jobId, jobExecutionId, how: 'resumed', cancel });
  const execution = await pollSeveralTimes(context, options, jobExecutionId).catch((error: unknown) => {
    if (!context.cancelled.aborted) throw error;
    return 'cancelled' as const;
  });
  if (execution === 'cancelled') return followOnly(context, watcher, options, unread);
  if (execution instanceof DataFlowError) {
    context.remember({ phase: 'left', jobId });
    const ending = { kind: 'poll-failed', error: execution } as const;
    return { state: 'followed', jobId, jobExecutionId, how: 'resumed', attempts: 0, ending };
  }
  const status = execution && finalStatus(execution);
  const isTaken = execution !== undefined && (status === undefined || status === 'COMPLETED');
  context.emit({ kind: 'earlier-attempt', jobExecutionId, status: execution?.status, isTaken });
  if (isTaken) return followOnly(context, watcher, options, { ...unread, known: execution });
  context.remember({ phase: 'nothing', jobId });
  return undefined;
}

async function pollSeveralTimes(
  context: ExecutionContext,
  { jobId, waitTimeoutMs }: RunOptions,
  jobExecutionId: string,
): Promise<Execution | DataFlowError | undefined> {
  const { client, clock, cancelled } = context;
  const handle = new ExecutionHandle(client, jobId, jobExecutionId);
  for (let polls = 1; ; polls += 1) {
    const execution = await orError(handle.poll(patientReads(context, waitTimeoutMs)));
    if (execution !== undefined || polls >= RESUME_POLLS) return execution;
    await clock.sleep(RESUME_PAUSE_MS, cancelled);
  }
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
  return startWithRetries(context, watcher, options, prepared, listed);
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

/** Starts once, and again after FAILED as often as `retries` allows: never after anything else. */
async function startWithRetries(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: RunOptions,
  prepared: Prepared,
  firstPage: readonly Execution[],
): Promise<Result> {
  const { client, clock, emit, cancelled } = context;
  const { jobId, retries, retryDelayMs, waitTimeoutMs } = options;
  const known: string[] = [];
  let listed = firstPage;
  let last: Extract<Attempt, { state: 'followed' }> | undefined;
  for (let sinceMs = 0; ; sinceMs = clock.elapsedMs()) {
    const attempt = await readPast(client, jobId, listed, patientReads(context, waitTimeoutMs))
      .then((past) => startAndFollow(context, watcher, options, { prepared, past, known, sinceMs }))
      .catch((error: unknown) => beforeStart(context, error));
    const next = last && attempt.state === 'not-started' ? afterRetry(context, attempt, last) : attempt;
    if (attempt.state === 'followed') known.push(attempt.jobExecutionId);
    const facts = factsOf(options, prepared, known.length);
    if (next.state !== 'followed' || attempt.state !== 'followed') return { ...facts, ...next };
    const isOver = next.ending.kind !== 'failed' || known.length > retries;
    if (isOver || clock.elapsedMs() + retryDelayMs >= (waitTimeoutMs ?? Number.POSITIVE_INFINITY))
      return { ...facts, ...next };
    last = next;
    const { jobExecutionId } = next;
    emit({ kind: 'retrying', jobExecutionId, attempt: known.length + 1, pauseMs: retryDelayMs });
    const page = await clock
      .sleep(retryDelayMs, cancelled)
      .then(() => client.getJobExecutions(jobId, PAST_PAGE, patientReads(context, waitTimeoutMs)))
      .catch((error: unknown) => beforeStart(context, error));
    if ('state' in page) return { ...facts, ...afterRetry(context, page, last) };
    listed = page;
  }
}

/** A retry that was not started: the result is that of the execution before. */
function afterRetry(
  { emit }: ExecutionContext,
  { ending }: Extract<Attempt, { state: 'not-started' }>,
  last: Extract<Attempt, { state: 'followed' }>,
): Attempt {
  if (ending.kind === 'cancelled-before-start')
    return { ...last, ending: { kind: 'step-cancelled', left: { kind: 'ended', status: 'FAILED' } } };
  if (ending.kind === 'crashed-before-start')
    return { ...last, ending: { kind: 'crashed', error: ending.error } };
  if (ending.kind === 'refused') emit({ kind: 'retry-refused', error: ending.error });
  return last;
}
