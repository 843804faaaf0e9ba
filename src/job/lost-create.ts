import type { Job } from '../dataflow/model.ts';
import { CLOCK_TOLERANCE_MS, type Search, type SearchLimits, searchFor } from '../dataflow/search.ts';
import type { JobContext } from './context.ts';
import { exists, jobsNamed } from './find-jobs.ts';

/** A createJob whose answer may be lost: all that is needed to know its job again. */
export interface LostCreate {
  readonly name: string;
  /** Jobs of that name that were there before. */
  readonly baselineIds: readonly string[];
  /** When it was first sent, by the service's clock: milliseconds since 1970, at most a second early. */
  readonly sentAtMs: number;
}

/**
 * Looks for the job of a createJob without an answer.
 * @throws the signal's reason when aborted
 */
export function findLostJob(
  { client, clock }: JobContext,
  lost: LostCreate,
  limits: SearchLimits,
): Promise<Search<Job>> {
  return searchFor(
    clock,
    async (call) => (await jobsNamed(client, lost.name, call)).filter((job) => mayBeFrom(job, lost)),
    limits,
  );
}

/** Whether a job of the name is new since createJob was sent. */
function mayBeFrom(job: Job, { baselineIds, sentAtMs }: LostCreate): boolean {
  const createdDate = job.raw['createdDate'];
  const createdMs = typeof createdDate === 'string' ? Date.parse(createdDate) : Number.NaN;
  const isOlder = createdMs < sentAtMs - CLOCK_TOLERANCE_MS;
  return exists(job) && !baselineIds.includes(job.jobId) && !isOlder;
}
