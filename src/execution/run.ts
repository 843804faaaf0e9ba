import { DataFlowError, isKind, orError } from '../dataflow/errors.ts';
import { finalStatus } from '../dataflow/execution-facts.ts';
import { activeExecutions } from '../dataflow/executions.ts';
import type { Execution, Job } from '../dataflow/model.ts';
import { mergeCondition, missingFields } from '../job/condition.ts';
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import { readPast } from './baseline.ts';
import type { ExecutionContext } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { type FollowOptions, follow, type Identified } from './follow.ts';
import { ExecutionLookup } from './handle.ts';
import { completedDurationsMs, typicalDuration } from './history.ts';
import { type IfRunning, makeRoom, type Room } from './if-running.ts';
import type { Ending, Result } from './outcome.ts';
import { startOnce } from './start.ts';

/** What to run and how to wait for it. */
export interface RunOptions extends FollowOptions {
  /** The given execution options only; the rest comes from the job's saved settings. */
  readonly jobCondition: JsonObject;
  readonly parameters: JsonObject | undefined;
  readonly triggerId: string | undefined;
  readonly workflowId: string | undefined;
  /** Wait for this one; start none. */
  readonly jobExecutionId: string | undefined;
  readonly ifRunning: IfRunning;
  /** What an earlier attempt of this run started: taken over unless it has failed or was cancelled. */
  readonly earlierExecutionId?: string | undefined;
  /** Read and check everything, and start nothing. */
  readonly dryRun: boolean;
}

/** One request brings this much of the past before a start: for the baseline and for typical durations. */
const PAST_PAGE = { page: 0, limit: 100 } as const;

/** A waitTimeout shorter than this leaves reading before the start so much time all the same. */
const READING_MS = 10_000;

/** Runs a job to its result, or waits for an execution that is given. Never throws but for a defect. */
export async function runJob(context: ExecutionContext, options: RunOptions): Promise<Result> {
  const { jobId, jobExecutionId } = options;
  try {
    if (jobExecutionId !== undefined) {
      return await followOnly(context, options, { jobExecutionId, how: 'attached', pastDurationsMs: [] });
    }
    const earlier = await earlierAttempt(context, options);
    if (!earlier) return await startAndFollow(context, options);
    if (!('ending' in earlier)) return await followOnly(context, options, earlier);
    return { jobId, jobExecutionId: options.earlierExecutionId, startedHere: true, ending: earlier.ending };
  } catch (error) {
    const ending = endingBeforeStart(context, error);
    if (!ending) throw error;
    return { jobId, startedHere: false, ending };
  }
}

/** Starts nothing: the execution is there already. A dry run looks at it once. */
async function followOnly(
  context: ExecutionContext,
  options: RunOptions,
  identified: Identified,
): Promise<Result> {
  const { jobId, dryRun } = options;
  const { jobExecutionId, how } = identified;
  const wait = options.wait && !dryRun;
  const onCancel = dryRun ? 'leave' : options.onCancel;
  const followed = await follow(context, { ...options, wait, onCancel }, identified);
  const isSeen = dryRun && followed.execution !== undefined && followed.ending.why !== 'step-cancelled';
  const ending: Ending = isSeen ? { why: 'dry-run' } : followed.ending;
  return { jobId, jobExecutionId, startedHere: how !== 'attached', ...followed, ending };
}

/** The execution of an earlier attempt, when its result still counts. */
async function earlierAttempt(
  { client, emit, cancelled }: ExecutionContext,
  { jobId, earlierExecutionId: jobExecutionId, dryRun }: RunOptions,
): Promise<Identified | { readonly ending: Ending } | undefined> {
  if (jobExecutionId === undefined || dryRun) return undefined;
  const resumed = { jobExecutionId, how: 'resumed', pastDurationsMs: [] } as const;
  const lookup = new ExecutionLookup(client, jobId, jobExecutionId);
  const execution = await orError(lookup.look({ signal: cancelled })).catch((error: unknown) => {
    if (cancelled.aborted) return 'cancelled' as const;
    throw error;
  });
  if (execution === 'cancelled') return resumed;
  if (execution instanceof DataFlowError) return { ending: { why: 'sight-lost', error: execution } };
  const status = execution && finalStatus(execution);
  const isTaken = execution !== undefined && (status === undefined || status === 'COMPLETED');
  emit({ kind: 'earlier-attempt', jobExecutionId, status: execution?.status, isTaken });
  return isTaken ? { ...resumed, known: execution } : undefined;
}

