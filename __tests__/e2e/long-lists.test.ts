import { describe, expect, it } from '@jest/globals';
import { type Fault, optionalOperations, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { errors, JOB_ID, QUICK, run, started, startSimulatorWith, until } from './step.ts';

/** Fails every list of this many entries once the start was sent. */
function failing(limit: string, times: number, simulator: () => Simulator | undefined): Fault {
  return {
    ...{ on: 'getJobExecutions', kind: 'status', status: 503, times },
    only: ({ query }) => query.get('limit') === limit && simulator()?.requestCount('executeJob') === 1,
  };
}

describe('the execution', () => {
  it.concurrent.each([
    ['newest-first', true],
    ['newest-first', false],
    ['oldest-first', true],
    ['oldest-first', false],
    ['shuffled', true],
    ['shuffled', false],
  ] as const)(
    'is found by its id among 3000 past ones, %s, single operation offered: %p',
    async (order, isOffered) => {
      await using simulator = await startSimulator({
        ...QUICK,
        history: 3000,
        order,
        absent: isOffered ? [] : optionalOperations,
      });
      const step = await run(simulator);
      expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
      expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
      expect(simulator.requests.length).toBeLessThan(isOffered ? 15 : 22);
    },
  );

  it.concurrent('is found when 25 newer ones move it to the next page', async () => {
    const plan = { readyMs: 0, runningMs: 6000, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({ plan, absent: optionalOperations });
    const running = run(simulator);
    await until(() => simulator.requestCount('getJobExecutions') > 2);
    const failed = { readyMs: 0, runningMs: 0, final: 'FAILED' } as const;
    for (let count = 0; count < 25; count += 1) simulator.startForeign(JOB_ID, { plan: failed });
    expect(await running).toMatchObject({ exitCode: 0, outputs: { status: 'COMPLETED' } });
  });

  it.concurrent.each([
    ['1000', '10', 3],
    ['10', '1000', 999],
  ])(
    'is found while the list of %s fails and the list of %s works: a failure is not absence',
    async (limit, _other, times) => {
      const options = { ...QUICK, history: 30, order: 'oldest-first', absent: optionalOperations } as const;
      await using simulator = await startSimulatorWith((service) => ({
        ...options,
        faults: [failing(limit, times, service)],
      }));
      const step = await run(simulator);
      expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
      expect(step.log).not.toContain('not listed');
    },
  );

  it.concurrent('is unknown, never "not found", while the list of 1000 fails', async () => {
    const options = { history: 30, order: 'oldest-first', absent: optionalOperations } as const;
    const fault = { on: 'getJobExecutions', kind: 'status', status: 503, times: 999 } as const;
    const only: Fault['only'] = ({ query }) => query.get('limit') === '1000';
    await using simulator = await startSimulator({ ...options, faults: [{ ...fault, only }] });
    const { jobExecutionId } = simulator.startForeign(JOB_ID);
    const step = await run(simulator, { jobExecutionId, waitTimeout: '12s' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown', jobExecutionId } });
    expect(errors(step)).toEqual([expect.stringContaining('its state could not be read')]);
  });

  it.concurrent('is found in one response with 130,000 past executions', async () => {
    const past = Array.from({ length: 130_000 }, (_, index) => ({
      ...{ jobExecutionId: `past${index}`, status: 'COMPLETED' },
      createdDate: new Date(1_700_000_000_000 + index * 60_000).toISOString(),
    }));
    // The service ignores page and limit: every list shows all that there is, the oldest first.
    const all = (body: unknown) => ({ list: [...past, ...(body as { list: unknown[] }).list] });
    const fault = { on: 'getJobExecutions', kind: 'changed', change: all, times: 999 } as const;
    await using simulator = await startSimulator({ ...QUICK, faults: [fault] });
    const step = await run(simulator, { pollInterval: '1s' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
  });
});
