import { DataFlowError, orError } from '../../dataflow/errors.ts';
import { missingFields } from '../../job/condition.ts';
import { readPast } from '../baseline.ts';
import { type JobAndPast, patientReads, readJobAndPast } from '../prepare.ts';
import type { PlanContext, PlannedRun } from './run-plan.ts';

/** A job that could not be read before anything was started. */
export interface UnreadableJob {
  readonly jobId: string;
  readonly error: DataFlowError;
}

/**
 * Reads each job of a plan and its past, before anything is started: a job that does not exist is found now.
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
  const emit = (event: Parameters<PlanContext['emit']>[0]) => context.emit(event);
  const jobs = new Map<string, JobAndPast>();
  const unreadable: UnreadableJob[] = [];
  for (const [jobId, ofJob] of Map.groupBy(runs, (run) => run.jobId)) {
    const canDoWithout = ofJob.every(({ jobCondition }) => missingFields(jobCondition).length === 0);
    const reads = patientReads(context, waitTimeoutMs);
    const withEmit = {
      ...context,
      emit: (event: Extract<Parameters<PlanContext['emit']>[0], { kind: 'of-execution' }>['event']) =>
        emit({ kind: 'of-execution', run: undefined, event }),
    };
    const read = await orError(
      readJobAndPast(withEmit, jobId, canDoWithout, reads).then(async ({ job, past }) => ({
        job,
        past: await readPast(context.client, jobId, past, reads),
      })),
    );
    if (read instanceof DataFlowError) unreadable.push({ jobId, error: read });
    else jobs.set(jobId, read);
  }
  return { jobs, unreadable };
}
