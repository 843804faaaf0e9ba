import { pageOf } from '../paging.ts';
import { jobWithLastExecution } from './get-job.ts';
import type { Operation } from './operation-request.ts';

/** GET /api/v1/jobs?name&page&limit. `name` matches any part of a name. */
export const getJobs: Operation = ({ route: { query } }, service) => {
  const part = query.get('name') ?? '';
  const jobs = [...service.jobs.values()].filter(({ name }) => name.includes(part));
  return {
    status: 200,
    body: pageOf(jobs, query, service.settings, (job) => jobWithLastExecution(job, service)),
  };
};
