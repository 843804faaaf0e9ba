import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowClient } from '../dataflow/client.ts';
import type { Job } from '../dataflow/model.ts';

const WHOLE_LIST_PAGE = 1000;
/** An end to a list that never ends. */
const MOST_PAGES = 1000;

/**
 * All jobs of exactly this name, deleted ones too. getJobs matches parts of names; nothing is read from its
 * order, `count`, or the echoed page and limit: the list is over when a page brings nothing new.
 * @throws DataFlowError, or the signal's reason
 */
export async function jobsNamed(client: DataFlowClient, name: string, options?: CallOptions): Promise<Job[]> {
  const found = new Map<string, Job>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const before = found.size;
    const jobs = await client.getJobs(name, { page, limit: WHOLE_LIST_PAGE }, options);
    for (const job of jobs) found.set(job.jobId, job);
    if (found.size === before) break;
  }
  return [...found.values()].filter((job) => job.name === name);
}

/**
 * Whether a job can be used. DELETED means "being deleted, or deleted" (createJob page): such a job still has its
 * name for a while, cannot be run any more, and there is no way back from it.
 */
export function exists({ status }: Job): boolean {
  return status !== 'DELETED';
}
