import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowClient } from '../dataflow/client.ts';
import type { Job } from '../dataflow/model.ts';
import { wholeList } from '../dataflow/pagination.ts';

/**
 * All jobs of exactly this name, deleted ones too: getJobs matches parts of names.
 * @throws DataFlowError, or the signal's reason
 */
export async function jobsNamed(client: DataFlowClient, name: string, options?: CallOptions): Promise<Job[]> {
  const jobs = await wholeList(
    (page) => client.getJobs(name, page, options),
    ({ jobId }) => jobId,
  );
  return jobs.filter((job) => job.name === name);
}

/**
 * Whether a job can be used. DELETED means "being deleted, or deleted" (API documentation of createJob): such a job
 * still has its name for a while, cannot be run any more, and is never restored.
 * https://api.ncloud-docs.com/docs/en/analytics-dataflow-createjob
 */
export function exists({ status }: Job): boolean {
  return status !== 'DELETED';
}
