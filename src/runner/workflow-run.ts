import { Context } from './toolkit.ts';

/** The run that a step belongs to, and the commit that it is about. */
export interface WorkflowRun {
  /** Who started it. */
  readonly actor: string | undefined;
  readonly eventName: string | undefined;
  readonly workflow: string | undefined;
  readonly job: string | undefined;
  readonly runId: number;
  /** From 1; more on a re-run. */
  readonly attempt: number;
  readonly url: string;
  /** The head commit of the pull request, where there is one; else the commit of the run. */
  readonly sha: string | undefined;
  readonly ref: string | undefined;
  readonly repository: string | undefined;
  /** Where GitHub's API is, github.com or GitHub Enterprise Server. */
  readonly apiUrl: string;
}

/** Read from the environment and the event; what is not there stays undefined. */
export function workflowRun(): WorkflowRun {
  const context = readContext();
  const repository = process.env['GITHUB_REPOSITORY'];
  // In a run for a pull request the commit of the run is a merge commit, which shows no statuses.
  const head: unknown = context.payload.pull_request?.['head']?.sha;
  return {
    actor: context.actor,
    eventName: context.eventName,
    workflow: context.workflow,
    job: context.job,
    runId: context.runId,
    attempt: context.runAttempt || 1,
    url: `${context.serverUrl}/${repository}/actions/runs/${context.runId}`,
    sha: typeof head === 'string' ? head : context.sha,
    ref: context.ref,
    repository,
    apiUrl: context.apiUrl,
  };
}

/** An event file can be empty or cut: the environment still says most. */
function readContext(): Context {
  try {
    return new Context();
  } catch {
    delete process.env['GITHUB_EVENT_PATH'];
    return new Context();
  }
}
