import { describe, expect, it } from '@jest/globals';
import { optionalOperations, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, JOB_ID, QUICK, run, started, warnings } from './step.ts';

const ending = (final: 'COMPLETED' | 'FAILED' | 'CANCELED'): SimulatorOptions => ({
  plan: { readyMs: 100, runningMs: 200, final },
});

describe('the step', () => {
  it.concurrent.each([
    ['COMPLETED', 'success', 0],
    ['FAILED', 'failure', 1],
    ['CANCELED', 'cancelled', 1],
  ] as const)('reports %s as %s, with exit code %d', async (final, conclusion, exitCode) => {
    await using simulator = await startSimulator(ending(final));
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode, outputs: { status: final, conclusion } });
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    expect(errors(step)).toHaveLength(exitCode);
  });

  it.concurrent.each(['FAILED', 'CANCELED'] as const)(
    'succeeds after %s with failOnError: false',
    async (final) => {
      await using simulator = await startSimulator(ending(final));
      const step = await run(simulator, { failOnError: 'false' });
      expect(step).toMatchObject({ exitCode: 0, outputs: { status: final } });
      expect(errors(step)).toEqual([]);
    },
  );

  it.concurrent('names the execution, the cause and the next step in one annotation', async () => {
    await using simulator = await startSimulator(ending('FAILED'));
    const step = await run(simulator);
    const [message] = errors(step);
    expect(message).toContain(step.outputs['jobExecutionId']);
    expect(message).toMatch(/^Cause: the job failed\.$/m);
    expect(message).toMatch(/^Next step: .*sparkHistoryLogs\/console/m);
  });

  it.concurrent('takes a status that is not documented as pending, and warns once', async () => {
    const statuses = [
      { afterMs: 0, status: 'READY' },
      { afterMs: 100, status: 'PAUSED' },
      { afterMs: 600, status: 'COMPLETED' },
    ];
    await using simulator = await startSimulator({ plan: { statuses } });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { status: 'COMPLETED' } });
    expect(warnings(step)).toEqual([expect.stringContaining('"PAUSED"')]);
  });

  it.concurrent('stops waiting at waitTimeout and leaves the execution alone', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const step = await run(simulator, { waitTimeout: '1s' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { status: 'RUNNING', conclusion: 'timed_out' } });
    expect(errors(step)[0]).toContain(`jobExecutionId: ${step.outputs['jobExecutionId']}`);
    expect(simulator.requestCount('cancelJobExecution')).toBe(0);
  });

  it.concurrent('succeeds after waitTimeout with failOnError: false', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const step = await run(simulator, { waitTimeout: '500ms', failOnError: 'false' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'timed_out' } });
  });

  it.concurrent('returns once the execution is started with wait: false', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const step = await run(simulator, { wait: 'false' });
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: { status: expect.stringMatching(/READY|RUNNING/), conclusion: 'started' },
    });
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
  });

  it.concurrent.each([
    ['waits for it', { jobExecutionId: '' }, 'COMPLETED', 0],
    ['fails when it failed', { jobExecutionId: '' }, 'FAILED', 1],
    ['fails when it failed, with wait: false too', { wait: 'false' }, 'FAILED', 1],
  ] as const)('starts nothing with jobExecutionId, and %s', async (_rule, inputs, final, exitCode) => {
    await using simulator = await startSimulator();
    const plan = { readyMs: 0, runningMs: 'wait' in inputs ? 0 : 400, final };
    const { jobExecutionId } = simulator.startForeign(JOB_ID, { plan });
    simulator.startForeign(JOB_ID, { plan: { readyMs: 0, runningMs: 0, final: 'COMPLETED' } });
    const step = await run(simulator, { ...inputs, jobExecutionId });
    expect(step).toMatchObject({ exitCode, outputs: { status: final, jobExecutionId } });
    expect(started(simulator)).toEqual([]);
  });

  it.concurrent('is unknown with a jobExecutionId that is not listed', async () => {
    await using simulator = await startSimulator({ history: 5 });
    const step = await run(simulator, { jobExecutionId: 'nobodyKnowsIt' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(errors(step)[0]).toContain('nobodyKnowsIt');
    expect(step.durationMs).toBeLessThan(8000);
  });
});

