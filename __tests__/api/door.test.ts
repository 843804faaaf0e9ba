import { describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulator/simulator.ts';
import { type ServiceScene, serviceScene } from './service-scene.ts';
import { goodBody, jobPath, scene } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;
const sceneWith = (fault: FaultKind) => serviceScene({ faults: [{ on: 'executeJob', ...fault }] });

describe('the service without sockets', () => {
  it('responds as over HTTP', async () => {
    const inProcess = serviceScene({ history: 3 });
    await using overHttp = await scene({ history: 3, idSeed: 'scene' });
    const lines = [
      `GET ${jobPath}`,
      execute,
      `GET ${jobPath}/executions`,
      'GET /nowhere',
      `PATCH ${jobPath}`,
    ];
    for (const line of lines) {
      const body = line.startsWith('GET') ? undefined : goodBody;
      const { headers, ...response } = await inProcess.call(line, body);
      const { headers: received, ...expected } = await overHttp.call(line, body);
      expect(response).toEqual(expected);
      const common = ['content-type', 'date'];
      expect(common.map((name) => headers[name])).toEqual(common.map((name) => received[name]));
    }
    const views = [inProcess.service, overHttp.simulator].map(({ executions }) => executions);
    expect(views[0]).toEqual(views[1]);
  });

  it('records each request', async () => {
    const s = serviceScene();
    await s.call(execute, goodBody);
    expect(s.service.requests).toEqual([
      expect.objectContaining({ operation: 'executeJob', body: JSON.stringify(goodBody), status: 200 }),
    ]);
  });

  it("can start somebody else's execution at the moment of a request", async () => {
    const s: ServiceScene = serviceScene({
      onRequest({ operation }) {
        const isSecond = s.service.requestCount('executeJob') === 2;
        if (operation === 'executeJob' && isSecond) s.service.startForeign('gqigvHhTu7ra');
      },
    });
    await s.call(execute, goodBody);
    await s.call(execute, goodBody);
    const starters = s.service.executions.map(({ startedBy }) => startedBy);
    expect(starters).toEqual(['request', 'foreign', 'request']);
  });

  it('makes the same ids from the same seed, and others from another', async () => {
    const [first, again, other] = ['a', 'a', 'b'].map((idSeed) => serviceScene({ idSeed }));
    const id = async (s = serviceScene()) => (await s.call(execute, goodBody)).json.jobExecutionId;
    expect(await id(first)).toBe(await id(again));
    expect(await id(first)).not.toBe(await id(other));
  });
});

describe('a broken connection without sockets', () => {
  it.each([
    ['refused', 'refused', 0],
    ['reset-before', 'reset', 0],
    ['reset-after', 'reset', 1],
    ['hang-before', 'hang', 0],
    ['hang-after', 'hang', 1],
    ['truncated', 'cut', 1],
  ] as const)('%s is "%s", with %i executions', async (kind, broken, count) => {
    const s = sceneWith({ kind });
    await expect(s.call(execute, goodBody)).rejects.toThrow(broken);
    expect(s.service.executions).toHaveLength(count);
    expect(s.service.requests[0]?.status).toBeUndefined();
    expect(s.elapsedMs()).toBe(0);
  });

  it('takes the time limit of the client when it hangs', async () => {
    const s = sceneWith({ kind: 'hang-before' });
    await expect(s.call(execute, goodBody, { timeoutMs: 30_000 })).rejects.toThrow('hang');
    expect(s.elapsedMs()).toBe(30_000);
  });
});

describe('time without sockets', () => {
  it.each([
    [29_000, 200, 29_000],
    [31_000, 'hang', 30_000],
  ])('a response after %i ms is %s after %i ms', async (delayMs, outcome, elapsedMs) => {
    const s = sceneWith({ kind: 'slow', delayMs });
    const response = s.call(execute, goodBody, { timeoutMs: 30_000 });
    const status = await response.then(
      (each) => each.status,
      (error: Error) => error.message,
    );
    expect([status, s.elapsedMs(), s.service.executions.length]).toEqual([outcome, elapsedMs, 1]);
  });

  it('a request processed 60 s late starts an execution at that time, whoever sees it first', async () => {
    const s = sceneWith({ kind: 'late', delayMs: 60_000 });
    const acceptedAtMs = s.nowMs() + 60_000;
    await expect(s.call(execute, goodBody, { timeoutMs: 30_000 })).rejects.toThrow('hang');
    s.pass(29_999);
    expect((await s.call(`GET ${jobPath}/executions`)).json.list).toEqual([]);
    s.pass(5_001);
    const { list } = (await s.call(`GET ${jobPath}/executions`)).json;
    expect(list).toEqual([
      expect.objectContaining({ createdDate: '2025-03-20T17:28:17+09:00', status: 'RUNNING' }),
    ]);
    expect(s.service.executions).toEqual([expect.objectContaining({ acceptedAtMs, startedBy: 'request' })]);
    expect(s.service.requests[0]?.executionId).toBe(list[0].jobExecutionId);
  });

  it('late requests are processed in the order of their times, before what comes after them', async () => {
    const s = serviceScene();
    for (const [delayMs, name] of [
      [20_000, 'second'],
      [10_000, 'first'],
    ] as const) {
      s.service.addFault({ on: 'executeJob', kind: 'late', delayMs });
      const body = { ...goodBody, parameters: { name } };
      await expect(s.call(execute, body, { timeoutMs: 1_000 })).rejects.toThrow('hang');
    }
    s.pass(60_000);
    s.service.startForeign('gqigvHhTu7ra', { parameters: { name: 'third' } });
    const names = s.service.executions.map(({ parameters }) => parameters?.['name']);
    expect(names).toEqual(['first', 'second', 'third']);
  });

  it('a late request is processed once for a client that waits', async () => {
    const s = sceneWith({ kind: 'late', delayMs: 10_000 });
    expect((await s.call(execute, goodBody, { timeoutMs: 30_000 })).status).toBe(200);
    expect([s.service.executions.length, s.elapsedMs()]).toEqual([1, 10_000]);
  });

  it.each([
    [504, 504],
    ['reset', 'reset'],
  ] as const)('a request can be processed 14 s after the client got %s', async (meanwhile, outcome) => {
    const s = sceneWith({ kind: 'late', delayMs: 14_000, meanwhile });
    const response = s.call(execute, goodBody, { timeoutMs: 30_000 });
    const got = await response.then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    expect([got, s.elapsedMs(), s.service.executions.length]).toEqual([outcome, 0, 0]);
    s.pass(13_999);
    expect(s.service.executions).toHaveLength(0);
    s.pass(1);
    expect(s.service.executions).toHaveLength(1);
  });

  it('a response byte by byte takes the time of all its bytes', async () => {
    const s = sceneWith({ kind: 'trickle', delayMs: 10 });
    const { text } = await s.call(execute, goodBody);
    expect(s.elapsedMs()).toBe(10 * text.length);
  });

  it('a client that gives up gets its own reason', async () => {
    const s = sceneWith({ kind: 'late', delayMs: 10_000 });
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(s.call(execute, goodBody, { signal })).rejects.toThrow('cancelled');
    s.pass(10_000);
    expect(s.service.executions).toHaveLength(1);
  });
});
