/** What dist holds: one function for each file that the runner starts. */
export { run } from './run.ts';
export { runPost } from './run-post.ts';