describe('a step against both editions of the API', () => {
  it.concurrent.each(['2025', '2026'] as const)(
    'takes what is left out from the saved settings: %s',
    async (edition) => {
      await using simulator = await startSimulator({ ...QUICK, edition });
      const step = await run(simulator, { jobCondition: 'numWorker: 4' });
      expect(step.exitCode).toBe(0);
      const saved = simulator.job(JOB_ID)?.runCondition;
      expect(started(simulator)[0]?.jobCondition).toMatchObject({
        numWorker: 4,
        scriptPath: saved?.['scriptPath'],
      });
    },
  );

  it.concurrent('works without the operations that not every edition has', async () => {
    await using simulator = await startSimulator({
      ...QUICK,
      absent: optionalOperations,
      history: 30,
      order: 'oldest-first',
    });
    expect(await run(simulator)).toMatchObject({ exitCode: 0, outputs: { status: 'COMPLETED' } });
  });

  it.concurrent.each([201, 202])('takes %d as the status of an accepted start', async (executeStatus) => {
    await using simulator = await startSimulator({ ...QUICK, executeStatus });
    expect((await run(simulator)).exitCode).toBe(0);
  });

  it.concurrent.each(['object', 'empty-array', 'null'] as const)(
    'accepts %s as parsedParameters',
    async (parsedParameters) => {
      await using simulator = await startSimulator({ ...QUICK, parsedParameters });
      const step = await run(simulator, { parameters: 'date: 2025-03-21' });
      const shown = { object: '{"date":"2025-03-21"}', 'empty-array': '[]', null: 'null' }[parsedParameters];
      expect(step).toMatchObject({ exitCode: 0, outputs: { parsedParameters: shown } });
    },
  );
});

describe('a step that the service refuses', () => {
  it.concurrent.each([
    [400, 'the inputs', 'executeJob', 'not_started'],
    [401, 'the key', 'getJob', 'not_started'],
    [403, 'the key', 'executeJob', 'not_started'],
    [404, 'the inputs', 'getJob', 'not_started'],
  ] as const)('is not_started after %d, and the cause is %s', async (status, cause, on, conclusion) => {
    await using simulator = await startSimulator({
      ...QUICK,
      faults: [{ on, kind: 'status', status, times: 99 }],
    });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion } });
    expect(errors(step)).toEqual([
      expect.stringMatching(new RegExp(`No execution was started[\\s\\S]*Cause: ${cause}`)),
    ]);
    expect(errors(step)[0]).toMatch(/trace id [\w-]+/);
    expect(started(simulator)).toEqual([]);
  });

  it.concurrent('names the required option that is given nowhere', async () => {
    await using simulator = await startSimulator({ ...QUICK, jobs: [{ runCondition: { nrn: '' } }] });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toMatch(/Next step: Neither jobCondition nor .* have nrn:/);
  });

  it.concurrent('starts the job without the permission to read it when the options are complete', async () => {
    await using simulator = await startSimulator({ ...QUICK, denied: ['getJob'] });
    const jobCondition = JSON.stringify({ nrn: 'nrn:PUB:x', scriptPath: 'b/scripts/', logPath: 'b/logs/' });
    expect((await run(simulator, { jobCondition })).exitCode).toBe(0);
    const without = await run(simulator);
    expect(without).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(without)[0]).toContain('the key has no permission');
  });

  it.concurrent('warns of a job status in which the job cannot run, and sends the start: the service decides', async () => {
    await using simulator = await startSimulator({ ...QUICK, jobs: [{ status: 'DRAFT' }] });
    const step = await run(simulator);
    expect(warnings(step)).toEqual([expect.stringContaining('its editing is not finished')]);
    expect(errors(step)[0]).toContain('bad-state');
    expect(simulator.requestCount('executeJob')).toBe(1);
  });
});
