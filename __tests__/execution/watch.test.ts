import { describe, expect, it } from '@jest/globals';
import { type WaitOptions, waitForResult } from '../../src/execution/watch.ts';
import { anExecution, contextOn, executionJson } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  answer,
  gatewayError,
  listed,
  lost,
  notSent,
  type Step,
  scriptedService,
} from '../support/scripted-send.ts';

const state = (status: string): Step => listed(executionJson({ status }));
const HOUR_MS = 3_600_000;

/** Waits for execution1 on a list that answers step by step; there is no single operation. */
function waiting(steps: Step[], options: Partial<WaitOptions> = {}, clock = new FakeClock()) {
  const service = scriptedService({ list: steps });
  const { context, ...rest } = contextOn(service.send, clock);
  const wait = () =>
    waitForResult(context, {
      jobId: 'job1',
      jobExecutionId: 'execution1',
      isNew: true,
      deadlineMs: () => HOUR_MS,
      pollIntervalMs: undefined,
      pastDurationsMs: [],
      ...options,
    });
  return { ...rest, ...service, wait };
}

describe('a wait ends with', () => {
  it.each([
    ['COMPLETED', 'completed'],
    ['FAILED', 'failed'],
    ['CANCELED', 'canceled'],
  ])('%s: %s', async (status, why) => {
    const { wait, events } = waiting([state('READY'), state('RUNNING'), state(status)]);
    expect(await wait()).toEqual({ why });
    expect(events.map((event) => event.kind === 'seen' && event.execution.status)).toEqual([
      'READY',
      'RUNNING',
      status,
    ]);
  });

  it('the final state, without another sleep', async () => {
    const { wait, clock } = waiting([state('RUNNING'), state('COMPLETED')], { pollIntervalMs: 60_000 });
    await wait();
    expect(clock.elapsedMs()).toBe(60_000);
  });

  it('no request at all when the state is final already', async () => {
    const { wait, requests, clock } = waiting([], { known: anExecution({ status: 'FAILED' }) });
    expect(await wait()).toEqual({ why: 'failed' });
    expect([requests.length, clock.elapsedMs()]).toEqual([0, 0]);
  });

  it.each(['PAUSED', '', 'SUCCEEDED', 'CANCELLED'])('no status such as %j: it is pending', async (status) => {
    const { wait, clock } = waiting([state(status), state(status), state('COMPLETED')], {
      pollIntervalMs: 5_000,
    });
    expect(await wait()).toEqual({ why: 'completed' });
    expect(clock.sleeps).toEqual([0, 5_000, 5_000]);
  });
});

