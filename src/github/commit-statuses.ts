import type { HttpRequest, HttpResponse, Send } from '../http/network.ts';
import type { WorkflowRun } from '../runner/workflow-run.ts';
import { isJsonObject, type JsonObject, parseJson } from '../text/json.ts';

/** A commit status as GitHub has it. */
export interface CommitStatus {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  /** At most 140 characters. */
  readonly description: string;
}

/** GitHub refused a call. */
export class GitHubError extends Error {
  override name = 'GitHubError';
  readonly status: number;

  constructor({ status, body }: HttpResponse) {
    const { message } = objectOf(body.toString('utf8'));
    super(typeof message === 'string' ? `HTTP ${status}, ${message}` : `HTTP ${status}`);
    this.status = status;
  }
}

/** What CommitStatuses needs. */
export interface GitHubAccess {
  readonly send: Send;
  readonly userAgent: string;
  readonly token: string;
}

/** Whoever calls has a shorter patience of their own, and a signal for it. */
const LONGEST_CALL_MS = 30_000;
const PAGE_LIMIT = 100;
/** A commit can have 1000 statuses of one name. */
const MOST_PAGES = 10;

/**
 * The two calls of GitHub's API that commit statuses need, on github.com or GitHub Enterprise Server, over the
 * action's own network: octokit would bring a second HTTP stack for them, and 0.2 MB more to download.
 */
export class CommitStatuses {
  readonly #access: GitHubAccess;
  readonly #run: WorkflowRun;
  readonly #name: string;

  constructor(access: GitHubAccess, run: WorkflowRun, name: string) {
    this.#access = access;
    this.#run = run;
    this.#name = name;
  }

  async publish({ state, description }: CommitStatus, signal: AbortSignal): Promise<void> {
    const { url, sha = '' } = this.#run;
    const body = JSON.stringify({ state, description, context: this.#name, target_url: url });
    await this.#call('POST', `statuses/${encodeURIComponent(sha)}`, { body, signal });
  }

  /** Descriptions of the statuses of this name that this run has published, the newest first. */
  async published(signal: AbortSignal): Promise<string[]> {
    const { url, sha = '' } = this.#run;
    const found: string[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const path = `commits/${encodeURIComponent(sha)}/statuses?per_page=${PAGE_LIMIT}&page=${page}`;
      const answer = parseJson((await this.#call('GET', path, { signal })).body.toString('utf8'));
      const statuses = Array.isArray(answer) ? answer.map(object) : [];
      for (const { context: name, target_url, description } of statuses) {
        if (name === this.#name && target_url === url && typeof description === 'string')
          found.push(description);
      }
      if (statuses.length < PAGE_LIMIT) break;
    }
    return found;
  }

  async #call(
    method: 'GET' | 'POST',
    path: string,
    rest: Pick<HttpRequest, 'body' | 'signal'>,
  ): Promise<HttpResponse> {
    const { send, userAgent, token } = this.#access;
    const api = new URL(this.#run.apiUrl);
    const headers = {
      accept: 'application/vnd.github+json',
      authorization: `token ${token}`,
      'content-type': 'application/json',
      'user-agent': userAgent,
      'x-github-api-version': '2022-11-28',
    };
    const target = `${api.pathname.replace(/\/$/, '')}/repos/${this.#run.repository}/${path}`;
    const limits = { timeoutMs: LONGEST_CALL_MS, signal: rest.signal };
    const answer = await send({ method, origin: api.origin, path: target, headers, ...rest, ...limits });
    if (answer.status < 200 || answer.status > 299) throw new GitHubError(answer);
    return answer;
  }
}

function object(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The JSON object that a text holds; an empty one when it holds none. */
function objectOf(text: string): JsonObject {
  try {
    return object(parseJson(text));
  } catch {
    return {};
  }
}
