import type { CallOptions } from '../../dataflow/call.ts';
import { DataFlowError, orError } from '../../dataflow/errors.ts';
import { missingFields } from '../../job/condition.ts';
import { readPast } from '../baseline.ts';
import type { ExecutionContext, ExecutionEvent } from '../context.ts';
import { type JobAndPast, patientReads, readJobAndPast } from '../prepare.ts';
import type { PlanContext, PlannedRun } from './plan-context.ts';

/** A job that could not be read before anything was started. */
export interface UnreadableJob {
  readonly jobId: string;
  readonly error: DataFlowError;
}

/**
 * Reads each job of a plan and its past, all at the same time, before anything is started: a job that does not exist is
 * found now. An outage is waited for once, not once for each job.
 * @returns the jobs, and those that could not be read
 * @throws the reason of `cancelled`
 */
export async function readJobs(
  context: PlanContext,
  runs: readonly PlannedRun[],
  waitTimeoutMs: number | undefined,
): Promise<{
  readonly jobs: ReadonlyMap<string, JobAndPast>;
  readonly unreadable: readonly UnreadableJob[];
}> {
  const emit = (event: ExecutionEvent) => context.emit({ kind: 'of-execution', run: undefined, event });
  const reads = patientReads(context, waitTimeoutMs);
  const reading = [...Map.groupBy(runs, (run) => run.jobId)].map(async ([jobId, ofJob]) => {
    const canDoWithout = ofJob.every(({ jobCondition }) => missingFields(jobCondition).length === 0);
    return [jobId, await orError(readWithPast({ ...context, emit }, jobId, canDoWithout, reads))] as const;
  });
  const jobs = new Map<string, JobAndPast>();
  const unreadable: UnreadableJob[] = [];
  for (const [jobId, read] of await Promise.all(reading)) {
    if (read instanceof DataFlowError) unreadable.push({ jobId, error: read });
    else jobs.set(jobId, read);
  }
  return { jobs, unreadable };
}

async function readWithPast(
  context: Pick<ExecutionContext, 'client' | 'cancelled' | 'emit'>,
  jobId: string,
  canDoWithout: boolean,
  reads: CallOptions,
): Promise<JobAndPast> {
  const { job, past } = await readJobAndPast(context, jobId, canDoWithout, reads);
  return { job, past: await readPast(context.client, jobId, past, reads) };
}
