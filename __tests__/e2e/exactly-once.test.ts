import { describe, expect, it } from '@jest/globals';
import { type Fault, startSimulator } from '../../simulator/simulator.ts';
import { errors, JOB_ID, QUICK, run, started } from './step.ts';

const lose = (fault: Partial<Fault> & { kind: Fault['kind'] }): Fault =>
  ({ on: 'executeJob', ...fault }) as Fault;

describe('a start whose answer was lost', () => {
  it.concurrent.each([
    ['reset after processing', lose({ kind: 'reset-after' })],
    ['no answer in time', lose({ kind: 'hang-after' })],
    ['processed after the answer was given up', lose({ kind: 'late', delayMs: 3000 })],
    ['503, processed', lose({ kind: 'status', status: 503, processed: true })],
    ['504, processed', lose({ kind: 'status', status: 504, processed: true })],
    ['broken JSON', lose({ kind: 'garbled' })],
    ['an empty answer', lose({ kind: 'empty' })],
    ['a cut answer', lose({ kind: 'truncated' })],
  ])('%s: its execution is found, and no other is started', async (_name, fault) => {
    await using simulator = await startSimulator({ ...QUICK, history: 20, faults: [fault] });
    const step = await run(simulator, { requestTimeout: '1s', parameters: 'day: 2025-03-21' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(started(simulator)).toHaveLength(1);
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    expect(simulator.requestCount('executeJob')).toBe(1);
  });

  it.concurrent('is found in a list that lags 5 s, at the end of thousands', async () => {
    const settings = { history: 3000, order: 'oldest-first', listedAfterMs: 5000 } as const;
    await using simulator = await startSimulator({
      ...QUICK,
      ...settings,
      faults: [lose({ kind: 'reset-after' })],
    });
    const step = await run(simulator);
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: { jobExecutionId: started(simulator)[0]?.jobExecutionId },
    });
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent.each([
    ['reset before processing', lose({ kind: 'reset-before' })],
    ['503, not processed', lose({ kind: 'status', status: 503 })],
  ])('%s: is sent again only after it was looked for, for at least 10 s', async (_name, fault) => {
    await using simulator = await startSimulator({ ...QUICK, faults: [fault] });
    const step = await run(simulator);
    expect(step.exitCode).toBe(0);
    const [first, second] = simulator.requests.filter(({ operation }) => operation === 'executeJob');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(10_000);
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent('is not mistaken for what somebody else started at the same moment', async () => {
    await using simulator = await startSimulator({
      ...QUICK,
      faults: [lose({ kind: 'slow', delayMs: 2000 })],
    });
    const step = run(simulator, { requestTimeout: '1s', parameters: 'day: monday' });
    while (simulator.requestCount('executeJob') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    simulator.startForeign(JOB_ID, { parameters: { day: 'tuesday' } });
    simulator.startForeign(JOB_ID, { parameters: { day: 'monday' }, triggerId: 'nightly' });
    const { exitCode, outputs } = await step;
    expect({ exitCode, id: outputs['jobExecutionId'] }).toEqual({
      exitCode: 0,
      id: started(simulator)[0]?.jobExecutionId,
    });
  });

  it.concurrent('with several alike: starts nothing more, and names them all', async () => {
    await using simulator = await startSimulator({
      ...QUICK,
      faults: [lose({ kind: 'slow', delayMs: 2000 })],
    });
    const running = run(simulator, { requestTimeout: '1s', failOnError: 'false' });
    while (simulator.requestCount('executeJob') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const foreign = simulator.startForeign(JOB_ID);
    const step = await running;
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(errors(step)[0]).toContain(foreign.jobExecutionId);
    expect(errors(step)[0]).toContain(started(simulator)[0]?.jobExecutionId);
    expect(simulator.requestCount('executeJob')).toBe(1);
  });

  it.concurrent('is unknown, and nothing more is sent, when the list cannot be read', async () => {
    const unreadable: Fault = { on: 'getJobExecutions', nth: 2, times: 999, kind: 'status', status: 503 };
    await using simulator = await startSimulator({
      ...QUICK,
      faults: [lose({ kind: 'reset-after' }), unreadable],
    });
    const step = await run(simulator, { waitTimeout: '4s' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(simulator.requestCount('executeJob')).toBe(1);
  });
});

describe('a start that was provably not processed', () => {
  it.concurrent('429 is sent again when the service said', async () => {
    const busy = lose({ kind: 'status', status: 429, headers: { 'retry-after': '1' }, times: 2 });
    await using simulator = await startSimulator({ ...QUICK, faults: [busy] });
    expect((await run(simulator)).exitCode).toBe(0);
    const at = simulator.requests
      .filter(({ operation }) => operation === 'executeJob')
      .map(({ atMs }) => atMs);
    expect(at).toHaveLength(3);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(990);
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent('without a service at all it says so, and starts nothing', async () => {
    const simulator = await startSimulator(QUICK);
    await simulator.close();
    const step = await run(simulator, { requestTimeout: '1s' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toMatch(/could not reach the service[\s\S]*Cause: the service/);
  });
});
