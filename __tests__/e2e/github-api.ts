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

/** How it answers instead of working. */
export type Trouble = { readonly status: number } | 'hang';

export interface GitHubApi extends AsyncDisposable {
  readonly url: string;
  readonly statuses: readonly Status[];
  readonly tokens: readonly string[];
}

const POST_PATH = /^\/repos\/octo-org\/octo-repo\/statuses\/(\w+)$/;
const LIST_PATH = /^\/repos\/octo-org\/octo-repo\/commits\/(\w+)\/statuses$/;

export async function startGitHubApi(trouble?: Trouble): Promise<GitHubApi> {
  const statuses: Status[] = [];
  const tokens: string[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    tokens.push(request.headers.authorization ?? '');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (trouble === 'hang') return;
    const answer = (status: number, json: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    };
    const posted = request.method === 'POST' ? POST_PATH.exec(pathname) : null;
    const listed = request.method === 'GET' ? LIST_PATH.exec(pathname) : null;
    if (trouble) return answer(trouble.status, { message: 'Resource not accessible by integration' });
    if (posted) {
      statuses.unshift({ sha: posted[1] ?? '', ...(JSON.parse(body) as Omit<Status, 'sha'>) });
      return answer(201, statuses[0]);
    }
    if (listed)
      return answer(
        200,
        statuses.filter(({ sha }) => sha === listed[1]),
      );
    return answer(404, { message: 'Not Found' });
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    statuses,
    tokens,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
