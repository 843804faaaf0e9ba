import type { StatusPublisher } from '../github/status-publisher.ts';
import type { RunConfig } from '../inputs/run.ts';
import type { Log } from '../runner/log.ts';
import { type Connection, USER_AGENT } from './connection.ts';

/** The publisher of the commit status, when one is wanted. What it needs is loaded only then. */
export async function statusPublisher(
  log: Log,
  config: RunConfig,
  { send }: Connection,
  cancelled: AbortSignal,
): Promise<StatusPublisher | undefined> {
  const { commitStatus, githubToken, jobId, dryRun } = config;
  if (commitStatus === undefined || dryRun) return undefined;
  if (githubToken === undefined) {
    log.warning('commitStatus is set, but githubToken is empty: no commit status is published.');
    return undefined;
  }
  const [{ CommitStatuses }, { StatusPublisher }, { workflowRun }] = await Promise.all([
    import('../github/commit-statuses.ts'),
    import('../github/status-publisher.ts'),
    import('../runner/workflow-run.ts'),
  ]);
  const run = workflowRun();
  const statuses = new CommitStatuses({ send, userAgent: USER_AGENT, token: githubToken }, run, commitStatus);
  const { jobCondition, parameters, triggerId, workflowId } = config;
  const start = { jobCondition, parameters, triggerId, workflowId };
  return new StatusPublisher({ statuses, run, jobId, start, log, cancelled });
}
