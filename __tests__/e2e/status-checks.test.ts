import { describe, expect, it } from '@jest/globals';
import { countingStatus } from '../../simulator/shown-otherwise.ts';
import { type Fault, type FaultKind, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, QUICK, run, started, warnings } from './step.ts';

const READS = ['getJobExecutions', 'getJobExecution'] as const;
/** On the first poll: the list was read once before the start. */
const onPoll = (kind: FaultKind, times = 1): Fault => ({ on: 'getJobExecutions', nth: 2, times, ...kind });
/** On every read of an execution from the first poll on. */
const onEveryPoll = (kind: FaultKind): Fault => ({ on: READS, nth: 2, times: 999, ...kind });

describe('a fault on a poll does not end the wait', () => {
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
    ['no response in time', { kind: 'hang-before' }],
    ['a slow response', { kind: 'trickle', delayMs: 100 }],
    ['a cut response', { kind: 'truncated' }],
    ['broken JSON', { kind: 'garbled' }],
    ['an empty response', { kind: 'empty' }],
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

  it.concurrent('several faults in a row cause one line at the first and one at the next success', async () => {
    const faults: Fault[] = [
      { on: READS, nth: 2, times: 4, kind: 'status', status: 503 },
      { on: READS, nth: 6, times: 2, kind: 'reset-before' },
    ];
    await using simulator = await startSimulator({ ...QUICK, faults });
    const step = await run(simulator);
    expect(step.exitCode).toBe(0);
    expect(step.log.match(/status check failed, retrying/g)).toHaveLength(1);
    expect(step.log.match(/connection restored/g)).toHaveLength(1);
    expect(step.annotations).toEqual([]);
  });

  it.concurrent('an execution that is listed 2 s late is waited for', async () => {
    await using simulator = await startSimulator({ ...QUICK, listedAfterMs: 2000, history: 5 });
    expect(await run(simulator)).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
  });

  it.concurrent('an execution that is missing for 6 s after many polls is waited for', async () => {
    const plan = { readyMs: 0, runningMs: 9_000, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({
      plan,
      history: 5,
      faults: [{ on: READS, nth: 12, forMs: 6_000, kind: 'omit-executions' }],
    });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' }, annotations: [] });
    expect(step.log).toContain('is not listed; polling again');
  });

  it.concurrent('a status that changes with each poll causes one warning', async () => {
    const plan = { readyMs: 0, runningMs: 1_500, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({ plan, shows: countingStatus() });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(step.log).toContain('RUNNING_30');
    expect(warnings(step)).toEqual([expect.stringContaining('"RUNNING_10"')]);
  });
});

describe('a state that cannot be read any more', () => {
  it.concurrent('is unknown at the deadline, not timed_out, and fails even with failOnError: false', async () => {
    await using simulator = await startSimulator({
      ...ENDLESS,
      faults: [onEveryPoll({ kind: 'status', status: 503 })],
    });
    const step = await run(simulator, { waitTimeout: '3s', failOnError: 'false' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(errors(step)[0]).toContain(`jobExecutionId: ${started(simulator)[0]?.jobExecutionId}`);
  });

  it.concurrent.each([
    [401, 'the key'],
    [403, 'the key'],
    [404, 'the inputs'],
  ])('ends the wait within seconds: a %d that stays', async (status, cause) => {
    const faults: Fault[] = ['getJobExecutions', 'getJobExecution'].map((on) => {
      return { on, nth: on === 'getJobExecutions' ? 3 : 1, times: 999, kind: 'status', status } as Fault;
    });
    await using simulator = await startSimulator({ ...ENDLESS, faults });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown', status: 'RUNNING' } });
    expect(errors(step)[0]).toContain(`Cause: ${cause}`);
    expect(errors(step)[0]).toContain(`jobExecutionId: ${started(simulator)[0]?.jobExecutionId}`);
    expect(step.durationMs).toBeLessThan(10_000);
  });
});
