import type { CallOptions } from '../dataflow/call.ts';
import { isKind } from '../dataflow/errors.ts';
import type { Execution, Job } from '../dataflow/model.ts';
import { type MergedCondition, mergeCondition, missingFields } from '../job/condition.ts';
import type { JsonObject } from '../text/json.ts';
import type { ExecutionContext } from './context.ts';
import { typicalDuration } from './history.ts';

/** What is sent with a start, and what is known of the job before. */
export interface Prepared {
  readonly job: Job | undefined;
  readonly condition: MergedCondition;
  /** Executions listed before. */
  readonly past: readonly Execution[];
}

/** What a start is prepared from. */
export interface PrepareOptions {
  readonly jobId: string;
  /** The given options only; the rest comes from the job's saved settings. */
  readonly jobCondition: JsonObject;
  readonly parameters: JsonObject | undefined;
}

/** One request brings this much of the past: for the baseline and for typical durations. */
export const PAST_PAGE = { page: 0, limit: 100 } as const;
/** How long reads before a start are repeated while the service cannot be reached or fails. */
const PATIENCE_MS = 5 * 60_000;
/** A shorter waitTimeout leaves reads before the start so much time all the same. */
const SHORTEST_PATIENCE_MS = 10_000;

/** How reads before a start are made: nothing has been sent yet, so an outage is waited for. */
export function patientReads(
  { clock, cancelled }: Pick<ExecutionContext, 'clock' | 'cancelled'>,
  waitTimeoutMs: number | undefined,
): CallOptions {
  const endMs = clock.elapsedMs() + PATIENCE_MS;
  const untilMs = Math.min(endMs, Math.max(waitTimeoutMs ?? endMs, SHORTEST_PATIENCE_MS));
  return { signal: cancelled, untilMs, patient: true };
}

/** A job and its newest executions, as read before a start. */
export interface JobAndPast {
  readonly job: Job | undefined;
  readonly past: readonly Execution[];
}

/**
 * Reads a job and its past in one round trip.
 * @param canDoWithout the given options are complete: without the permission to read the job they are enough
 * @throws DataFlowError, or the reason of `cancelled`
 */
export async function readJobAndPast(
  { client, cancelled, emit }: Pick<ExecutionContext, 'client' | 'cancelled' | 'emit'>,
  jobId: string,
  canDoWithout: boolean,
  reads: CallOptions,
): Promise<JobAndPast> {
  const oneFailed = new AbortController();
  const call = { ...reads, signal: AbortSignal.any([cancelled, oneFailed.signal]) };
  const readJob = client.getJob(jobId, call).catch((error: unknown) => {
    if (!isKind(error, 'permission') || !canDoWithout) throw error;
    emit({ kind: 'job-unreadable', error });
    return undefined;
  });
  try {
    const [job, past] = await Promise.all([readJob, client.getJobExecutions(jobId, PAST_PAGE, call)]);
    return { job, past };
  } finally {
    oneFailed.abort();
  }
}

/**
 * Reads the job and its past, and merges the options.
 * @throws DataFlowError, or the reason of `cancelled`
 */
export async function prepare(
  context: ExecutionContext,
  { jobId, jobCondition, parameters }: PrepareOptions,
  reads: CallOptions,
): Promise<Prepared> {
  const isComplete = missingFields(jobCondition).length === 0;
  const { job, past } = await readJobAndPast(context, jobId, isComplete, reads);
  const condition = mergeCondition(jobCondition, job?.savedCondition ?? {});
  const parameterNames = Object.keys(parameters ?? {});
  context.emit({ kind: 'prepared', jobId, job, condition, parameterNames, typical: typicalDuration(past) });
  return { job, condition, past };
}
