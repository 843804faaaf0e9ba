import { describe, expect, it } from '@jest/globals';
import type { RunOptions } from '../../src/execution/run.ts';
import { executionJson, serviceDate } from '../support/contexts.ts';
import { running } from '../support/running-job.ts';
import { gatewayError, httpResponse, listed, lost, type Step } from '../support/scripted-send.ts';

/** Executions a1, a2, ... of which each ends so; the responses to the starts can be others. */
function retrying(ends: readonly string[], options: Partial<RunOptions> = {}, responses: Step[] = []) {
  let starts = 0;
  const all = () =>
    Array.from({ length: starts }, (_, index) =>
      executionJson({
        jobExecutionId: `a${index + 1}`,
        status: ends[index] ?? 'FAILED',
        createdDate: serviceDate(index),
      }),
    );
  const list: Step = (request) => listed(...all())(request);
  const start: Step = (request) => {
    const response =
      responses[starts] ?? ((): ReturnType<typeof httpResponse> => httpResponse(200, all().at(-1)));
    if (!isRefusal(response)) starts += 1;
    return typeof response === 'function' ? response(request) : response;
  };
  return running({ retries: 2, retryDelayMs: 30_000, ...options }, { list: [list], start: [start] });
}
const isRefusal = (step: Step): boolean => 'status' in step && step.status >= 400;
const sends = (operations: string[]) => operations.filter((operation) => operation === 'start').length;

describe('a FAILED execution', () => {
  it('is started again until one completes', async () => {
    const { run, operations, events } = retrying(['FAILED', 'COMPLETED']);
    expect(await run()).toMatchObject({ ending: { kind: 'completed' }, jobExecutionId: 'a2', attempts: 2 });
    expect(sends(operations())).toBe(2);
    expect(events.filter(({ kind }) => kind === 'retrying')).toEqual([
      { kind: 'retrying', jobExecutionId: 'a1', attempt: 2, pauseMs: 30_000 },
    ]);
  });

  it.each([0, 1, 2, 10])('is started again %i times at most', async (retries) => {
    const { run, operations, clock } = retrying(Array(11).fill('FAILED'), {
      retries,
      waitTimeoutMs: 3_600_000,
    });
    expect(await run()).toMatchObject({
      ...{ ending: { kind: 'failed' }, jobExecutionId: `a${retries + 1}`, attempts: retries + 1 },
    });
    expect(sends(operations())).toBe(retries + 1);
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(retries * 30_000);
  });

  it('is no new one for the next start, whatever the list shows', async () => {
    const { run, operations } = retrying(['FAILED', 'COMPLETED'], {}, [
      httpResponse(200, executionJson({ jobExecutionId: 'a1' })),
      lost(),
    ]);
    expect(await run()).toMatchObject({ ending: { kind: 'completed' }, jobExecutionId: 'a2', how: 'found' });
    expect(sends(operations())).toBe(2);
  });
});

describe('nothing but FAILED', () => {
  it.each([
    ['CANCELED', 'canceled'],
    ['COMPLETED', 'completed'],
    ['RUNNING', 'wait-timeout'],
  ])('is started again: not %s', async (status, kind) => {
    const { run, operations } = retrying([status], { waitTimeoutMs: 120_000 });
    expect(await run()).toMatchObject({ ending: { kind }, attempts: 1 });
    expect(sends(operations())).toBe(1);
  });

  it('is started again: not one that could not be polled', async () => {
    const { run, operations } = running(
      { retries: 2 },
      {
        list: [listed(), httpResponse(403)],
        start: [httpResponse(200, executionJson({ jobExecutionId: 'a1' }))],
      },
    );
    expect(await run()).toMatchObject({ ending: { kind: 'poll-failed' }, attempts: 1 });
    expect(sends(operations())).toBe(1);
  });

  it('is started again: not a start whose outcome is unclear', async () => {
    const { run, operations } = running(
      { retries: 2, waitTimeoutMs: 5_000 },
      { start: [lost()], list: [listed()] },
    );
    expect(await run()).toMatchObject({ ending: { kind: 'start-unclear' }, attempts: 0 });
    expect(sends(operations())).toBe(1);
  });

  it('is started again: not one that may have been started twice', async () => {
    let starts = 0;
    const start: Step = () => {
      starts += 1;
      return starts === 1
        ? lost()
        : httpResponse(200, executionJson({ jobExecutionId: 'second', status: 'READY' }));
    };
    const late = executionJson({ jobExecutionId: 'first' });
    const second = executionJson({ jobExecutionId: 'second', status: 'FAILED' });
    const list: Step = (request) => listed(...(starts < 2 ? [] : [second, late]))(request);
    const { run } = running({ retries: 2 }, { start: [start], list: [list] });
    expect(await run()).toMatchObject({ ending: { kind: 'started-twice', others: ['first'] }, attempts: 1 });
    expect(starts).toBe(2);
  });
});

