import { describe, expect, it } from '@jest/globals';
import { runPost } from '../../simulator/github-runner.ts';
import { type Fault, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, type Inputs, JOB_ID, QUICK, start, started, stepOptions } from './step.ts';

const until = async (condition: () => boolean): Promise<void> => {
  const endMs = performance.now() + 15_000;
  while (!condition() && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 5));
};

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

  it.concurrent('leaves it with onCancel: leave, and says so', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const { result } = await cancelled(simulator, isPolled(simulator), { onCancel: 'leave' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'RUNNING' } });
    expect(errors(result)[0]).toContain('was left running');
    expect(simulator.requestCount('cancelJobExecution')).toBe(0);
  });

  it.concurrent.each([
    [{}, 0],
    [{ onCancel: 'cancel' }, 1],
  ])('leaves what it attached to, unless told otherwise: %j', async (inputs, requests) => {
    await using simulator = await startSimulator(ENDLESS);
    const { jobExecutionId } = simulator.startForeign(JOB_ID);
    const when = () => simulator.requestCount('getJobExecutions') >= 2;
    const { result } = await cancelled(simulator, when, { jobExecutionId, ...inputs });
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', jobExecutionId } });
    expect(simulator.requestCount('cancelJobExecution')).toBe(requests);
  });

  it.concurrent('before the start: starts nothing, and has no execution', async () => {
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
    expect(errors(result)[0]).toContain('No execution had been started');
    expect(tookMs).toBeLessThan(5000);
    expect(simulator.requestCount('executeJob')).toBe(0);
  });

  const starting = (simulator: Simulator) => () => simulator.requestCount('executeJob') > 0;

  it.concurrent('while the start is in flight: waits for its answer, then cancels', async () => {
    const slow: Fault = { on: 'executeJob', kind: 'slow', delayMs: 800 };
    await using simulator = await startSimulator({ ...ENDLESS, faults: [slow] });
    const { result, tookMs } = await cancelled(simulator, starting(simulator));
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'CANCELED' } });
    expect(started(simulator)[0]?.status).toBe('CANCELED');
    expect(tookMs).toBeLessThan(5000);
  });

  it.concurrent('while the start is in flight and its answer never comes: finds the execution, then cancels', async () => {
    await using simulator = await startSimulator({
      ...ENDLESS,
      faults: [{ on: 'executeJob', kind: 'hang-after' }],
    });
    const { result, tookMs } = await cancelled(simulator, starting(simulator));
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'CANCELED' } });
    expect(tookMs).toBeLessThan(5000);
  });

  it.concurrent('in the middle of a flood of faults still ends within 5 s', async () => {
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

  it.concurrent('says which permission is missing, and which execution is still running', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, denied: ['cancelJobExecution'] });
    const { result } = await cancelled(simulator, isPolled(simulator));
    expect(result.exitCode).toBe(1);
    expect(errors(result)[0]).toMatch(/is still running[\s\S]*"Cancel Job Execution"/);
    expect(errors(result)[0]).toContain(started(simulator)[0]?.jobExecutionId);
  });

  it.concurrent('finds no fault with an execution that has just ended', async () => {
    const ended = { readyMs: 0, runningMs: 700, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({ plan: ended });
    const when = () => started(simulator)[0]?.status === 'COMPLETED';
    const { result } = await cancelled(simulator, when, { pollInterval: '30s' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled', status: 'COMPLETED' } });
    expect(errors(result)[0]).toContain('had ended by itself');
  });
});

describe('the post step', () => {
  it.concurrent('makes no request after a step that came to its end', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await start(simulator).finished;
    const before = simulator.requests.length;
    const post = await runPost(stepOptions(simulator), step);
    expect(post).toMatchObject({ exitCode: 0, log: '' });
    expect(simulator.requests.length).toBe(before);
  });

  it.concurrent('cancels the execution of a step that was killed', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const step = start(simulator);
    await until(isPolled(simulator));
    step.kill('SIGKILL');
    const killed = await step.finished;
    expect(killed.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    const post = await runPost(stepOptions(simulator), killed);
    expect(post.exitCode).toBe(0);
    expect(post.log).toMatch(/Execution \w+ was cancelled/);
    expect(started(simulator)[0]?.status).toBe('CANCELED');
  });

  it.concurrent.each(['hang-after', 'hang-before'] as const)(
    'looks for the execution of a step that was killed during its start (%s)',
    async (kind) => {
      await using simulator = await startSimulator({ ...ENDLESS, faults: [{ on: 'executeJob', kind }] });
      const inputs = { parameters: 'day: monday' };
      const step = start(simulator, inputs);
      await until(() => simulator.requestCount('executeJob') > 0);
      step.kill('SIGKILL');
      const post = await runPost(stepOptions(simulator, inputs), await step.finished);
      expect(post.exitCode).toBe(0);
      expect(started(simulator).map(({ status }) => status)).toEqual(
        kind === 'hang-after' ? ['CANCELED'] : [],
      );
      expect(post.log).toMatch(kind === 'hang-after' ? /was cancelled/ : /none was started/);
    },
  );

  it.concurrent('follows a cancellation that the step could not see through', async () => {
    const plan = { readyMs: 0, runningMs: 3_600_000, final: 'COMPLETED', cancelTakesMs: 6000 } as const;
    await using simulator = await startSimulator({ plan });
    const { result } = await cancelled(simulator, isPolled(simulator));
    expect(errors(result)[0]).toContain('asked to stop');
    const post = await runPost(stepOptions(simulator), result);
    expect(post.exitCode).toBe(0);
    expect(started(simulator)[0]?.status).toBe('CANCELED');
  });

  it.concurrent('leaves the execution with onCancel: leave, and names it', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const inputs = { onCancel: 'leave' };
    const step = start(simulator, inputs);
    await until(isPolled(simulator));
    step.kill('SIGKILL');
    const post = await runPost(stepOptions(simulator, inputs), await step.finished);
    expect(post.exitCode).toBe(0);
    expect(post.log).toMatch(new RegExp(`${started(simulator)[0]?.jobExecutionId} was left running`));
    expect(started(simulator)[0]?.status).toBe('RUNNING');
  });

  it.concurrent('is red when the execution cannot be cancelled, and names the permission', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, denied: ['cancelJobExecution'] });
    const step = start(simulator);
    await until(isPolled(simulator));
    step.kill('SIGKILL');
    const post = await runPost(stepOptions(simulator), await step.finished);
    expect(post.exitCode).toBe(1);
    expect(errors(post)[0]).toMatch(/still running[\s\S]*"Cancel Job Execution"/);
  });
});
