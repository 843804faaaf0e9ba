import { describe, expect, it } from '@jest/globals';
import type { DataFlowClient } from '../../src/dataflow/client.ts';
import type { Send } from '../../src/http/network.ts';
import { MAXIMUM_TRIES } from '../../src/http/retry.ts';
import { clientOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock, START_MS } from '../support/fake-clock.ts';
import {
  gatewayError,
  httpResponse,
  lost,
  notSent,
  ScriptedSend,
  type Step,
} from '../support/scripted-send.ts';

const job = httpResponse(200, { jobId: 'j' });
const troubles: [string, Step][] = [
  ['a refused connection', notSent()],
  ['a lost response', lost()],
  ['408', httpResponse(408)],
  ['429', gatewayError(429, '410')],
  ['500', gatewayError(500, '900')],
  ['502', httpResponse(502, '<html>')],
  ['503', gatewayError(503, '500')],
  ['504', gatewayError(504, '510')],
  ['a cut off body', httpResponse(200, '{"jobId":')],
  ['an empty body', httpResponse(200)],
  ['a redirect', httpResponse(302, '', { location: 'https://elsewhere' })],
];

describe('a request that is safe to repeat', () => {
  it.each(troubles)('is sent again after %s', async (_what, trouble) => {
    const script = new ScriptedSend(trouble, job);
    const { client, clock, events } = clientOn(script.send);
    expect((await client.getJob('j')).jobId).toBe('j');
    expect(script.requests).toHaveLength(2);
    expect(clock.sleeps).toEqual([250]);
    expect(events.map(({ kind }) => kind)).toEqual(['request-ended', 'trying-again', 'request-ended']);
  });

  it.each([400, 401, 403, 404, 409, 413])('is not sent again after %i', async (status) => {
    const script = new ScriptedSend(httpResponse(status));
    await expect(clientOn(script.send).client.getJob('j')).rejects.toMatchObject({ refused: true });
    expect(script.requests).toHaveLength(1);
  });

  it('ends after so many tries, with the last error', async () => {
    const script = new ScriptedSend(lost(), gatewayError(503, '500'));
    const { client, clock } = clientOn(script.send);
    await expect(client.getJob('j')).rejects.toMatchObject({ facts: { status: 503 } });
    expect(script.requests).toHaveLength(MAXIMUM_TRIES);
    expect(clock.sleeps).toEqual([250, 500, 1000, 2000, 4000, 7500]);
  });

  it.each([
    [600, 2],
    [10_000, 6],
    [0, 1],
  ])('is not sent again after its end: %i ms, %i tries', async (untilMs, tries) => {
    const script = new ScriptedSend(gatewayError(503, '500'));
    const { client, clock } = clientOn(script.send);
    await expect(client.getJob('j', { untilMs })).rejects.toMatchObject({ facts: { status: 503 } });
    expect(script.requests).toHaveLength(tries);
    expect(clock.elapsedMs()).toBeLessThanOrEqual(untilMs);
  });

  it('is sent once where the caller repeats by itself', async () => {
    const script = new ScriptedSend(lost());
    await expect(clientOn(script.send).client.getJob('j', { once: true })).rejects.toThrow();
    expect(script.requests).toHaveLength(1);
  });

  it('has a fresh timestamp and signature at every try', async () => {
    const script = new ScriptedSend(lost(), lost(), job);
    await clientOn(script.send).client.getJob('j');
    const stamps = script.requests.map(({ headers }) => Number(headers['x-ncp-apigw-timestamp']) - START_MS);
    expect(stamps).toEqual([0, 250, 750]);
    expect(new Set(script.requests.map(({ headers }) => headers['x-ncp-apigw-signature-v2'])).size).toBe(3);
  });

  it('stops at once when it is aborted during a pause', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    clock.at(100, () => controller.abort(new Error('given up')));
    const { client } = clientOn(new ScriptedSend(lost()).send, clock);
    await expect(client.getJob('j', { signal: controller.signal })).rejects.toThrow('given up');
    expect(clock.elapsedMs()).toBe(100);
  });
});

