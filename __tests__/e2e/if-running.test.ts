import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { errors, JOB_ID, QUICK, run, started, startSimulatorWith, statusOf, until } from './step.ts';

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

  it.concurrent('queue: starts when the others have ended, after a pause of up to 5 s', async () => {
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

  it.concurrent('queue: is not_started when waitTimeout is over before the others have ended', async () => {
    await using simulator = await startSimulator(QUICK);
    const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan: endless });
    const step = await run(simulator, { ifRunning: 'queue', waitTimeout: '1s', failOnError: 'false' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toContain(jobExecutionId);
    expect(started(simulator)).toEqual([]);
  });

  it.concurrent('queue: waits for an execution that somebody starts during its pause', async () => {
    const foreign: string[] = [];
    let polls = 0;
    await using simulator = await startSimulatorWith((service) => ({
      ...QUICK,
      onRequest: ({ operation }) => {
        const self = service();
        if (!self || operation !== 'getJobExecutions' || statusOf(self, foreign[0]) !== 'COMPLETED') return;
        polls += 1;
        // The first poll sees the end; the second request reads the list after the pause.
        if (polls === 2) foreign.push(self.startForeign(JOB_ID, { plan: short }).jobExecutionId);
      },
    }));
    foreign.push(simulator.startForeign(JOB_ID, { plan: { ...short, runningMs: 2000 } }).jobExecutionId);
    expect((await run(simulator, { ifRunning: 'queue' })).exitCode).toBe(0);
    const second = simulator.executions.find(({ jobExecutionId }) => jobExecutionId === foreign[1]);
    const [own] = started(simulator);
    expect((own?.acceptedAtMs ?? 0) - (second?.acceptedAtMs ?? 0)).toBeGreaterThanOrEqual(short.runningMs);
  });

  it.concurrent('queue: starts with the settings that are saved when it starts', async () => {
    await using simulator = await startSimulator(QUICK);
    simulator.startForeign(JOB_ID, { plan: short });
    const running = run(simulator, { ifRunning: 'queue' });
    await until(() => simulator.requestCount('getJobExecutions') > 2);
    const job = simulator.job(JOB_ID);
    if (job) job.runCondition = { ...job.runCondition, numWorker: 7 };
    expect((await running).exitCode).toBe(0);
    expect(started(simulator)[0]?.jobCondition).toMatchObject({ numWorker: 7 });
  });

  it.concurrent('queue: does not wait for an entry of last year in a state that is not documented', async () => {
    const pastExecutions = [{ status: 'KILLED', startDate: '2025-11-25T00:00:00Z' }];
    await using simulator = await startSimulator({ ...QUICK, pastExecutions });
    const step = await run(simulator, { ifRunning: 'queue' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(step.log).not.toContain('active already');
  });

  it.concurrent('replace: cancels the others, and starts when they have stopped', async () => {
    await using simulator = await startSimulator(QUICK);
    const plan = { ...endless, cancelTakesMs: 1000 };
    const other = simulator.startForeign(JOB_ID, { plan });
    const step = await run(simulator, { ifRunning: 'replace' });
    expect(step.exitCode).toBe(0);
    expect(statusOf(simulator, other.jobExecutionId)).toBe('CANCELED');
    expect((started(simulator)[0]?.acceptedAtMs ?? 0) - other.acceptedAtMs).toBeGreaterThanOrEqual(1000);
  });

  it.concurrent('replace: leaves what another step with replace has started meanwhile', async () => {
    const plan = { readyMs: 0, runningMs: 3000, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({ plan });
    simulator.startForeign(JOB_ID, { plan: { ...endless, cancelTakesMs: 4000 } });
    const inputs = { ifRunning: 'replace' };
    const steps = await Promise.all([run(simulator, inputs), run(simulator, inputs)]);
    expect(steps.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(simulator.executions.map(({ status }) => status)).toEqual(['CANCELED', 'COMPLETED', 'COMPLETED']);
  });

  it.concurrent('replace: is not_started without the permission to cancel', async () => {
    await using simulator = await startSimulator({ ...QUICK, denied: ['cancelJobExecution'] });
    const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan: endless });
    const step = await run(simulator, { ifRunning: 'replace' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toMatch(new RegExp(`${jobExecutionId}[\\s\\S]*"Cancel Job Execution"`));
    expect(started(simulator)).toEqual([]);
  });

  it.concurrent('fail: is not_started, and names the others', async () => {
    await using simulator = await startSimulator(QUICK);
    const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan: endless });
    const step = await run(simulator, { ifRunning: 'fail' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toContain(jobExecutionId);
    expect(started(simulator)).toEqual([]);
  });
});
