import { context, getOctokit } from '@actions/github';

/** The run that a step belongs to, and the commit that it is about. Loaded only when it is asked for. */
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
}

/** Read from the environment and the event; what is not there stays undefined. */
export function workflowRun(): WorkflowRun {
  const repository = process.env['GITHUB_REPOSITORY'];
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
  };
}

/** A commit status as GitHub has it. */
export interface CommitStatus {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  /** At most 140 characters. */
  readonly description: string;
}

/** The two calls of GitHub's API that commit statuses need, on github.com or GitHub Enterprise Server. */
export class CommitStatuses {
  readonly #octokit: ReturnType<typeof getOctokit>;
  readonly #run: WorkflowRun;
  readonly #name: string;

  constructor(token: string, run: WorkflowRun, name: string) {
    this.#octokit = getOctokit(token);
    this.#run = run;
    this.#name = name;
  }

  async publish({ state, description }: CommitStatus, signal: AbortSignal): Promise<void> {
    const { url, sha = '' } = this.#run;
    await this.#octokit.rest.repos.createCommitStatus({
      ...this.#repository(),
      sha,
      state,
      description,
      context: this.#name,
      target_url: url,
      request: { signal },
    });
  }

  /** Descriptions of the statuses of this name that this run has published, the newest first. */
  async published(signal: AbortSignal): Promise<string[]> {
    const { url, sha = '' } = this.#run;
    const { data } = await this.#octokit.rest.repos.listCommitStatusesForRef({
      ...this.#repository(),
      ref: sha,
      per_page: 100,
      request: { signal },
    });
    return data
      .filter((status) => status.context === this.#name && status.target_url === url)
      .map((status) => status.description ?? '');
  }

  #repository(): { owner: string; repo: string } {
    const [owner = '', repo = ''] = (this.#run.repository ?? '').split('/');
    return { owner, repo };
  }
}
