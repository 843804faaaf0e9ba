import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, JOB_ID, QUICK, run, started } from './step.ts';

const short = { readyMs: 0, runningMs: 4000, final: 'COMPLETED' } as const;
const endless = { readyMs: 0, runningMs: 3_600_000, final: 'COMPLETED' } as const;

describe('ifRunning', () => {
  it.concurrent('start: starts another', async () => {
    await using simulator = await startSimulator(QUICK);
    simulator.startForeign(JOB_ID, { plan: endless });
    expect((await run(simulator)).exitCode).toBe(0);
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent.each(['newest-first', 'oldest-first'] as const)(
    'attach: waits for the newest, %s',
    async (order) => {
      await using simulator = await startSimulator({ ...QUICK, order, history: 12 });
      simulator.startForeign(JOB_ID, { plan: endless });
      await new Promise((resolve) => setTimeout(resolve, 1100));
      const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan: short });
      const step = await run(simulator, { ifRunning: 'attach' });
      expect(step).toMatchObject({ exitCode: 0, outputs: { jobExecutionId, status: 'COMPLETED' } });
      expect(started(simulator)).toEqual([]);
      expect(step.log).toContain('active already');
    },
  );

  it.concurrent('attach: starts one when there is none', async () => {
    await using simulator = await startSimulator({ ...QUICK, history: 3 });
    expect((await run(simulator, { ifRunning: 'attach' })).exitCode).toBe(0);
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent('queue: starts when the others have ended', async () => {
    await using simulator = await startSimulator(QUICK);
    const others = [3000, 4000].map((runningMs) =>
      simulator.startForeign(JOB_ID, { plan: { ...short, runningMs } }),
    );
    const step = await run(simulator, { ifRunning: 'queue' });
    expect(step.exitCode).toBe(0);
    const [own] = started(simulator);
    expect(step.outputs['jobExecutionId']).toBe(own?.jobExecutionId);
    expect((own?.acceptedAtMs ?? 0) - (others[0]?.acceptedAtMs ?? 0)).toBeGreaterThanOrEqual(4000);
    for (const { jobExecutionId } of others) expect(step.log).toContain(jobExecutionId);
  });

  it.concurrent('queue: not_started when they outlast waitTimeout', async () => {
    await using simulator = await startSimulator(QUICK);
    const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan: endless });
    const step = await run(simulator, { ifRunning: 'queue', waitTimeout: '1s', failOnError: 'false' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toContain(jobExecutionId);
    expect(started(simulator)).toEqual([]);
  });

  it.concurrent('replace: cancels the others, and starts when they have stopped', async () => {
    await using simulator = await startSimulator(QUICK);
    const plan = { ...endless, cancelTakesMs: 1000 };
    const other = simulator.startForeign(JOB_ID, { plan });
    const step = await run(simulator, { ifRunning: 'replace' });
    expect(step.exitCode).toBe(0);
    expect(
      simulator.executions.find(({ jobExecutionId }) => jobExecutionId === other.jobExecutionId)?.status,
    ).toBe('CANCELED');
    expect((started(simulator)[0]?.acceptedAtMs ?? 0) - other.acceptedAtMs).toBeGreaterThanOrEqual(1000);
  });

  it.concurrent('replace: not_started without the permission to cancel', async () => {
    await using simulator = await startSimulator({ ...QUICK, denied: ['cancelJobExecution'] });
    const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan: endless });
    const step = await run(simulator, { ifRunning: 'replace' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toMatch(new RegExp(`${jobExecutionId}[\\s\\S]*"Cancel Job Execution"`));
    expect(started(simulator)).toEqual([]);
  });

  it.concurrent('fail: not_started, and names them', async () => {
    await using simulator = await startSimulator(QUICK);
    const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan: endless });
    const step = await run(simulator, { ifRunning: 'fail' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toContain(jobExecutionId);
    expect(started(simulator)).toEqual([]);
  });
});

describe('onTimeout: cancel', () => {
  it.concurrent("waits for the service's word and reports it", async () => {
    const plan = { ...endless, cancelTakesMs: 1000 };
    await using simulator = await startSimulator({ plan });
    const step = await run(simulator, { waitTimeout: '1s', onTimeout: 'cancel' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'timed_out', status: 'CANCELED' } });
    expect(started(simulator)[0]?.status).toBe('CANCELED');
    expect(errors(step)[0]).toContain('It was cancelled');
  });

  it.concurrent('says that it is still running when the service refuses', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, denied: ['cancelJobExecution'] });
    const step = await run(simulator, { waitTimeout: '1s', onTimeout: 'cancel' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'timed_out', status: 'RUNNING' } });
    expect(errors(step)[0]).toContain('still running');
  });
});
