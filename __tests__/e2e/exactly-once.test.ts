import { describe, expect, it } from '@jest/globals';
import { type Fault, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { errors, QUICK, run, started } from './step.ts';

const lose = (fault: Partial<Fault> & { kind: Fault['kind'] }): Fault =>
  ({ on: 'executeJob', ...fault }) as Fault;

/** How long after the first start the second one was sent, in milliseconds. */
function resentAfterMs(simulator: Simulator): number {
  const [first, second] = simulator.requests.filter(({ operation }) => operation === 'executeJob');
  return (second?.atMs ?? 0) - (first?.atMs ?? 0);
}

describe('a service that is out of reach before the start', () => {
  it.concurrent('causes no error when it is reached after 20 s', async () => {
    const away = { on: '*', kind: 'reset-before', forMs: 20_000 } as const;
    await using simulator = await startSimulator({ ...QUICK, faults: [away] });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' }, annotations: [] });
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent('is not_started when waitTimeout is over, or 10 s where waitTimeout is shorter', async () => {
    const simulator = await startSimulator(QUICK);
    await simulator.close();
    const step = await run(simulator, { requestTimeout: '1s', waitTimeout: '1s' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toMatch(/could not reach the service[\s\S]*Cause: the service/);
    expect(step.log).toContain('trying again');
    expect(step.durationMs).toBeLessThan(14_000);
  });
});

describe('a start whose response was lost', () => {
  it.concurrent.each([
    ['504, processed 14 s later', lose({ kind: 'late', delayMs: 14_000, meanwhile: 504 })],
    ['reset after processing', lose({ kind: 'reset-after' })],
    ['no response in time', lose({ kind: 'hang-after' })],
    ['processed after the response was given up', lose({ kind: 'late', delayMs: 3000 })],
    ['503, processed', lose({ kind: 'status', status: 503, processed: true })],
    ['504, processed', lose({ kind: 'status', status: 504, processed: true })],
    ['broken JSON', lose({ kind: 'garbled' })],
    ['an empty response', lose({ kind: 'empty' })],
    ['a cut response', lose({ kind: 'truncated' })],
  ])('is not sent again when its execution is found: %s', async (_name, fault) => {
    await using simulator = await startSimulator({ ...QUICK, history: 20, faults: [fault] });
    const step = await run(simulator, { requestTimeout: '1s', parameters: 'day: 2025-03-21' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(started(simulator)).toHaveLength(1);
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    expect(simulator.requestCount('executeJob')).toBe(1);
  });

  it.concurrent('is found in a list that is 5 s stale, at the end of thousands', async () => {
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
  ])('is sent again after 12 s in which nothing new was listed, not before: %s', async (_name, fault) => {
    await using simulator = await startSimulator({ ...QUICK, faults: [fault] });
    expect((await run(simulator)).exitCode).toBe(0);
    expect(resentAfterMs(simulator)).toBeGreaterThanOrEqual(12_000);
    expect(started(simulator)).toHaveLength(1);
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

  it.concurrent('is searched no sooner than Retry-After says', async () => {
    const busy: Fault = {
      ...{ on: 'getJobExecutions', nth: 2, kind: 'status', status: 429 },
      headers: { 'retry-after': '8' },
    };
    await using simulator = await startSimulator({ ...QUICK, faults: [lose({ kind: 'reset-after' }), busy] });
    expect((await run(simulator)).exitCode).toBe(0);
    const { requests } = simulator;
    const refused = requests.findIndex(({ status }) => status === 429);
    const pauseMs = (requests[refused + 1]?.atMs ?? 0) - (requests[refused]?.atMs ?? 0);
    expect(pauseMs).toBeGreaterThanOrEqual(7_990);
    expect(started(simulator)).toHaveLength(1);
  });
});

describe('a start that was proven not to be processed', () => {
  it.concurrent('is sent again after 429, when Retry-After says', async () => {
    const busy = lose({ kind: 'status', status: 429, headers: { 'retry-after': '1' }, times: 2 });
    await using simulator = await startSimulator({ ...QUICK, faults: [busy] });
    expect((await run(simulator)).exitCode).toBe(0);
    expect(simulator.requestCount('executeJob')).toBe(3);
    expect(resentAfterMs(simulator)).toBeGreaterThanOrEqual(990);
    expect(started(simulator)).toHaveLength(1);
  });
});