/** What an error before the start means; undefined for a defect. */
function endingBeforeStart({ cancelled }: ExecutionContext, error: unknown): Ending | undefined {
  if (cancelled.aborted) return { why: 'step-cancelled', left: { kind: 'nothing' } };
  return error instanceof DataFlowError ? { why: 'refused', error, missing: [] } : undefined;
}

async function startAndFollow(context: ExecutionContext, options: RunOptions): Promise<Result> {
  const { jobId, parameters, triggerId, workflowId } = options;
  const { job, listed } = await readJobAndPast(context, options);
  const condition = mergeCondition(options.jobCondition, job?.savedCondition ?? {});
  const typical = typicalDuration(listed);
  context.emit({
    kind: 'prepared',
    jobId,
    job,
    condition,
    parameterNames: Object.keys(parameters ?? {}),
    typical,
  });
  const known = { jobId, job, condition, parameters, past: listed, startedHere: false };
  if (options.dryRun) {
    const active = activeExecutions(listed);
    if (active.length > 0)
      context.emit({ kind: 'others-active', executions: active, ifRunning: options.ifRunning });
    return { ...known, ending: { why: 'dry-run' } };
  }
  const pastDurationsMs = completedDurationsMs(listed);
  const stopMs = deadlineMs(options.waitTimeoutMs, condition.jobCondition);

  const room = await roomFor(context, options, listed, stopMs);
  if ('ending' in room) return { ...known, ending: room.ending };
  if ('attachTo' in room) {
    const { jobExecutionId } = room.attachTo;
    const found = { jobExecutionId, known: room.attachTo, how: 'attached', pastDurationsMs } as const;
    return { ...known, jobExecutionId, ...(await follow(context, options, found)) };
  }

  const start = { jobCondition: condition.jobCondition, parameters, triggerId, workflowId };
  const started = await startOnce(context, {
    jobId,
    start,
    parameters: givenParameters(options),
    savedParameters: mappingOrNone(job?.savedCondition['parameters']),
    past: await readPast(context.client, jobId, room.listed, {
      signal: context.cancelled,
      untilMs: Math.max(stopMs, READING_MS),
    }),
    deadlineMs: stopMs,
  });
  if ('ending' in started) return { ...known, ending: started.ending };
  const { jobExecutionId } = started.execution;
  const found = { jobExecutionId, known: started.execution, how: started.how, pastDurationsMs };
  const followed = await follow(context, options, found, condition.jobCondition);
  return { ...known, startedHere: true, jobExecutionId, guessedFrom: started.guessedFrom, ...followed };
}

/** The job and its past, in one round trip. Without the permission to read the job, complete options will do. */
async function readJobAndPast(
  { client, cancelled, emit }: ExecutionContext,
  { jobId, jobCondition, waitTimeoutMs }: RunOptions,
): Promise<{ job: Job | undefined; listed: Execution[] }> {
  const untilMs = waitTimeoutMs === undefined ? undefined : Math.max(waitTimeoutMs, READING_MS);
  const oneFailed = new AbortController();
  const signal = AbortSignal.any([cancelled, oneFailed.signal]);
  const readJob = client.getJob(jobId, { signal, untilMs }).catch((error: unknown) => {
    if (!isKind(error, 'permission') || missingFields(jobCondition).length > 0) throw error;
    emit({ kind: 'job-unreadable', error });
    return undefined;
  });
  try {
    const [job, listed] = await Promise.all([
      readJob,
      client.getJobExecutions(jobId, PAST_PAGE, { signal, untilMs }),
    ]);
    return { job, listed };
  } finally {
    oneFailed.abort();
  }
}

async function roomFor(
  context: ExecutionContext,
  { jobId, ifRunning, pollIntervalMs }: RunOptions,
  listed: readonly Execution[],
  deadlineMs: number,
): Promise<Room> {
  if (ifRunning === 'start') return { listed };
  return makeRoom(context, { jobId, ifRunning, pollIntervalMs, deadlineMs });
}

/** The parameters that were given: at the top, or in jobCondition where the edition of 2026 has them. */
export function givenParameters(options: Pick<RunOptions, 'jobCondition' | 'parameters'>): JsonObject {
  return { ...mappingOrNone(options.jobCondition['parameters']), ...options.parameters };
}

function mappingOrNone(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
