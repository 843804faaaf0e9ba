import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { CommitStatuses } from '../../src/github/commit-statuses.ts';
import { StatusPublisher } from '../../src/github/status-publisher.ts';
import type { HttpRequest } from '../../src/http/network.ts';
import type { WorkflowRun } from '../../src/runner/workflow-run.ts';
import type { Json } from '../../src/text/json.ts';
import { systemClock } from '../../src/time/clock.ts';
import { resultOf } from '../support/endings.ts';
import { answer, lost, ScriptedSend, type Step } from '../support/scripted-send.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

const run: WorkflowRun = {
  ...{ actor: 'octocat', eventName: 'push', workflow: 'nightly', job: 'data', runId: 7, attempt: 2 },
  ...{
    url: 'https://github.com/o/r/actions/runs/7',
    sha: 'abc',
    ref: 'refs/heads/main',
    repository: 'o/r',
    apiUrl: 'https://api.github.com',
  },
};

/** GitHub, as far as it keeps statuses; `troubles` meet the first requests. */
function gitHub(...troubles: Step[]) {
  const statuses: unknown[] = [];
  const script = new ScriptedSend((request: HttpRequest) => {
    const trouble = troubles.shift();
    if (trouble !== undefined) return typeof trouble === 'function' ? trouble(request) : trouble;
    if (request.method === 'POST') {
      statuses.unshift(JSON.parse(request.body ?? '{}'));
      return answer(201, statuses[0]);
    }
    const query = new URLSearchParams(request.path.split('?')[1]);
    const from = (Number(query.get('page')) - 1) * Number(query.get('per_page'));
    return answer(200, statuses.slice(from, from + Number(query.get('per_page'))));
  });
  const warnings: string[] = [];
  const ignore = () => undefined;
  const log = { info: ignore, debug: ignore, error: ignore, group: ignore };
  const slept = jest.spyOn(systemClock, 'sleep').mockResolvedValue();
  const publisher = (start: Json, attempt = 2) =>
    new StatusPublisher({
      statuses: new CommitStatuses({ send: script.send, userAgent: 'test', token: 't' }, run, 'nightly data'),
      run: { ...run, attempt },
      jobId: 'job1',
      start,
      log: { ...log, warning: (text) => void warnings.push(text) },
      cancelled: new AbortController().signal,
    });
  return { statuses, requests: script.requests, warnings, slept, publisher };
}

const leg = (day: string): Json => ({ jobCondition: {}, parameters: { day } });
const ending = (jobExecutionId: string) => resultOf({ why: 'completed' }, { jobExecutionId });

describe('the execution of an earlier attempt', () => {
  it('is that of the same start', async () => {
    const { publisher } = gitHub();
    await publisher(leg('monday'), 1).finish(ending('execution1'));
    expect(await publisher(leg('monday')).earlierExecutionId()).toBe('execution1');
  });

  it('is not that of another one of the same job, such as a matrix makes', async () => {
    const { publisher } = gitHub();
    await publisher(leg('monday'), 1).finish(ending('execution1'));
    await publisher(leg('tuesday'), 1).finish(ending('execution2'));
    expect(await publisher(leg('monday')).earlierExecutionId()).toBe('execution1');
    expect(await publisher(leg('tuesday')).earlierExecutionId()).toBe('execution2');
    expect(await publisher(leg('friday')).earlierExecutionId()).toBeUndefined();
  });

  it('tells nothing of its parameters', async () => {
    const { publisher, statuses } = gitHub();
    await publisher(leg('monday'), 1).finish(ending('execution1'));
    expect(JSON.stringify(statuses)).not.toContain('monday');
  });

  it('is found behind hundreds of statuses of others', async () => {
    const { publisher, statuses, requests } = gitHub();
    await publisher(leg('monday'), 1).finish(ending('execution1'));
    for (let other = 0; other < 320; other += 1) statuses.unshift({ context: 'other', description: 'x' });
    expect(await publisher(leg('monday')).earlierExecutionId()).toBe('execution1');
    expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(4);
  });

  it.each<[string, Step]>([
    ['502', answer(502, '<html>')],
    ['503', answer(503)],
    ['a lost answer', lost()],
  ])('is asked for again after %s', async (_what, trouble) => {
    const { publisher, warnings, statuses, requests } = gitHub();
    await publisher(leg('monday'), 1).finish(ending('execution1'));
    const again = gitHub(trouble, trouble);
    again.statuses.push(...statuses);
    expect(requests).toHaveLength(1);
    expect(await again.publisher(leg('monday')).earlierExecutionId()).toBe('execution1');
    expect([again.requests.length, warnings, again.warnings]).toEqual([3, [], []]);
  });

  it('is given up after three tries, with a warning', async () => {
    const { publisher, requests, warnings } = gitHub(answer(502), answer(502), answer(502));
    expect(await publisher(leg('monday')).earlierExecutionId()).toBeUndefined();
    expect([requests.length, warnings.length]).toEqual([3, 1]);
  });

  it('is not asked for again where GitHub refuses it', async () => {
    const { publisher, requests, warnings, slept } = gitHub(answer(403, { message: 'no' }));
    expect(await publisher(leg('monday')).earlierExecutionId()).toBeUndefined();
    expect([requests.length, warnings.length, slept.mock.calls.length]).toEqual([1, 1, 0]);
  });

  it('is not asked for in a first attempt', async () => {
    const { publisher, requests } = gitHub();
    expect(await publisher(leg('monday'), 1).earlierExecutionId()).toBeUndefined();
    expect(requests).toEqual([]);
  });
});
