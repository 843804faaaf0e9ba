import { describe, expect, it } from '@jest/globals';
import { type Fault, type FaultKind, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, JOB_ID, QUICK, run, started, warnings } from './step.ts';

/** On the third look at the list: the first is before the start. */
const onPoll = (kind: FaultKind, times = 1): Fault => ({ on: 'getJobExecutions', nth: 2, times, ...kind });

describe('trouble on a poll does not end the wait', () => {
  it.concurrent.each<[string, FaultKind]>([
    ['408', { kind: 'status', status: 408 }],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ['500', { kind: 'status', status: 500 }],
    ['502 as HTML', { kind: 'html', status: 502 }],
    ['503', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504 }],
    ['one 401', { kind: 'status', status: 401 }],
    ['one 403', { kind: 'status', status: 403 }],
    ['a reset', { kind: 'reset-before' }],
    ['a hanging answer', { kind: 'hang-before' }],
    ['a trickling answer', { kind: 'trickle', delayMs: 100 }],
    ['a cut answer', { kind: 'truncated' }],
    ['broken JSON', { kind: 'garbled' }],
    ['an empty answer', { kind: 'empty' }],
    ['JSON as text/plain', { kind: 'text-plain' }],
    ['a redirect', { kind: 'redirect' }],
  ])('%s', async (_name, kind) => {
    await using simulator = await startSimulator({ ...QUICK, faults: [onPoll(kind)] });
    const step = await run(simulator, { requestTimeout: '500ms' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(step.annotations).toEqual([]);
    expect(started(simulator)).toHaveLength(1);
    expect(simulator.requestCount('unknown')).toBe(0);
  });

  it.concurrent('a run of faults costs one line when contact is lost and one when it is back', async () => {
    const faults = [onPoll({ kind: 'status', status: 503 }, 2), onPoll({ kind: 'reset-before' }, 3)];
    await using simulator = await startSimulator({ ...QUICK, faults });
    const step = await run(simulator);
    expect(step.exitCode).toBe(0);
    expect(step.log.match(/contact lost/g)).toHaveLength(1);
    expect(step.log.match(/contact is back/g)).toHaveLength(1);
    expect(step.annotations).toEqual([]);
  });

  it.concurrent('an execution that is listed 2 s late is waited for', async () => {
    await using simulator = await startSimulator({ ...QUICK, listedAfterMs: 2000, history: 5 });
    expect(await run(simulator)).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
  });
});

describe('sight lost for good', () => {
  it.concurrent('until the deadline: unknown, not timed_out, and red even with failOnError: false', async () => {
    await using simulator = await startSimulator({
      ...ENDLESS,
      faults: [onPoll({ kind: 'status', status: 503 }, 999)],
    });
    const step = await run(simulator, { waitTimeout: '3s', failOnError: 'false' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(errors(step)[0]).toContain(`jobExecutionId: ${started(simulator)[0]?.jobExecutionId}`);
  });

  it.concurrent.each([
    [401, 'the key'],
    [403, 'the key'],
    [404, 'the inputs'],
  ])('a %d that stays ends the wait within seconds', async (status, fault) => {
    const faults: Fault[] = ['getJobExecutions', 'getJobExecution'].map((on) => {
      return { on, nth: on === 'getJobExecutions' ? 3 : 1, times: 999, kind: 'status', status } as Fault;
    });
    await using simulator = await startSimulator({ ...ENDLESS, faults });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown', status: 'RUNNING' } });
    expect(errors(step)[0]).toContain(`Cause: ${fault}`);
    expect(errors(step)[0]).toContain(`jobExecutionId: ${started(simulator)[0]?.jobExecutionId}`);
    expect(step.durationMs).toBeLessThan(10_000);
  });
});

describe('the execution is found by its id', () => {
  it.concurrent.each([
    ['newest-first', true],
    ['newest-first', false],
    ['oldest-first', true],
    ['oldest-first', false],
    ['shuffled', true],
    ['shuffled', false],
  ] as const)('among 3000 past ones, %s, single operation offered: %p', async (order, guideOperations) => {
    await using simulator = await startSimulator({ ...QUICK, history: 3000, order, guideOperations });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    expect(simulator.requests.length).toBeLessThan(guideOperations ? 15 : 22);
  });

  it.concurrent('when newer ones push it off the page', async () => {
    const plan = { readyMs: 0, runningMs: 1500, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({ plan, guideOperations: false });
    const running = run(simulator);
    while (started(simulator).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const failed = { readyMs: 0, runningMs: 0, final: 'FAILED' } as const;
    for (let count = 0; count < 25; count += 1) simulator.startForeign(JOB_ID, { plan: failed });
    expect(await running).toMatchObject({ exitCode: 0, outputs: { status: 'COMPLETED' } });
  });
});

describe('a clock that is wrong', () => {
  it.concurrent.each([
    [11 * 60_000, 'behind'],
    [-11 * 60_000, 'ahead'],
  ])('by %d ms works, with one warning and at most two refused requests', async (clockOffsetMs, word) => {
    await using simulator = await startSimulator({ ...QUICK, clockOffsetMs });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(warnings(step)).toEqual([
      expect.stringMatching(new RegExp(`clock is (11m|10m\\d\\ds|11m01s) ${word}`)),
    ]);
    expect(simulator.requests.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(2);
  });

  it.concurrent('that the gateway still takes is corrected all the same', async () => {
    await using simulator = await startSimulator({ ...QUICK, clockOffsetMs: 90_000 });
    const step = await run(simulator);
    expect(step.exitCode).toBe(0);
    expect(warnings(step)).toEqual([expect.stringMatching(/1m(29s|30s) behind/)]);
    expect(simulator.requests.every(({ status }) => status === 200)).toBe(true);
  });

  it.concurrent('does not hide a key that is wrong', async () => {
    await using simulator = await startSimulator({ ...QUICK, clockOffsetMs: 11 * 60_000 });
    const step = await run(simulator, { secretKey: 'not-the-key' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toContain('the key is not accepted');
  });
});
