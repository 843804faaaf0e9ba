import { describe, expect, it } from '@jest/globals';
import { ExecutionHandle } from '../../src/execution/handle.ts';
import type { WatchOptions } from '../../src/execution/observation.ts';
import { JobWatcher } from '../../src/execution/watch.ts';
import { contextOn, executionJson } from '../support/contexts.ts';
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
const certain: WatchOptions = {
  isCertain: true,
  deadlineMs: () => HOUR_MS,
  pollIntervalMs: undefined,
  pastDurationsMs: [],
};

/** Waits for execution1 on a list that responds step by step; there is no single operation. */
function waiting(steps: Step[], options: Partial<WatchOptions> = {}, clock = new FakeClock()) {
  const service = scriptedService({ list: steps });
  const { context, ...rest } = contextOn(service.send, clock);
  const wait = () =>
    new JobWatcher(context).watch(new ExecutionHandle(context.client, 'job1', 'execution1'), {
      ...certain,
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
    expect(await wait()).toMatchObject({ ending: { kind: why } });
    expect(events.map((event) => event.kind === 'polled' && event.execution.status)).toEqual([
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

  it.each(['PAUSED', '', 'SUCCEEDED', 'CANCELLED'])('no status such as %j: it is pending', async (status) => {
    const { wait, clock } = waiting([state(status), state(status), state('COMPLETED')], {
      pollIntervalMs: 5_000,
    });
    expect(await wait()).toMatchObject({ ending: { kind: 'completed' } });
    expect(clock.sleeps).toEqual([0, 5_000, 5_000]);
  });
});

describe('trouble on the way', () => {
  const troubles: [string, Step][] = [
    ['a refused connection', notSent()],
    ['a lost response', lost()],
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

  it.each(troubles)('never ends the wait: %s, in forty responses', async (_what, trouble) => {
    const { wait, kinds } = waiting([state('RUNNING'), ...Array(40).fill(trouble), state('COMPLETED')]);
    expect(await wait()).toMatchObject({ ending: { kind: 'completed' } });
    expect(kinds().filter((kind) => kind === 'poll-failed').length).toBeGreaterThanOrEqual(15);
  });

  it('is waited out with growing pauses, up to half a minute', async () => {
    const { wait, clock } = waiting([state('RUNNING'), ...Array(10).fill(lost()), state('COMPLETED')]);
    await wait();
    const [, , ...pauses] = clock.sleeps;
    expect(pauses.every((pause, index) => index === 0 || pause >= (pauses[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
  });

  it('with a Retry-After is polled no earlier', async () => {
    const { wait, clock } = waiting([gatewayError(429, '410', { 'retry-after': '45' }), state('COMPLETED')]);
    await wait();
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(45_000);
  });

  it('that lasts until the deadline is a failed poll, not lack of time', async () => {
    const { wait, clock } = waiting([state('RUNNING'), gatewayError(503, '500')], {
      deadlineMs: () => 60_000,
    });
    expect(await wait()).toMatchObject({
      ending: { kind: 'poll-failed', error: { facts: { status: 503 } } },
    });
    expect(clock.elapsedMs()).toBe(60_000);
  });
});

describe('a refusal', () => {
  it.each([401, 403])('%i is believed when it stays: three times, within seconds', async (status) => {
    const { wait, kinds, clock } = waiting([state('RUNNING'), answer(status)]);
    expect(await wait()).toMatchObject({ ending: { kind: 'poll-failed', error: { facts: { status } } } });
    expect(kinds()).toEqual(['polled', 'poll-failed', 'poll-failed', 'poll-failed']);
    expect(clock.elapsedMs()).toBeLessThan(10_000);
  });

  it('is believed as soon, and one listed late seen as soon, with a long pollInterval', async () => {
    const every10m = { pollIntervalMs: 600_000 };
    const refused = waiting([state('RUNNING'), answer(403)], every10m);
    expect(await refused.wait()).toMatchObject({ ending: { kind: 'poll-failed' } });
    expect(refused.clock.elapsedMs()).toBeLessThan(600_000 + 10_000);
    const late = waiting([listed(), listed(), listed(), listed(), state('COMPLETED')], every10m);
    expect(await late.wait()).toMatchObject({ ending: { kind: 'completed' } });
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
    expect(await wait()).toMatchObject({ ending: { kind: 'completed' } });
  });
});

describe('an execution that is not listed', () => {
  it.each([
    ['that was started a moment ago', 0],
    ['that was polled many times before', 20],
  ])('is waited for: one %s', async (_what, polls) => {
    const clock = new FakeClock();
    let sinceMs: number | undefined;
    let seen = 0;
    const late: Step = (request) => {
      seen += 1;
      if (seen <= polls) return listed(executionJson())(request);
      sinceMs ??= clock.elapsedMs();
      return listed(
        ...(clock.elapsedMs() < sinceMs + 120_000 ? [] : [executionJson({ status: 'COMPLETED' })]),
      )(request);
    };
    expect(await waiting([late], {}, clock).wait()).toMatchObject({ ending: { kind: 'completed' } });
    expect(clock.elapsedMs() - (sinceMs ?? 0)).toBeLessThan(155_000);
  });

  it.each([
    ['that was never listed', [listed()]],
    ['that was listed before', [state('RUNNING'), listed()]],
  ])('is not waited for longer than five minutes: one %s', async (_what, steps) => {
    const { wait, clock } = waiting(steps);
    expect(await wait()).toMatchObject({ ending: { kind: 'not-listed' } });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(300_000);
    expect(clock.elapsedMs()).toBeLessThan(400_000);
  });

  it('and that nobody knows to exist is not found after three polls, within seconds', async () => {
    const { wait, clock, kinds } = waiting([listed()], { isCertain: false });
    expect(await wait()).toMatchObject({ ending: { kind: 'not-listed' } });
    expect(kinds().filter((kind) => kind === 'not-listed')).toHaveLength(3);
    expect(clock.elapsedMs()).toBeLessThan(10_000);
  });
});

describe('the deadline', () => {
  it('ends the wait with the execution still pending', async () => {
    const { wait, clock } = waiting([state('RUNNING')], { deadlineMs: () => 60_000 });
    expect(await wait()).toMatchObject({ ending: { kind: 'time-up' } });
    expect(clock.elapsedMs()).toBe(60_000);
  });

  it('is preceded by a last poll', async () => {
    const steps = [state('RUNNING'), state('COMPLETED')];
    const { wait, clock } = waiting(steps, { deadlineMs: () => 30_000, pollIntervalMs: 3_600_000 });
    expect(await wait()).toMatchObject({ ending: { kind: 'completed' } });
    expect(clock.elapsedMs()).toBe(30_000);
  });

  it('is not passed by more than two seconds by a response that does not come', async () => {
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
    expect(await wait()).toMatchObject({ ending: { kind: 'poll-failed' } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(52_000);
    expect(requests.length).toBeGreaterThan(2);
  });

  it('is not passed by more than two seconds by a poll of several slow requests', async () => {
    const clock = new FakeClock();
    const slow: Step = ({ path, timeoutMs }) => {
      clock.pass(Math.min(25_000, timeoutMs));
      if (timeoutMs < 25_000) return lost();
      return answer(200, { list: [executionJson({ jobExecutionId: path })] });
    };
    const { wait } = waiting([slow], { deadlineMs: () => 32_000 }, clock);
    expect(await wait()).toMatchObject({ ending: { kind: 'poll-failed' } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(34_000);
  });

  it('may depend on what is polled', async () => {
    const { wait, clock } = waiting([listed(executionJson({ jobCondition: { timeout: 3 } }))], {
      deadlineMs: (execution) => Number(execution?.jobCondition?.['timeout'] ?? 100) * 1_000,
    });
    await wait();
    expect(clock.elapsedMs()).toBe(3_000);
  });
});

describe('several executions of a job', () => {
  const both = (a: string, b: string): Step =>
    listed(
      executionJson({ jobExecutionId: 'a', status: a }),
      executionJson({ jobExecutionId: 'b', status: b }),
    );
  const watching = (steps: Step[]) => {
    const service = scriptedService({ list: steps });
    const { context, clock, ...rest } = contextOn(service.send);
    const watcher = new JobWatcher(context);
    const watch = (id: string, options: Partial<WatchOptions> = {}) =>
      watcher.watch(new ExecutionHandle(context.client, 'job1', id), {
        ...certain,
        pollIntervalMs: 5_000,
        ...options,
      });
    return { ...service, ...rest, clock, watch };
  };

  it('share one request for each poll', async () => {
    const { watch, operations } = watching([
      both('RUNNING', 'RUNNING'),
      both('RUNNING', 'FAILED'),
      both('COMPLETED', 'FAILED'),
    ]);
    const ended = await Promise.all([watch('a'), watch('b')]);
    expect(ended.map(({ ending }) => ending.kind)).toEqual(['completed', 'failed']);
    expect(operations()).toEqual(['list', 'list', 'list']);
  });

  it('each end with their own deadline', async () => {
    const { watch } = watching([both('RUNNING', 'RUNNING')]);
    const ended = await Promise.all([
      watch('a', { deadlineMs: () => 10_000 }),
      watch('b', { deadlineMs: () => 20_000 }),
    ]);
    expect(ended.map(({ ending }) => ending.kind)).toEqual(['time-up', 'time-up']);
  });

  it('are polled alone when the page does not show them', async () => {
    const { watch, operations } = watching([
      listed(),
      listed(executionJson({ jobExecutionId: 'a', status: 'FAILED' })),
    ]);
    const waits = [watch('a'), watch('b', { isCertain: false, deadlineMs: () => 30_000 })];
    expect((await Promise.all(waits)).map(({ ending }) => ending.kind)).toEqual(['failed', 'not-listed']);
    expect(operations().filter((operation) => operation === 'list').length).toBeGreaterThan(2);
  });
});

describe('when the step is cancelled', () => {
  it('the wait ends at once, in the middle of a pause', async () => {
    const clock = new FakeClock();
    const { wait, cancelStep } = waiting([state('RUNNING')], { pollIntervalMs: 60_000 }, clock);
    clock.at(70_000, cancelStep);
    await expect(wait()).rejects.toThrow('the step was cancelled');
    expect(clock.elapsedMs()).toBe(70_000);
  });

  it('the poll that is under way gets the signal', async () => {
    const { wait, requests, cancelStep } = waiting([state('COMPLETED')]);
    await wait();
    expect(requests[0]?.signal?.aborted).toBe(false);
    cancelStep();
    expect(requests[0]?.signal?.aborted).toBe(true);
  });
});