describe('Retry-After', () => {
  it.each([
    ['in seconds', '7', 7_000],
    ['as a date', new Date(START_MS + 9_000).toUTCString(), 9_000],
    ['too long to sleep through', '86400', 120_000],
    ['that is over', new Date(START_MS - 9_000).toUTCString(), 250],
    ['that is no time', 'soon', 250],
  ])('%s is obeyed as far as it makes sense', async (_what, value, pauseMs) => {
    const script = new ScriptedSend(gatewayError(429, '400', { 'retry-after': value }), job);
    const { client, clock } = clientOn(script.send);
    await client.getJob('j');
    expect(clock.sleeps).toEqual([pauseMs]);
  });
});

describe('a request that must not be repeated', () => {
  const calls: [string, (client: DataFlowClient) => Promise<unknown>][] = [
    ['executeJob', (client) => client.executeJob('j', { jobCondition: {} })],
    ['createJob', (client) => client.createJob({ name: 'n' })],
  ];
  const rows = calls.flatMap(([name, call]) => troubles.map(([what, step]) => ({ name, what, call, step })));

  it.each(rows)('$name is sent once, whatever comes: $what', async ({ call, step }) => {
    const script = new ScriptedSend(step, httpResponse(200, { ...executionJson(), jobId: 'j' }));
    await expect(call(clientOn(script.send).client)).rejects.toThrow();
    expect(script.requests).toHaveLength(1);
  });
});

describe('a wrong clock', () => {
  const calls: [string, (client: DataFlowClient) => Promise<unknown>][] = [
    ['getJobExecution', (client) => client.getJobExecution('j', 'e')],
    ['executeJob', (client) => client.executeJob('j', { jobCondition: {} })],
  ];
  /** A gateway that refuses timestamps 5 minutes or more away, as the real one does. */
  const gateway =
    (clock: FakeClock, requests: number[]): Send =>
    async ({ headers }) => {
      const offMs = Number(headers['x-ncp-apigw-timestamp']) - clock.trueMs();
      requests.push(offMs);
      const date = new Date(clock.trueMs()).toUTCString();
      return Math.abs(offMs) >= 300_000
        ? gatewayError(401, '200', { date })
        : httpResponse(200, executionJson(), { date });
    };

  const rows = calls.flatMap(([name, call]) => [-11, 11].map((minutes) => ({ name, minutes, call })));
  it.each(rows)('of $minutes minutes: $name is signed again once, with the service time', async (row) => {
    const clock = new FakeClock();
    clock.wallErrorMs = row.minutes * 60_000;
    const offsets: number[] = [];
    const { client, events } = clientOn(gateway(clock, offsets), clock);
    await row.call(client);
    await row.call(client);
    expect(offsets).toEqual([row.minutes * 60_000, 0, 0]);
    expect(events.filter(({ kind }) => kind === 'clock-differs')).toEqual([
      { kind: 'clock-differs', offsetMs: row.minutes * -60_000 },
    ]);
  });

  it('within a minute is left alone', async () => {
    const clock = new FakeClock();
    clock.wallErrorMs = 59_000;
    const script = new ScriptedSend(httpResponse(200, executionJson(), { date: serviceDate() }));
    const { client, events } = clientOn(script.send, clock);
    await client.getJobExecution('j', 'e');
    await client.getJobExecution('j', 'e');
    const stamps = script.requests.map(({ headers }) => Number(headers['x-ncp-apigw-timestamp']) - START_MS);
    expect(stamps).toEqual([59_000, 59_000]);
    expect(events.map(({ kind }) => kind)).toEqual(['request-ended', 'request-ended']);
  });

  it('is not the reason of a 401 that stays: it is final', async () => {
    const clock = new FakeClock();
    clock.wallErrorMs = 660_000;
    const script = new ScriptedSend(() => gatewayError(401, '200', { date: serviceDate() }));
    await expect(clientOn(script.send, clock).client.getJob('j')).rejects.toMatchObject({ refused: true });
    expect(script.requests).toHaveLength(2);
  });
});