describe('trouble on the way', () => {
  const troubles: [string, Step][] = [
    ['a refused connection', notSent()],
    ['a lost answer', lost()],
    ['408', answer(408)],
    ['429', gatewayError(429, '410')],
    ['500', gatewayError(500, '900')],
    ['502 with HTML', answer(502, '<html>')],
    ['503', gatewayError(503, '500')],
    ['504', gatewayError(504, '510')],
    ['garbage', answer(200, '{"list":[{')],
    ['an empty body', answer(200)],
    ['another JSON', answer(200, '{}')],
    ['a redirect', answer(302, '', { location: 'https://elsewhere' })],
  ];

  it.each(troubles)('never ends the wait: %s, forty times', async (_what, trouble) => {
    const { wait, kinds } = waiting([state('RUNNING'), ...Array(40).fill(trouble), state('COMPLETED')]);
    expect(await wait()).toEqual({ why: 'completed' });
    expect(kinds().filter((kind) => kind === 'look-failed')).toHaveLength(40);
  });

  it('is waited out with growing pauses, up to half a minute', async () => {
    const { wait, clock } = waiting([state('RUNNING'), ...Array(10).fill(lost()), state('COMPLETED')]);
    await wait();
    const [, , ...pauses] = clock.sleeps;
    expect(pauses.every((pause, index) => index === 0 || pause >= (pauses[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
  });

  it('with a Retry-After is not looked at before', async () => {
    const { wait, clock } = waiting([gatewayError(429, '410', { 'retry-after': '45' }), state('COMPLETED')]);
    await wait();
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(45_000);
  });

  it('that lasts until the deadline is lost sight, not lack of time', async () => {
    const { wait, clock } = waiting([state('RUNNING'), gatewayError(503, '500')], {
      deadlineMs: () => 60_000,
    });
    expect(await wait()).toMatchObject({ why: 'sight-lost', error: { facts: { status: 503 } } });
    expect(clock.elapsedMs()).toBe(60_000);
  });
});

describe('a refusal', () => {
  it.each([401, 403])('%i is believed when it stays: three times, within seconds', async (status) => {
    const { wait, requests, clock } = waiting([state('RUNNING'), answer(status)]);
    expect(await wait()).toMatchObject({ why: 'sight-lost', error: { facts: { status } } });
    expect(requests).toHaveLength(4);
    expect(clock.elapsedMs()).toBeLessThan(10_000);
  });

  it('is believed as soon, and one listed late seen as soon, with a long pollInterval', async () => {
    const every10m = { pollIntervalMs: 600_000 };
    const refused = waiting([state('RUNNING'), answer(403)], every10m);
    expect(await refused.wait()).toMatchObject({ why: 'sight-lost' });
    expect(refused.clock.elapsedMs()).toBeLessThan(600_000 + 10_000);
    const late = waiting([listed(), listed(), listed(), listed(), state('COMPLETED')], every10m);
    expect(await late.wait()).toEqual({ why: 'completed' });
    expect(late.clock.elapsedMs()).toBeLessThan(15_000);
  });

  it('that passes is none', async () => {
    const blip = gatewayError(401, '200');
    const { wait } = waiting([
      state('RUNNING'),
      blip,
      blip,
      state('RUNNING'),
      blip,
      blip,
      state('COMPLETED'),
    ]);
    expect(await wait()).toEqual({ why: 'completed' });
  });
});

describe('an execution that is not listed', () => {
  it('is waited for when it was started a moment ago', async () => {
    const clock = new FakeClock();
    const late: Step = (request) =>
      listed(...(clock.elapsedMs() < 120_000 ? [] : [executionJson({ status: 'COMPLETED' })]))(request);
    const { wait } = waiting([late], {}, clock);
    expect(await wait()).toEqual({ why: 'completed' });
    expect(clock.elapsedMs()).toBeLessThan(155_000);
  });

  it('is not waited for longer than five minutes', async () => {
    const { wait, clock } = waiting([listed()]);
    expect(await wait()).toEqual({ why: 'not-listed' });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(300_000);
    expect(clock.elapsedMs()).toBeLessThan(400_000);
  });

  it.each([
    ['that was listed before', [state('RUNNING'), listed()], { isNew: true }],
    ['that this step did not start', [listed()], { isNew: false }],
  ])('%s is not known after three looks, within seconds', async (_what, steps, options) => {
    const { wait, clock, kinds } = waiting(steps, options);
    expect(await wait()).toEqual({ why: 'not-listed' });
    expect(kinds().filter((kind) => kind === 'not-listed')).toHaveLength(3);
    expect(clock.elapsedMs()).toBeLessThan(10_000);
  });
});

describe('the deadline', () => {
  it('ends the wait with the execution still pending', async () => {
    const { wait, clock } = waiting([state('RUNNING')], { deadlineMs: () => 60_000 });
    expect(await wait()).toEqual({ why: 'wait-timeout' });
    expect(clock.elapsedMs()).toBe(60_000);
  });

  it('is preceded by a last look', async () => {
    const steps = [state('RUNNING'), state('COMPLETED')];
    const { wait, clock } = waiting(steps, { deadlineMs: () => 30_000, pollIntervalMs: 3_600_000 });
    expect(await wait()).toEqual({ why: 'completed' });
    expect(clock.elapsedMs()).toBe(30_000);
  });

  it('is not passed by more than two seconds by an answer that does not come', async () => {
    const clock = new FakeClock();
    const { wait, requests } = waiting(
      [
        state('RUNNING'),
        ({ timeoutMs }) => {
          clock.pass(timeoutMs);
          return lost();
        },
      ],
      { deadlineMs: () => 50_000 },
      clock,
    );
    expect(await wait()).toMatchObject({ why: 'sight-lost' });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(52_000);
    expect(requests.length).toBeGreaterThan(2);
  });

  it('is not passed by more than two seconds by a look of several slow requests', async () => {
    const clock = new FakeClock();
    const slow: Step = ({ path, timeoutMs }) => {
      clock.pass(Math.min(25_000, timeoutMs));
      if (timeoutMs < 25_000) return lost();
      return answer(200, { list: [executionJson({ jobExecutionId: path })] });
    };
    const { wait } = waiting([slow], { deadlineMs: () => 32_000 }, clock);
    expect(await wait()).toMatchObject({ why: 'sight-lost' });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(34_000);
  });

  it('may depend on what is seen of the execution', async () => {
    const { wait, clock } = waiting([listed(executionJson({ jobCondition: { timeout: 3 } }))], {
      deadlineMs: (execution) => Number(execution?.jobCondition?.['timeout'] ?? 100) * 1_000,
    });
    await wait();
    expect(clock.elapsedMs()).toBe(3_000);
  });
});

describe('cancelling the step', () => {
  it('ends the wait at once, in the middle of a pause', async () => {
    const clock = new FakeClock();
    const { wait, cancelStep } = waiting([state('RUNNING')], { pollIntervalMs: 60_000 }, clock);
    clock.at(70_000, cancelStep);
    await expect(wait()).rejects.toThrow('the step was cancelled');
    expect(clock.elapsedMs()).toBe(70_000);
  });

  it('hands its signal to the look that is under way', async () => {
    const { wait, requests, cancelStep } = waiting([state('COMPLETED')]);
    await wait();
    expect(requests[0]?.signal?.aborted).toBe(false);
    cancelStep();
    expect(requests[0]?.signal?.aborted).toBe(true);
  });
});
