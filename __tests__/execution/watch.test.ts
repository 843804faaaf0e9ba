import { describe, expect, it } from '@jest/globals';
import { ExecutionHandle } from '../../src/execution/handle.ts';
import type { WatchOptions } from '../../src/execution/observation.ts';
import { JobWatcher } from '../../src/execution/watch.ts';
import { contextOn, executionJson } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { httpResponse, listed, lost, type Step, scriptedService } from '../support/scripted-send.ts';
import { certain, state, waiting } from '../support/waiting.ts';

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
      return httpResponse(200, { list: [executionJson({ jobExecutionId: path })] });
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
