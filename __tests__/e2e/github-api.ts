/** The two endpoints of GitHub's API for commit statuses, as documented, on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Status {
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string;
  readonly target_url: string;
}

/** What it does instead of working. */
export type Trouble =
  | 'hang'
  | {
      readonly status: number;
      readonly message?: string;
      readonly headers?: Record<string, string>;
      /** default: both */
      readonly method?: 'GET' | 'POST';
      /** For so many requests; default: all. */
      times?: number;
    };

export interface GitHubApi extends AsyncDisposable {
  readonly url: string;
  /** The newest first; a test may add what somebody else has published. */
  readonly statuses: Status[];
  readonly tokens: readonly string[];
  trouble: Trouble | undefined;
}

const POST_PATH = /^\/repos\/octo-org\/octo-repo\/statuses\/(\w+)$/;
const LIST_PATH = /^\/repos\/octo-org\/octo-repo\/commits\/(\w+)\/statuses$/;
const DEFAULT_PAGE = 30;

export async function startGitHubApi(trouble?: Trouble): Promise<GitHubApi> {
  const statuses: Status[] = [];
  const tokens: string[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams, origin } = new URL(request.url ?? '/', api.url);
    tokens.push(request.headers.authorization ?? '');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const respond = (status: number, json: unknown, headers: Record<string, string> = {}) => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(json));
    };
    const met = troubleFor(api, request.method);
    if (met === 'hang') return;
    if (met) return respond(met.status, { message: met.message ?? DENIED }, met.headers);
    const posted = request.method === 'POST' ? POST_PATH.exec(pathname) : null;
    const listed = request.method === 'GET' ? LIST_PATH.exec(pathname) : null;
    if (posted) {
      statuses.unshift({ sha: posted[1] ?? '', ...(JSON.parse(body) as Omit<Status, 'sha'>) });
      return respond(201, statuses[0]);
    }
    if (!listed) return respond(404, { message: 'Not Found' });
    const limit = Number(searchParams.get('per_page') ?? DEFAULT_PAGE);
    const page = Number(searchParams.get('page') ?? 1);
    const all = statuses.filter(({ sha }) => sha === listed[1]);
    const next = `<${origin}${pathname}?per_page=${limit}&page=${page + 1}>; rel="next"`;
    const link = all.length > page * limit ? { link: next } : undefined;
    return respond(200, all.slice((page - 1) * limit, page * limit), link);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: GitHubApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    statuses,
    tokens,
    trouble,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}

const DENIED = 'Resource not accessible by integration';

/** The trouble that a request meets; counts it. */
function troubleFor({ trouble }: GitHubApi, method: string | undefined): Trouble | undefined {
  if (trouble === undefined || trouble === 'hang') return trouble;
  if (trouble.method !== undefined && trouble.method !== method) return undefined;
  if (trouble.times === undefined) return trouble;
  trouble.times -= 1;
  return trouble.times >= 0 ? trouble : undefined;
}
