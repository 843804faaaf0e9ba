import { afterEach, describe, expect, it } from '@jest/globals';
import {
  optionalOperations,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/simulator.ts';
import { DataFlowClient } from '../../src/dataflow/client.ts';
import { ExecutionHandle } from '../../src/execution/handle.ts';
import { Network } from '../../src/http/network.ts';
import { systemClock } from '../../src/time/clock.ts';
import { clientOn, executionJson } from '../support/contexts.ts';
import {
  gatewayError,
  httpResponse,
  listed,
  lost,
  notSent,
  type Step,
  scriptedService,
} from '../support/scripted-send.ts';

const job = 'gqigvHhTu7ra';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A real client on a simulated service. */
async function simulated(
  options: SimulatorOptions,
): Promise<{ simulator: Simulator; client: DataFlowClient }> {
  const simulator = await startSimulator(options);
  const network = new Network();
  closers.push(
    () => network.close(),
    () => simulator.close(),
  );
  const client = new DataFlowClient({
    origin: simulator.url,
    keys: simulator,
    requestTimeoutMs: 10_000,
    userAgent: 'test',
    send: network.send,
    clock: systemClock,
    random: () => 0,
    emit: () => {},
  });
  return { simulator, client };
}

describe('among 3000 past executions', () => {
  it.each([
    { order: 'newest-first', isOffered: true, first: 1, again: 1 },
    { order: 'newest-first', isOffered: false, first: 1, again: 1 },
    { order: 'oldest-first', isOffered: true, first: 2, again: 1 },
    { order: 'oldest-first', isOffered: false, first: 7, again: 1 },
    { order: 'shuffled', isOffered: true, first: 2, again: 1 },
    { order: 'shuffled', isOffered: false, first: 7, again: 1 },
  ] as const)('$order, single operation: $isOffered: it takes $first requests, then $again', async (row) => {
    const { order, isOffered } = row;
    const absent = isOffered ? [] : optionalOperations;
    const { simulator, client } = await simulated({ order, absent, history: 3000 });
    const { jobExecutionId } = simulator.startForeign(job);
    const handle = new ExecutionHandle(client, job, jobExecutionId);
    expect((await handle.poll({}))?.jobExecutionId).toBe(jobExecutionId);
    const first = simulator.requests.length;
    expect(first).toBeLessThanOrEqual(row.first);
    for (let polls = 0; polls < 3; polls += 1) {
      expect((await handle.poll({}))?.jobExecutionId).toBe(jobExecutionId);
    }
    expect(simulator.requests.length - first).toBe(3 * row.again);
  });

  it('a poll costs a few kilobytes', async () => {
    const { simulator, client } = await simulated({ history: 3000 });
    const { jobExecutionId } = simulator.startForeign(job);
    const path = `${simulator.url}/api/v1/jobs/${job}/executions?page=0&limit=10`;
    await new ExecutionHandle(client, job, jobExecutionId).poll({});
    const [request] = simulator.requests;
    const page = await fetch(path, { headers: request?.headers as Record<string, string> });
    expect(request?.path).toBe(new URL(path).pathname + new URL(path).search);
    expect((await page.arrayBuffer()).byteLength).toBeLessThan(8_000);
  });

  it('one that newer ones push off its page is found again', async () => {
    const { simulator, client } = await simulated({ history: 30, absent: optionalOperations });
    const { jobExecutionId } = simulator.startForeign(job);
    const handle = new ExecutionHandle(client, job, jobExecutionId);
    await handle.poll({});
    for (let newer = 0; newer < 15; newer += 1) simulator.startForeign(job);
    expect((await handle.poll({}))?.jobExecutionId).toBe(jobExecutionId);
  });

  it('one that is listed late is found once it is', async () => {
    let nowMs = Date.now();
    const { simulator, client } = await simulated({ now: () => nowMs, listedAfterMs: 5_000, history: 3 });
    const { jobExecutionId } = simulator.startForeign(job);
    const handle = new ExecutionHandle(client, job, jobExecutionId);
    expect(await handle.poll({})).toBeUndefined();
    nowMs += 5_000;
    expect((await handle.poll({}))?.jobExecutionId).toBe(jobExecutionId);
  });
});

describe('a poll', () => {
  const page = listed(executionJson({ jobExecutionId: 'first', status: 'COMPLETED' }), executionJson());
  const pollOn = (scripts: Parameters<typeof scriptedService>[0]) => {
    const service = scriptedService(scripts);
    const handle = new ExecutionHandle(clientOn(service.send).client, 'job1', 'execution1');
    return { ...service, poll: () => handle.poll({ once: true }) };
  };

  it('finds by id, never the first of the list', async () => {
    const { poll } = pollOn({ list: [page] });
    expect(await poll()).toMatchObject({ jobExecutionId: 'execution1', status: 'RUNNING' });
  });

  it('asks for the single execution before it pages through the list', async () => {
    const { poll, operations } = pollOn({ list: [listed()], single: [httpResponse(200, executionJson())] });
    expect(await poll()).toMatchObject({ jobExecutionId: 'execution1' });
    expect(operations()).toEqual(['list', 'single']);
  });

  it('does not take another execution for it, whatever the service sends', async () => {
    const other = httpResponse(200, executionJson({ jobExecutionId: 'other' }));
    expect(await pollOn({ list: [listed()], single: [other] }).poll()).toBeUndefined();
  });

  it.each([400, 403, 404, 405])(
    'goes on in the list where the single one is refused with %i',
    async (status) => {
      const { poll } = pollOn({
        list: [listed(), page],
        single: [httpResponse(status)],
      });
      expect(await poll()).toMatchObject({ jobExecutionId: 'execution1' });
    },
  );

  it.each([
    ['a lost response', lost()],
    ['a 503', gatewayError(503, '500')],
    ['garbage', httpResponse(200, '{')],
  ])('cannot tell after %s', async (_what, trouble) => {
    await expect(pollOn({ list: [trouble] }).poll()).rejects.toThrow();
    await expect(pollOn({ list: [listed()], single: [trouble] }).poll()).rejects.toThrow();
  });

  it.each([
    ['a response that cannot be read', httpResponse(200, '<html>')],
    ['a 500', gatewayError(500, '900')],
    ['a 501', httpResponse(501)],
  ])('finds in the whole list what the single operation never shows: %s', async (_what, trouble) => {
    const { poll, operations } = pollOn({ list: [listed(), page], single: [trouble] });
    for (let again = 0; again < 3; again += 1)
      expect(await poll()).toMatchObject({ jobExecutionId: 'execution1' });
    expect(operations().filter((operation) => operation === 'single')).toHaveLength(1);
  });

  it('fails, and does not report absence, as long as the single operation fails and no list has it', async () => {
    const { poll } = pollOn({ list: [listed()], single: [gatewayError(500, '900')] });
    for (let again = 0; again < 5; again += 1)
      await expect(poll()).rejects.toMatchObject({ facts: { status: 500 } });
  });

  it('does not read the whole list at every miss', async () => {
    const { poll, operations } = pollOn({ list: [listed()] });
    for (let miss = 0; miss < 16; miss += 1) expect(await poll()).toBeUndefined();
    expect(operations().filter((operation) => operation === 'list')).toHaveLength(16 + 5);
  });

  it('is a failure as long as the whole list could not be read: trouble is never absence', async () => {
    const whole: Step = ({ path }) =>
      path.includes('limit=1000') ? gatewayError(500, '900') : httpResponse(200, { list: [] });
    const { poll, operations } = pollOn({ list: [whole] });
    for (let again = 0; again < 8; again += 1)
      await expect(poll()).rejects.toMatchObject({ facts: { status: 500 } });
    expect(operations().filter((operation) => operation === 'list')).toHaveLength(8 + 4);
  });

  it('finds in the whole list what its first page fails to show, and the other way round', async () => {
    const failing =
      (part: string): Step =>
      (request) =>
        request.path.endsWith(part) ? gatewayError(500, '900') : page(request);
    expect(await pollOn({ list: [failing('limit=10')] }).poll()).toMatchObject({
      jobExecutionId: 'execution1',
    });
    expect(await pollOn({ list: [failing('limit=1000')] }).poll()).toMatchObject({
      jobExecutionId: 'execution1',
    });
  });

  it.each([
    ['a 429', gatewayError(429, '410')],
    ['no connection', notSent()],
  ])('ends after %s: another request would not do better', async (_what, trouble) => {
    const { poll, operations } = pollOn({ list: [trouble] });
    await expect(poll()).rejects.toThrow();
    expect(operations()).toEqual(['list']);
  });
});
