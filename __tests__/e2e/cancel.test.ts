import { describe, expect, it } from '@jest/globals';
import { type Fault, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, type Inputs, JOB_ID, run, start, started, startIsSent, until } from './step.ts';

/** Runs a step, cancels it as the runner does once `when` holds, and waits for its end. */
async function cancelled(simulator: Simulator, when: () => boolean, inputs: Inputs = {}, signals = 1) {
  const step = start(simulator, inputs);
  await until(when);
  const atMs = Date.now();
  step.cancel();
  for (let more = 1; more < signals; more += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    step.kill(more % 2 ? 'SIGTERM' : 'SIGINT');
  }
  const result = await step.finished;
  return { result, tookMs: Date.now() - atMs, atMs };
}

const isPolled = (simulator: Simulator) => () => simulator.requestCount('getJobExecutions') >= 3;

describe('a cancelled step', () => {
  it.concurrent.each([1, 3])(
    'cancels its execution within a second and ends within 5 s (%d signals)',
    async (signals) => {
      await using simulator = await startSimulator(ENDLESS);
      const { result, tookMs, atMs } = await cancelled(simulator, isPolled(simulator), {}, signals);
      const request = simulator.requests.find(({ operation }) => operation === 'cancelJobExecution');
      expect((request?.atMs ?? Number.POSITIVE_INFINITY) - atMs).toBeLessThan(1000);
      expect(tookMs).toBeLessThan(5000);
      // A signal that comes while Node shuts down ends it by that signal.
      if (signals === 1) expect(result.exitCode).toBe(1);
      expect(result.exitCode).not.toBe(0);
      expect(result).toMatchObject({ outputs: { conclusion: 'cancelled', status: 'CANCELED' } });
      expect(result.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
      expect(result.summary).toContain('cancelled');
      expect(errors(result)).toHaveLength(1);
    },
  );

  it.concurrent('leaves its execution with onCancel: leave, and says so', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const { result } = await cancelled(simulator, isPolled(simulator), { onCancel: 'leave' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'RUNNING' } });
    expect(errors(result)[0]).toContain('was left running');
    expect(simulator.requestCount('cancelJobExecution')).toBe(0);
  });

  it.concurrent.each([
    [{}, 0],
    [{ onCancel: 'cancel' }, 1],
  ])('leaves what it attached to, unless onCancel is cancel: %j', async (inputs, requests) => {
    await using simulator = await startSimulator(ENDLESS);
    const { jobExecutionId } = simulator.startForeign(JOB_ID);
    const when = () => simulator.requestCount('getJobExecutions') >= 2;
    const { result } = await cancelled(simulator, when, { jobExecutionId, ...inputs });
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', jobExecutionId } });
    expect(simulator.requestCount('cancelJobExecution')).toBe(requests);
  });

  it.concurrent('starts nothing when it has not sent its start', async () => {
    await using simulator = await startSimulator({
      ...ENDLESS,
      faults: [{ on: 'getJob', kind: 'hang-before' }],
    });
    const { result, tookMs } = await cancelled(
      simulator,
      () => simulator.requestCount('getJobExecutions') > 0,
    );
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled' } });
    expect(result.outputs['jobExecutionId']).toBeUndefined();
    expect(errors(result)[0]).toContain('No execution was started');
    expect(tookMs).toBeLessThan(5000);
    expect(simulator.requestCount('executeJob')).toBe(0);
  });

  it.concurrent('waits 1.2 s for the response to its start, then cancels the execution', async () => {
    const slow: Fault = { on: 'executeJob', kind: 'slow', delayMs: 800 };
    await using simulator = await startSimulator({ ...ENDLESS, faults: [slow] });
    const { result, tookMs } = await cancelled(simulator, startIsSent(simulator));
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'CANCELED' } });
    expect(started(simulator)[0]?.status).toBe('CANCELED');
    expect(tookMs).toBeLessThan(5000);
  });

  it.concurrent('leaves the search to the post step when the response to its start does not come', async () => {
    await using simulator = await startSimulator({
      ...ENDLESS,
      faults: [{ on: 'executeJob', kind: 'hang-after' }],
    });
    const { result, tookMs } = await cancelled(simulator, startIsSent(simulator));
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled' } });
    expect(result.outputs['jobExecutionId']).toBeUndefined();
    expect(errors(result)).toEqual([expect.stringContaining('the post step searches')]);
    expect(tookMs).toBeLessThan(5000);
  });

  it.concurrent('ends within 5 s though no request is responded to', async () => {
    const faults: Fault[] = [
      { on: 'getJobExecutions', nth: 2, times: 999, kind: 'hang-before' },
      { on: 'cancelJobExecution', times: 999, kind: 'hang-before' },
    ];
    await using simulator = await startSimulator({ ...ENDLESS, faults });
    const { result, tookMs } = await cancelled(
      simulator,
      () => simulator.requestCount('getJobExecutions') > 1,
    );
    expect(tookMs).toBeLessThan(5000);
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled' } });
    expect(errors(result)[0]).toContain('may still be running');
  });

  it.concurrent('names the permission that is missing, and the execution that is still running', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, denied: ['cancelJobExecution'] });
    const { result } = await cancelled(simulator, isPolled(simulator));
    expect(result.exitCode).toBe(1);
    expect(errors(result)[0]).toMatch(/is still running[\s\S]*"Cancel Job Execution"/);
    expect(errors(result)[0]).toContain(started(simulator)[0]?.jobExecutionId);
  });

  it.concurrent('reports an execution that has just ended as ended', async () => {
    const ended = { readyMs: 0, runningMs: 700, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({ plan: ended });
    const when = () => started(simulator)[0]?.status === 'COMPLETED';
    const { result } = await cancelled(simulator, when, { pollInterval: '30s' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'COMPLETED' } });
    expect(errors(result)[0]).toContain('had ended before (COMPLETED)');
  });
});

describe('onTimeout: cancel', () => {
  it.concurrent('cancels the execution, and waits until the service says CANCELED', async () => {
    const plan = { readyMs: 0, runningMs: 3_600_000, final: 'COMPLETED', cancelTakesMs: 1000 } as const;
    await using simulator = await startSimulator({ plan });
    const step = await run(simulator, { waitTimeout: '1s', onTimeout: 'cancel' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'timed_out', status: 'CANCELED' } });
    expect(started(simulator)[0]?.status).toBe('CANCELED');
    expect(errors(step)[0]).toContain('It was cancelled');
  });

  it.concurrent('names the execution that is still running when the service refuses to cancel it', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, denied: ['cancelJobExecution'] });
    const step = await run(simulator, { waitTimeout: '1s', onTimeout: 'cancel' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'timed_out', status: 'RUNNING' } });
    expect(errors(step)[0]).toContain('still running');
  });

  it.concurrent('still cancels when the step is cancelled meanwhile, also with onCancel: leave', async () => {
    const plan = { readyMs: 0, runningMs: 3_600_000, final: 'COMPLETED', cancelTakesMs: 2000 } as const;
    await using simulator = await startSimulator({ plan });
    const isAsked = () => simulator.requestCount('cancelJobExecution') > 0;
    const inputs = { waitTimeout: '1s', onTimeout: 'cancel', onCancel: 'leave' };
    const { result } = await cancelled(simulator, isAsked, inputs);
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'CANCELED' } });
    expect(errors(result)).toEqual([expect.stringMatching(/Execution .* was cancelled\./)]);
  });
});
