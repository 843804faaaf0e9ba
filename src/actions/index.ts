/** What dist holds: one function for each file that the runner starts. */
export { configureJob } from './configure-job.ts';
export { createJob } from './create-job.ts';
export { getJob } from './get-job.ts';
export { run } from './run.ts';
export { runPost } from './run-post.ts';