describe('the pause before a retry', () => {
  it('is not begun when waitTimeout would cut it: the failure is the result', async () => {
    const { run, clock, operations } = retrying(['FAILED'], { waitTimeoutMs: 30_000 });
    expect(await run()).toMatchObject({ ending: { kind: 'failed' }, attempts: 1 });
    expect(clock.elapsedMs()).toBeLessThan(5_000);
    expect(sends(operations())).toBe(1);
  });

  it('and all attempts together are within waitTimeout', async () => {
    const { run, clock } = retrying(['FAILED', 'RUNNING'], { waitTimeoutMs: 60_000 });
    expect(await run()).toMatchObject({
      ending: { kind: 'wait-timeout' },
      jobExecutionId: 'a2',
      attempts: 2,
    });
    expect(clock.elapsedMs()).toBe(60_000);
  });

  it('without waitTimeout leaves each attempt its own time', async () => {
    const { run, clock } = retrying(['FAILED', 'RUNNING'], { jobCondition: { timeout: 1 } });
    expect(await run()).toMatchObject({ ending: { kind: 'wait-timeout' }, attempts: 2 });
    expect(clock.elapsedMs()).toBeGreaterThan(30_000 + 16 * 60_000);
  });

  it('ends with the step: nothing is started, and the failed one is named', async () => {
    const { run, clock, cancelStep, operations } = retrying(['FAILED']);
    clock.at(15_000, cancelStep);
    expect(await run()).toMatchObject({
      ...{ ending: { kind: 'step-cancelled', left: { kind: 'ended', status: 'FAILED' } } },
      ...{ jobExecutionId: 'a1', attempts: 1 },
    });
    expect([sends(operations()), clock.elapsedMs()]).toEqual([1, 15_000]);
  });
});

describe('a retry that is not started', () => {
  it('because it is refused leaves the failure as the result', async () => {
    const { run, kinds } = retrying(['FAILED'], {}, [
      httpResponse(200, executionJson({ jobExecutionId: 'a1' })),
      httpResponse(403),
    ]);
    expect(await run()).toMatchObject({ ending: { kind: 'failed' }, jobExecutionId: 'a1', attempts: 1 });
    expect(kinds()).toContain('retry-refused');
  });

  it('because the list cannot be read leaves the failure as the result', async () => {
    let reads = 0;
    const list: Step = (request) => {
      reads += 1;
      if (reads > 2) return gatewayError(503, '500');
      return listed(...(reads < 2 ? [] : [executionJson({ jobExecutionId: 'a1', status: 'FAILED' })]))(
        request,
      );
    };
    const start = [httpResponse(200, executionJson({ jobExecutionId: 'a1' }))];
    const { run, operations } = running({ retries: 1 }, { list: [list], start });
    expect(await run()).toMatchObject({ ending: { kind: 'failed' }, jobExecutionId: 'a1', attempts: 1 });
    expect(sends(operations())).toBe(1);
  });
});
