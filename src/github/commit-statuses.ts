import type { HttpRequest, HttpResponse, Send } from '../http/network.ts';
import { untilSettled } from '../http/retry.ts';
import type { WorkflowRun } from '../runner/workflow-run.ts';
import { isJsonObject, type Json, type JsonObject, jsonIn } from '../text/json.ts';
import type { Clock } from '../time/clock.ts';
import { GitHubError, orGitHubError, refusal } from './github-error.ts';

/** A commit status as GitHub has it. */
export interface CommitStatus {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  /** At most 140 characters. */
  readonly description: string;
}

/** What CommitStatuses needs. */
export interface GitHubAccess {
  readonly send: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly userAgent: string;
  readonly token: string;
}

/** How long GitHub may take. */
export interface Patience {
  /** When to stop trying, on the clock's `elapsedMs`. */
  readonly untilMs: number;
  readonly signal: AbortSignal;
  /** Called before each pause. */
  readonly onRetry?: ((error: GitHubError, pauseMs: number) => void) | undefined;
}

/** The commit of a workflow run, and where GitHub's API is. */
export type CommitOfRun = Pick<WorkflowRun, 'apiUrl' | 'url'> & {
  readonly repository: string;
  readonly sha: string;
};

const LONGEST_REQUEST_MS = 30_000;
/** GitHub's limit. */
const PAGE_LIMIT = 100;

/**
 * The two requests of GitHub's API that commit statuses need, on github.com or GitHub Enterprise Server. Both are sent
 * again after 5xx, a lost connection or a rate limit, as long as there is time: two equal statuses do no harm.
 * https://docs.github.com/rest/commits/statuses
 */
export class CommitStatuses {
  readonly #access: GitHubAccess;
  readonly #commit: CommitOfRun;
  readonly #name: string;

  constructor(access: GitHubAccess, commit: CommitOfRun, name: string) {
    this.#access = access;
    this.#commit = commit;
    this.#name = name;
  }

  /** @throws GitHubError; the signal's reason when it is aborted */
  async publish({ state, description }: CommitStatus, patience: Patience): Promise<void> {
    const { url, sha } = this.#commit;
    const body = JSON.stringify({ state, description, context: this.#name, target_url: url });
    await this.#call({ method: 'POST', path: `statuses/${encodeURIComponent(sha)}`, body }, patience);
  }

  /**
   * The descriptions of all statuses of this name at the commit, of whatever run.
   * @throws GitHubError; the signal's reason when it is aborted
   */
  async descriptions(patience: Patience): Promise<string[]> {
    const found: string[] = [];
    for (let page = 1; ; page += 1) {
      const query = `per_page=${PAGE_LIMIT}&page=${page}`;
      const path = `commits/${encodeURIComponent(this.#commit.sha)}/statuses?${query}`;
      const { body, headers } = await this.#call({ method: 'GET', path }, patience);
      const statuses = listIn(body) ?? [];
      for (const { context: name, description } of statuses) {
        if (name === this.#name && typeof description === 'string') found.push(description);
      }
      if (isLastPage(headers, statuses.length)) return found;
      if (this.#access.clock.elapsedMs() >= patience.untilMs)
        throw new GitHubError('unavailable', `the list has more than ${page} pages`);
    }
  }

  async #call(
    call: Pick<HttpRequest, 'method' | 'path' | 'body'>,
    patience: Patience,
  ): Promise<HttpResponse> {
    const { clock, random } = this.#access;
    const outcome = await untilSettled(() => orGitHubError(this.#send(call, patience)), {
      clock,
      random,
      untilMs: patience.untilMs,
      signal: patience.signal,
      maximumTries: Number.POSITIVE_INFINITY,
      retryAfterMs: (tried) => (tried instanceof GitHubError ? tried.pauseMs : undefined),
      onRetry: (tried, pauseMs) => {
        if (tried instanceof GitHubError) patience.onRetry?.(tried, pauseMs);
      },
    });
    if (outcome instanceof GitHubError) throw outcome;
    return outcome;
  }

  async #send(
    { method, path, body }: Pick<HttpRequest, 'method' | 'path' | 'body'>,
    { untilMs, signal }: Patience,
  ): Promise<HttpResponse> {
    const { send, clock, userAgent, token } = this.#access;
    const api = new URL(this.#commit.apiUrl);
    const response = await send({
      method,
      origin: api.origin,
      path: `${api.pathname.replace(/\/$/, '')}/repos/${this.#commit.repository}/${path}`,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `token ${token}`,
        'user-agent': userAgent,
        'x-github-api-version': '2022-11-28',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body,
      timeoutMs: Math.max(Math.min(untilMs - clock.elapsedMs(), LONGEST_REQUEST_MS), 1),
      signal,
    });
    if (response.status < 200 || response.status > 299) throw refusal(response, clock.wallMs());
    if (method === 'GET' && listIn(response.body) === undefined)
      throw new GitHubError('unavailable', 'a response that is no list of statuses', response.status);
    return response;
  }
}

/** A Link header says whether there is more; without one (a proxy may drop it) a page that is not full is the last. */
function isLastPage({ link }: HttpResponse['headers'], count: number): boolean {
  return link === undefined ? count < PAGE_LIMIT : !/rel="?next"?/.test(link);
}

function listIn(body: Buffer): JsonObject[] | undefined {
  const json = jsonIn(body.toString('utf8'));
  return Array.isArray(json) ? json.map((item: Json) => (isJsonObject(item) ? item : {})) : undefined;
}
