import { describe, expect, it } from '@jest/globals';
import { CommitStatuses } from '../../src/github/commit-statuses.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { httpResponse, ScriptedSend, type Step } from '../support/scripted-send.ts';

function statusesAt(apiUrl: string, ...steps: Step[]) {
  const { send, requests } = new ScriptedSend(...steps);
  const clock = new FakeClock();
  const access = { send, clock, random: () => 0.5, userAgent: 'data-flow-action/1', token: 'ghs_1' };
  const commit = { apiUrl, url: 'https://github.example/run', repository: 'o/r', sha: 'abc' };
  const patience = { untilMs: 10_000, signal: new AbortController().signal };
  return { statuses: new CommitStatuses(access, commit, 'nightly'), requests, patience };
}

describe('a request to GitHub', () => {
  it.each([
    ['https://api.github.com', 'https://api.github.com', ''],
    ['https://github.example/api/v3', 'https://github.example', '/api/v3'],
    ['https://github.example/api/v3/', 'https://github.example', '/api/v3'],
  ])('goes to %s, with the token', async (apiUrl, origin, path) => {
    const { statuses, requests, patience } = statusesAt(apiUrl, httpResponse(201, {}), httpResponse(200, []));
    await statuses.publish({ state: 'success', description: 'd' }, patience);
    await statuses.descriptions(patience);
    expect(requests).toMatchObject([
      { method: 'POST', origin, path: `${path}/repos/o/r/statuses/abc` },
      { method: 'GET', origin, path: `${path}/repos/o/r/commits/abc/statuses?per_page=100&page=1` },
    ]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      state: 'success',
      description: 'd',
      context: 'nightly',
      target_url: 'https://github.example/run',
    });
    for (const { headers } of requests) {
      expect(headers['authorization']).toBe('token ghs_1');
      expect(headers['user-agent']).toBe('data-flow-action/1');
    }
  });

  it('takes no longer than the time that is left', async () => {
    const { statuses, requests, patience } = statusesAt('https://api.github.com', httpResponse(200, []));
    await statuses.descriptions(patience);
    expect(requests[0]?.timeoutMs).toBe(10_000);
    await statuses.descriptions({ ...patience, untilMs: 3_600_000 });
    expect(requests[1]?.timeoutMs).toBe(30_000);
  });
});

describe('the descriptions', () => {
  it('are those of this name that are texts', async () => {
    const list = [
      { context: 'nightly', description: 'one' },
      { context: 'other', description: 'two' },
      { context: 'nightly', description: null },
      null,
      { context: 'nightly', description: 'three' },
    ];
    const { statuses, patience } = statusesAt('https://api.github.com', httpResponse(200, list));
    expect(await statuses.descriptions(patience)).toEqual(['one', 'three']);
  });
});
