import { describe, expect, it } from '@jest/globals';
import { runPost, type StepResult } from '../../simulator/github-runner.ts';
import { type Fault, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import {
  ENDLESS,
  errors,
  type Inputs,
  JOB_ID,
  QUICK,
  run,
  type StepSettings,
  start,
  started,
  startIsSent,
  startSimulatorWith,
  statusOf,
  stepOptions,
  until,
} from './step.ts';

const isPolled = (simulator: Simulator) => () => simulator.requestCount('getJobExecutions') >= 3;
const onStart = (kind: object): Fault => ({ on: 'executeJob', ...kind }) as Fault;

/** Runs a step and kills it, without a signal that it could handle, once `when` holds. */
async function killed(
  simulator: Simulator,
  when: () => boolean,
  inputs?: Inputs,
  settings?: StepSettings,
): Promise<StepResult> {
  const step = start(simulator, inputs, settings);
  await until(when);
  step.kill('SIGKILL');
  return step.finished;
}

function post(simulator: Simulator, step: StepResult, inputs?: Inputs): Promise<StepResult> {
  return runPost(stepOptions(simulator, inputs), step);
}

describe('the post step', () => {
  it.concurrent('makes no request after a step that came to its end', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator);
    const before = simulator.requests.length;
    expect(await post(simulator, step)).toMatchObject({ exitCode: 0, log: '' });
    expect(simulator.requests.length).toBe(before);
  });

  it.concurrent('cancels the execution of a step that was killed', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const step = await killed(simulator, isPolled(simulator));
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    const after = await post(simulator, step);
    expect(after.exitCode).toBe(0);
    expect(after.log).toMatch(/Execution \w+ was cancelled/);
    expect(started(simulator)[0]?.status).toBe('CANCELED');
  });

  it.concurrent('polls until the cancel of the step has taken effect', async () => {
    const plan = { readyMs: 0, runningMs: 3_600_000, final: 'COMPLETED', cancelTakesMs: 6000 } as const;
    await using simulator = await startSimulator({ plan });
    const step = start(simulator);
    await until(isPolled(simulator));
    step.cancel();
    const result = await step.finished;
    expect(errors(result)[0]).toContain('asked to stop');
    expect((await post(simulator, result)).exitCode).toBe(0);
    expect(started(simulator)[0]?.status).toBe('CANCELED');
  });

  it.concurrent('leaves the execution with onCancel: leave, and names it', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const inputs = { onCancel: 'leave' };
    const after = await post(simulator, await killed(simulator, isPolled(simulator), inputs), inputs);
    expect(after.exitCode).toBe(0);
    expect(after.log).toMatch(new RegExp(`${started(simulator)[0]?.jobExecutionId} was left running`));
    expect(started(simulator)[0]?.status).toBe('RUNNING');
  });

  it.concurrent('fails when the execution cannot be cancelled, and names the permission', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, denied: ['cancelJobExecution'] });
    const after = await post(simulator, await killed(simulator, isPolled(simulator)));
    expect(after.exitCode).toBe(1);
    expect(errors(after)[0]).toMatch(/still running[\s\S]*"Cancel Job Execution"/);
  });

  it.concurrent('leaves what a dry run has read, whatever onCancel says', async () => {
    const slow = { kind: 'slow', delayMs: 60_000 } as const;
    await using simulator = await startSimulator({
      ...ENDLESS,
      faults: [{ on: ['getJobExecutions', 'getJobExecution'], times: 99, ...slow }],
    });
    const { jobExecutionId } = simulator.startForeign(JOB_ID);
    const inputs = { dryRun: 'true', onCancel: 'cancel', jobExecutionId };
    const step = await killed(simulator, () => simulator.requests.length > 0, inputs);
    expect((await post(simulator, step, inputs)).exitCode).toBe(0);
    expect(simulator.requestCount('cancelJobExecution')).toBe(0);
  });

  it.concurrent('works after jobCondition of 100 kB: the saved state has less than 4 kB', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, history: 200 });
    const inputs = { jobCondition: `note: ${'x'.repeat(100_000)}` };
    const step = await killed(simulator, isPolled(simulator), inputs);
    expect(step.state['step']?.length).toBeLessThan(4_000);
    expect((await post(simulator, step, inputs)).exitCode).toBe(0);
    expect(started(simulator).map(({ status }) => status)).toEqual(['CANCELED']);
  });

  it.concurrent('cancels the execution of a step that failed by an error of its own program', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const breaks = "Math.random = () => { throw new TypeError('broken'); }";
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(breaks)}` };
    const step = await run(simulator, {}, { env });
    const id = started(simulator)[0]?.jobExecutionId;
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown', jobExecutionId: id } });
    expect(errors(step)).toEqual([expect.stringMatching(`^Execution ${id} .*TypeError: broken`)]);
    expect((await post(simulator, step)).exitCode).toBe(0);
    expect(statusOf(simulator, id)).toBe('CANCELED');
  });
});

describe('the post step after a step that was ended during its start', () => {
  it.concurrent('cancels the execution that the start made', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, faults: [onStart({ kind: 'hang-after' })] });
    const inputs = { parameters: 'day: monday', jobCondition: `note: ${'x'.repeat(100_000)}` };
    const step = await killed(simulator, startIsSent(simulator), inputs);
    expect(step.state['step']?.length).toBeLessThan(4_000);
    const after = await post(simulator, step, inputs);
    expect(after.exitCode).toBe(0);
    expect(after.log).toMatch(/was cancelled/);
    expect(started(simulator).map(({ status }) => status)).toEqual(['CANCELED']);
  });

  it.concurrent('cancels one that the service makes 16 s later', async () => {
    const late = onStart({ kind: 'late', delayMs: 16_000 });
    await using simulator = await startSimulator({ ...ENDLESS, faults: [late] });
    const after = await post(simulator, await killed(simulator, startIsSent(simulator)));
    expect(after.exitCode).toBe(0);
    expect(started(simulator).map(({ status }) => status)).toEqual(['CANCELED']);
  });

  it.concurrent('cancels nothing when somebody else started the job at the same moment, and names both', async () => {
    const late = onStart({ kind: 'late', delayMs: 4_000 });
    const foreign: (string | undefined)[] = [];
    await using simulator = await startSimulatorWith((service) => ({
      ...{ ...ENDLESS, faults: [late] },
      onRequest: ({ operation }) => {
        if (operation === 'executeJob') foreign.push(service()?.startForeign(JOB_ID).jobExecutionId);
      },
    }));
    const step = start(simulator);
    await until(startIsSent(simulator));
    step.cancel();
    const result = await step.finished;
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled' } });
    expect(result.outputs['jobExecutionId']).toBeUndefined();
    const after = await post(simulator, result);
    expect(after.exitCode).toBe(1);
    expect(started(simulator)).toHaveLength(1);
    for (const id of [foreign[0], started(simulator)[0]?.jobExecutionId]) {
      expect(errors(after)[0]).toContain(id);
      expect(statusOf(simulator, id)).toBe('RUNNING');
    }
    expect(simulator.requestCount('cancelJobExecution')).toBe(0);
  });

  it.concurrent('makes no request when every start was refused with 429', async () => {
    const busy = onStart({ kind: 'status', status: 429, headers: { 'retry-after': '30' }, times: 99 });
    await using simulator = await startSimulator({ ...ENDLESS, faults: [busy] });
    const isPausing = () => simulator.requests.some(({ status }) => status === 429);
    const step = start(simulator);
    await until(isPausing);
    await step.waitForOutput('sending the start again');
    step.kill('SIGKILL');
    const { jobExecutionId } = simulator.startForeign(JOB_ID);
    const before = simulator.requests.length;
    expect(await post(simulator, await step.finished)).toMatchObject({ exitCode: 0, log: '' });
    expect(simulator.requests.length).toBe(before);
    expect(statusOf(simulator, jobExecutionId)).toBe('RUNNING');
  });

  it.concurrent('leaves what somebody starts after the step has cancelled its own', async () => {
    await using simulator = await startSimulator({ ...ENDLESS, faults: [onStart({ kind: 'reset-after' })] });
    const step = start(simulator);
    await until(() => step.outputsSoFar()['jobExecutionId'] !== undefined);
    step.cancel();
    const result = await step.finished;
    expect(started(simulator).map(({ status }) => status)).toEqual(['CANCELED']);
    const { jobExecutionId } = simulator.startForeign(JOB_ID);
    expect(await post(simulator, result)).toMatchObject({ exitCode: 0, log: '' });
    expect(statusOf(simulator, jobExecutionId)).toBe('RUNNING');
  });
});

describe('a post step that cannot read', () => {
  const known = {
    runs: [{ phase: 'known', jobId: 'j', jobExecutionId: 'e', cancel: true, how: 'started' }],
  };

  it.concurrent.each<[string, unknown, Inputs, string]>([
    ['what was saved', { runs: [{ phase: 'open' }] }, {}, 'failed unexpectedly'],
    ['the id that was saved', { runs: [{ ...known.runs[0], jobExecutionId: '..' }] }, {}, 'not an id'],
    ['its inputs', known, { accessKey: '' }, 'execution e was not cleaned up'],
  ])('%s fails with one error', async (_what, saved, inputs, text) => {
    await using simulator = await startSimulator(ENDLESS);
    const state = { step: JSON.stringify(saved) };
    const after = await runPost(stepOptions(simulator, inputs), { state } as unknown as StepResult);
    expect(after.exitCode).toBe(1);
    expect(errors(after)).toEqual([expect.stringContaining(text)]);
    expect(after.stderr).toBe('');
  });
});
