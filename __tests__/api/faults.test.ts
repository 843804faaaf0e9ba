import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulator/simulator.ts';
import { type Answer, goodBody, jobPath, type Scene, scene } from './signed-request.ts';

const execute = (s: Scene): Promise<Answer> => s.call(`POST ${jobPath}/executions`, goodBody);

async function sceneWith(fault: FaultKind): Promise<Scene> {
  return scene({ faults: [{ on: 'executeJob', ...fault }] });
}

/** 'pending' when no answer comes within 30 ms. */
async function within(answer: Promise<Answer>): Promise<Answer | 'pending' | 'broken'> {
  return Promise.race([answer.catch(() => 'broken' as const), delay(30, 'pending' as const)]);
}

describe('faults that act before the request is processed', () => {
  it.each([
    [429, '400', 'Quota Exceeded'],
    [503, '500', 'Endpoint Error'],
    [504, '510', 'Endpoint Timeout'],
    [500, '900', 'Unexpected Error'],
  ])('status %i comes with the documented body', async (status, errorCode, message) => {
    await using s = await sceneWith({ kind: 'status', status });
    const { json, ...answer } = await execute(s);
    expect(answer.status).toBe(status);
    expect(json.error).toMatchObject({ errorCode, message });
    expect(s.simulator.executions).toHaveLength(0);
  });

  it('status can have a body and headers of its own', async () => {
    await using s = await sceneWith({
      kind: 'status',
      status: 429,
      body: 'slow down',
      headers: { 'retry-after': '7' },
    });
    const { text, headers } = await execute(s);
    expect([text, headers['retry-after']]).toEqual(['slow down', '7']);
  });

  it('reset-before breaks the connection', async () => {
    await using s = await sceneWith({ kind: 'reset-before' });
    await expect(execute(s)).rejects.toThrow('ECONNRESET');
    expect(s.simulator.executions).toHaveLength(0);
    expect(s.simulator.requests[0]).toMatchObject({ body: JSON.stringify(goodBody) });
    expect(s.simulator.requests[0]?.status).toBeUndefined();
  });

  it('html is a page of a proxy', async () => {
    await using s = await sceneWith({ kind: 'html' });
    const { status, text } = await execute(s);
    expect([status, text.startsWith('<html>')]).toEqual([502, true]);
    expect(s.simulator.executions).toHaveLength(0);
  });

  it('redirect points elsewhere', async () => {
    await using s = await sceneWith({ kind: 'redirect' });
    const { status, headers } = await execute(s);
    expect([status, headers.location]).toEqual([302, '/redirected']);
    expect(s.simulator.executions).toHaveLength(0);
  });
});

describe('faults that act after the request was processed', () => {
  it('status with processed', async () => {
    await using s = await sceneWith({ kind: 'status', status: 504, processed: true });
    expect((await execute(s)).status).toBe(504);
    expect(s.simulator.executions).toHaveLength(1);
    expect(s.simulator.requests[0]?.executionId).toBe(s.simulator.executions[0]?.jobExecutionId);
  });

  it.each(['reset-after', 'truncated'] as const)('%s breaks the connection', async (kind) => {
    await using s = await sceneWith({ kind });
    await expect(execute(s)).rejects.toThrow(/ECONNRESET|aborted/);
    expect(s.simulator.executions).toHaveLength(1);
  });

  it('garbled is 200 with broken JSON', async () => {
    await using s = await sceneWith({ kind: 'garbled' });
    const { status, text, json } = await execute(s);
    expect([status, text.startsWith('{"jobExecutionId"'), json]).toEqual([200, true, undefined]);
    expect(s.simulator.executions).toHaveLength(1);
  });

  it('empty is 200 with nothing', async () => {
    await using s = await sceneWith({ kind: 'empty' });
    expect(await execute(s)).toMatchObject({ status: 200, text: '' });
    expect(s.simulator.executions).toHaveLength(1);
  });

  it('text-plain changes nothing but the content type', async () => {
    await using s = await sceneWith({ kind: 'text-plain' });
    const { headers, json } = await execute(s);
    expect(headers['content-type']).toContain('text/plain');
    expect(json.jobExecutionId).toBe(s.simulator.executions[0]?.jobExecutionId);
  });

  it('trickle sends the whole answer, byte by byte', async () => {
    await using s = await scene({ faults: [{ on: 'cancelJobExecution', kind: 'trickle', delayMs: 5 }] });
    const { jobExecutionId } = (await execute(s)).json;
    const before = performance.now();
    expect((await s.call(`POST ${jobPath}/executions/${jobExecutionId}/cancel`)).text).toBe('true');
    expect(performance.now() - before).toBeGreaterThan(15);
  });
});

describe('faults of time', () => {
  it.each([
    ['hang-before', 0],
    ['hang-after', 1],
  ] as const)(
    '%s: no answer comes until the simulator closes, and %i execution starts',
    async (kind, count) => {
      await using s = await sceneWith({ kind });
      const answer = execute(s);
      expect(await within(answer)).toBe('pending');
      expect(s.simulator.executions).toHaveLength(count);
      await s.simulator.close();
      expect(await within(answer)).toBe('broken');
    },
  );

  it('slow: processed at once, answered later', async () => {
    await using s = await sceneWith({ kind: 'slow', delayMs: 60 });
    const answer = execute(s);
    expect(await within(answer)).toBe('pending');
    expect(s.simulator.executions).toHaveLength(1);
    expect((await answer).status).toBe(200);
  });

  it('late: processed later, even for a client that has gone', async () => {
    await using s = await sceneWith({ kind: 'late', delayMs: 60 });
    const answer = execute(s);
    expect(await within(answer)).toBe('pending');
    expect(s.simulator.executions).toHaveLength(0);
    expect((await answer).status).toBe(200);
    s.simulator.addFault({ on: 'executeJob', kind: 'late', delayMs: 30 });
    await gone(s);
    await delay(60);
    expect(s.simulator.executions).toHaveLength(2);
    expect(s.simulator.requests[1]?.status).toBeUndefined();
  });

  it('a pending delay does not outlive the simulator', async () => {
    await using s = await sceneWith({ kind: 'late', delayMs: 60_000 });
    const answer = execute(s);
    expect(await within(answer)).toBe('pending');
    await s.simulator.close();
    expect(await within(answer)).toBe('broken');
    expect(s.simulator.executions).toHaveLength(0);
  });
});

/** Sends a good executeJob and goes away before the answer. */
async function gone(s: Scene): Promise<void> {
  const { headers = {} } = s.simulator.requests[0] ?? {};
  const signed = Object.entries(headers).filter(([name]) => name.startsWith('x-ncp-'));
  const client = new AbortController();
  const answer = fetch(`${s.simulator.url}${jobPath}/executions`, {
    method: 'POST',
    headers: signed.map(([name, value]): [string, string] => [name, String(value)]),
    body: JSON.stringify(goodBody),
    signal: client.signal,
  });
  while (s.simulator.requestCount('executeJob') < 2) await delay(2);
  client.abort();
  await expect(answer).rejects.toThrow('abort');
}
