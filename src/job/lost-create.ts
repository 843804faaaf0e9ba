import type { Job } from '../dataflow/model.ts';
import { type Search, type SearchLimits, searchFor } from '../dataflow/search.ts';
import type { JobContext } from './context.ts';
import { exists, jobsNamed } from './find-jobs.ts';

/** A createJob whose answer may be lost: all that is needed to know its job again. */
export interface LostCreate {
  readonly name: string;
  /** Jobs of that name that were there before. */
  readonly baselineIds: readonly string[];
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
    async (call) => {
      const jobs = await jobsNamed(client, lost.name, call);
      return {
        likely: jobs.filter((job) => exists(job) && !lost.baselineIds.includes(job.jobId)),
        doubtful: [],
      };
    },
    limits,
  );
}
