import { CommitStatuses } from '../github/commit-statuses.ts';
import { Descriptions } from '../github/description.ts';
import { cannotPublish, GitHubStatusPublisher, type StatusPublisher } from '../github/status-publisher.ts';
import type { RunConfig } from '../inputs/run.ts';
import type { Log } from '../runner/log.ts';
import { workflowRun } from '../runner/workflow-run.ts';
import type { Connection } from './connection.ts';

/**
 * The publisher of a commit status.
 * @param name of the status
 */
export function statusPublisher(
  log: Log,
  name: string,
  { keys, jobId, githubToken, matrixIndex = '' }: RunConfig,
  { send, userAgent, clock, random }: Connection,
  cancelled: AbortSignal,
): StatusPublisher {
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
  const access = { send, clock, random, userAgent, token: githubToken };
  const statuses = new CommitStatuses(access, { ...run, repository, sha }, name);
  const descriptions = new Descriptions(keys.secretKey, { runId, job, step, matrixIndex, jobId });
  return new GitHubStatusPublisher({ statuses, descriptions, attempt, log, clock, cancelled });
}
