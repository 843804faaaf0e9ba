import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulator/simulator.ts';
import { type ApiResponse, goodBody, jobPath, type Scene, scene, signedHeaders } from './signed-request.ts';

const execute = (s: Scene): Promise<ApiResponse> => s.call(`POST ${jobPath}/executions`, goodBody);

async function sceneWith(fault: FaultKind): Promise<Scene> {
  return scene({ faults: [{ on: 'executeJob', ...fault }] });
}

/** 'pending' when no response comes within 30 ms after the request has come in. */
async function within(s: Scene, response: Promise<ApiResponse>): Promise<ApiResponse | 'pending' | 'broken'> {
  while (s.simulator.requests.length === 0) await delay(2);
  return Promise.race([response.catch(() => 'broken' as const), delay(30, 'pending' as const)]);
}

describe('faults that act before the request is processed', () => {
  it.each([
    [429, '400', 'Quota Exceeded'],
    [503, '500', 'Endpoint Error'],
    [504, '510', 'Endpoint Timeout'],
    [500, '900', 'Unexpected Error'],
  ])('status %i comes with the documented body', async (status, errorCode, message) => {
    await using s = await sceneWith({ kind: 'status', status });
    const { json, ...response } = await execute(s);
    expect(response.status).toBe(status);
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

  it('trickle sends the whole response, byte by byte', async () => {
    await using s = await scene({ faults: [{ on: 'cancelJobExecution', kind: 'trickle', delayMs: 5 }] });
    const { jobExecutionId } = (await execute(s)).json;
    const before = performance.now();
    expect((await s.call(`POST ${jobPath}/executions/${jobExecutionId}/cancel`)).text).toBe('true');
    expect(performance.now() - before).toBeGreaterThan(15);
  });
});

describe('a function of the options that throws', () => {
  it('is shown in a 500', async () => {
    const change = (): never => {
      throw new Error('no change');
    };
    await using s = await sceneWith({ kind: 'changed', change });
    expect(await execute(s)).toMatchObject({ status: 500, text: 'Error: no change' });
  });
});

describe('faults of time', () => {
  it.each([
    ['hang-before', 0],
    ['hang-after', 1],
  ] as const)(
    '%s: no response comes until the simulator closes, and %i execution starts',
    async (kind, count) => {
      await using s = await sceneWith({ kind });
      const response = execute(s);
      expect(await within(s, response)).toBe('pending');
      expect(s.simulator.executions).toHaveLength(count);
      await s.simulator.close();
      expect(await within(s, response)).toBe('broken');
    },
  );

  it('slow: processed at once, the response comes later', async () => {
    const sleeping = Promise.withResolvers<void>();
    const fault = { on: 'executeJob', kind: 'slow', delayMs: 60_000 } as const;
    await using s = await scene({ faults: [fault], sleep: () => sleeping.promise });
    const response = execute(s);
    expect(await within(s, response)).toBe('pending');
    expect(s.simulator.executions).toHaveLength(1);
    sleeping.resolve();
    expect((await response).status).toBe(200);
  });

  it('late: processed later', async () => {
    const sleeping = Promise.withResolvers<void>();
    const fault = { on: 'executeJob', kind: 'late', delayMs: 60_000 } as const;
    await using s = await scene({ faults: [fault], sleep: () => sleeping.promise });
    const response = execute(s);
    expect(await within(s, response)).toBe('pending');
    expect(s.simulator.executions).toHaveLength(0);
    sleeping.resolve();
    expect((await response).status).toBe(200);
    expect(s.simulator.executions).toHaveLength(1);
  });

  it('late: processed even for a client that has gone', async () => {
    await using s = await sceneWith({ kind: 'late', delayMs: 60_000 });
    await gone(s);
    s.pass(59_999);
    expect(s.simulator.executions).toHaveLength(0);
    s.pass(1);
    expect(s.simulator.executions).toEqual([expect.objectContaining({ acceptedAtMs: s.nowMs() })]);
    expect(s.simulator.requests[0]?.status).toBeUndefined();
  });

  it('a pending delay does not outlive the simulator', async () => {
    await using s = await sceneWith({ kind: 'late', delayMs: 60_000 });
    const response = execute(s);
    expect(await within(s, response)).toBe('pending');
    await s.simulator.close();
    expect(await within(s, response)).toBe('broken');
    expect(s.simulator.executions).toHaveLength(0);
  });
});

/** Sends a good executeJob and goes away before the response. */
async function gone(s: Scene): Promise<void> {
  const client = new AbortController();
  const response = fetch(`${s.simulator.url}${jobPath}/executions`, {
    method: 'POST',
    headers: signedHeaders(s.simulator, s.nowMs(), `POST ${jobPath}/executions`),
    body: JSON.stringify(goodBody),
    signal: client.signal,
  });
  while (s.simulator.requests.length === 0) await delay(2);
  client.abort();
  await expect(response).rejects.toThrow('abort');
}
