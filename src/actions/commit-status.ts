import type { StatusPublisher } from '../github/status-publisher.ts';
import type { RunConfig } from '../inputs/run.ts';
import type { Log } from '../runner/log.ts';
import { systemClock } from '../time/clock.ts';
import { type Connection, USER_AGENT } from './connection.ts';

/** The publisher of the commit status, when one is wanted. What it needs is loaded only then. */
export async function statusPublisher(
  log: Log,
  config: RunConfig,
  { send }: Connection,
  cancelled: AbortSignal,
): Promise<StatusPublisher | undefined> {
  const { commitStatus, githubToken, jobId, matrixIndex = '', dryRun } = config;
  if (commitStatus === undefined || dryRun) return undefined;
  const [{ CommitStatuses }, { Descriptions }, { cannotPublish, GitHubStatusPublisher }, { workflowRun }] =
    await Promise.all([
      import('../github/commit-statuses.ts'),
      import('../github/description.ts'),
      import('../github/status-publisher.ts'),
      import('../runner/workflow-run.ts'),
    ]);
  const run = workflowRun();
  const { attempt, repository, sha, runId, job, step, eventProblem } = run;
  if (githubToken === undefined)
    return cannotPublish({ attempt, log }, 'githubToken is empty', 'Remove the input, or give a token.');
  if (!repository || !sha || !runId || !job || !step) {
    const variables = { REPOSITORY: repository, SHA: sha, RUN_ID: runId, JOB: job, ACTION: step };
    const unset = Object.entries(variables).find(([, value]) => !value)?.[0];
    const missing = (unset === 'SHA' ? eventProblem : undefined) ?? `GITHUB_${unset} is not set`;
    return cannotPublish({ attempt, log }, missing, 'Run the workflow on a runner of GitHub Actions.');
  }
  if (eventProblem !== undefined)
    log.warning(`${eventProblem}: the commit status is published at GITHUB_SHA (${sha}).`);
  const access = { send, clock: systemClock, random: Math.random, userAgent: USER_AGENT, token: githubToken };
  const statuses = new CommitStatuses(access, { ...run, repository, sha }, commitStatus);
  const descriptions = new Descriptions(config.keys.secretKey, { runId, job, step, matrixIndex, jobId });
  return new GitHubStatusPublisher({ statuses, descriptions, attempt, log, clock: systemClock, cancelled });
}
