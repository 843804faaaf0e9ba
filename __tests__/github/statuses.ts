/** GitHub's list of commit statuses in memory, on a virtual clock, for unit tests. */
import { CommitStatuses } from '../../src/github/commit-statuses.ts';
import { Descriptions, type StepIdentity } from '../../src/github/description.ts';
import { GitHubStatusPublisher } from '../../src/github/status-publisher.ts';
import type { HttpRequest } from '../../src/http/network.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { httpResponse, ScriptedSend, type Step } from '../support/scripted-send.ts';

export const IDENTITY: StepIdentity = {
  runId: '7',
  job: 'nightly',
  step: '__octo-org_data-flow-action',
  matrixIndex: '0',
  jobId: 'gqigvHhTu7ra',
};
export const SECRET_KEY = 'a-secret-key-of-forty-characters-0123456';

const commit = {
  apiUrl: 'https://github.example/api/v3/',
  url: 'https://github.example/o/r/actions/runs/7',
  repository: 'o/r',
  sha: 'abc',
};

export interface Status {
  readonly context: string;
  readonly description: string;
  readonly state?: string;
}

/** GitHub as far as it keeps statuses, the newest first; `troubles` meet the first requests, one each. */
export function gitHub({ troubles = [] as Step[], tookMs = 0, statuses = [] as Status[] } = {}) {
  const clock = new FakeClock();
  const script = new ScriptedSend((request: HttpRequest) => {
    clock.pass(Math.min(tookMs, request.timeoutMs));
    const trouble = troubles.shift();
    if (trouble !== undefined) return typeof trouble === 'function' ? trouble(request) : trouble;
    if (request.method === 'POST') {
      statuses.unshift(JSON.parse(request.body ?? '{}') as Status);
      return httpResponse(201, statuses[0]);
    }
    const query = new URLSearchParams(request.path.split('?')[1]);
    const from = (Number(query.get('page')) - 1) * Number(query.get('per_page'));
    return httpResponse(200, statuses.slice(from, from + Number(query.get('per_page'))));
  });
  const warnings: string[] = [];
  const lines: string[] = [];
  const cancel = new AbortController();
  const access = { send: script.send, clock, random: () => 0.5, userAgent: 'test', token: 't' };
  const publisher = (
    attempt: number,
    { name = 'nightly data', secretKey = SECRET_KEY, ...identity }: PublisherChanges = {},
  ) =>
    new GitHubStatusPublisher({
      statuses: new CommitStatuses(access, commit, name),
      descriptions: new Descriptions(secretKey, { ...IDENTITY, ...identity }),
      attempt,
      log: { info: (line) => void lines.push(line), warning: (text) => void warnings.push(text) },
      clock,
      cancelled: cancel.signal,
    });
  return { statuses, requests: script.requests, warnings, lines, clock, cancel, publisher };
}

/** What another step or another person has differently. */
export type PublisherChanges = Partial<StepIdentity> & { name?: string; secretKey?: string };
