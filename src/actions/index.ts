/** What dist holds: one function for each file that the runner starts. */
export { backfill } from './backfill.ts';
export { configureJob } from './configure-job.ts';
export { createJob } from './create-job.ts';
export { getJob } from './get-job.ts';
export { run } from './run.ts';
export { runJobs } from './run-jobs.ts';
export { runPost } from './run-post.ts';
