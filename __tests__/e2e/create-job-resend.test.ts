import { describe, expect, it } from '@jest/globals';
import { type Fault, startSimulator } from '../../simulator/simulator.ts';
import { create, created, NRN, sent } from './creating-job.ts';
import { errors, until } from './step.ts';
import { DEFINITION, start, workspaceWith } from './sub-action.ts';

describe('createJob', () => {
  it.concurrent.each([
    ['reset after processing', { kind: 'reset-after' }],
    ['no response in time', { kind: 'hang-after' }],
    ['processed late', { kind: 'late', delayMs: 2500 }],
    ['504, processed', { kind: 'status', status: 504, processed: true }],
    ['broken JSON', { kind: 'garbled' }],
  ] as const)(
    'makes one job, also with ifExists: create, when its response is lost: %s',
    async (_, fault) => {
      await using simulator = await startSimulator({
        jobs: [{ name: 'sales_daily' }],
        faults: [{ on: 'createJob', ...fault } as Fault],
      });
      const step = await create(simulator, { ifExists: 'create', requestTimeout: '1s' });
      expect(step).toMatchObject({
        exitCode: 0,
        outputs: { created: 'true', jobId: simulator.jobs[1]?.jobId },
      });
      expect([simulator.jobs.length, simulator.requestCount('createJob')]).toEqual([2, 1]);
    },
  );

  it.concurrent.each([
    ['reset before processing', { kind: 'reset-before' }],
    ['503, not processed', { kind: 'status', status: 503 }],
  ] as const)('is resent only after the job was searched for at least 10 s: %s', async (_, fault) => {
    await using simulator = await startSimulator({ faults: [{ on: 'createJob', ...fault } as Fault] });
    expect(await create(simulator)).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
    const [first, second] = sent(simulator, 'createJob');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(10_000);
    expect(created(simulator)).toHaveLength(1);
  });

  it.concurrent('is resent within seconds after 429', async () => {
    await using simulator = await startSimulator({
      faults: [{ on: 'createJob', kind: 'status', status: 429, times: 2 }],
    });
    const step = await create(simulator);
    expect([step.exitCode, created(simulator).length]).toEqual([0, 1]);
    expect(step.durationMs).toBeLessThan(8_000);
  });

  it.concurrent.each([
    [401, 'the key was not accepted'],
    [403, 'the key lacks a permission'],
    [404, 'the inputs'],
  ])('is never resent after %i', async (status, fault) => {
    await using simulator = await startSimulator({ faults: [{ on: 'createJob', kind: 'status', status }] });
    const step = await create(simulator);
    expect([step.exitCode, simulator.requestCount('createJob'), created(simulator).length]).toEqual([
      1, 1, 0,
    ]);
    expect(errors(step)).toEqual([expect.stringContaining('Job "sales_daily" was not created: createJob')]);
    expect(errors(step)[0]).toContain(`Cause: ${fault}.`);
  });
});

describe('create-job that is ended early', () => {
  it.concurrent('ends within 3 s, and says that no job was created, before createJob is sent', async () => {
    await using simulator = await startSimulator({ faults: [{ on: 'getJobs', kind: 'hang-before' }] });
    using workspace = workspaceWith({ 'job.yml': DEFINITION });
    const running = start(simulator, 'create-job', { definition: 'job.yml' }, { workspace: workspace.path });
    await until(() => simulator.requestCount('getJobs') > 0);
    const cancelledAt = performance.now();
    running.cancel();
    const step = await running.finished;
    expect(performance.now() - cancelledAt).toBeLessThan(3_000);
    expect(step.exitCode).toBe(1);
    expect(errors(step)).toEqual([expect.stringContaining('The step was cancelled. No job was created.')]);
  });

  it.concurrent.each([
    ['hang-after', 1],
    ['hang-before', 0],
  ] as const)(
    'says that it does not know whether the job was created while createJob is open (%s)',
    async (kind, jobs) => {
      await using simulator = await startSimulator({ faults: [{ on: 'createJob', kind }] });
      using workspace = workspaceWith({ 'job.yml': DEFINITION });
      const running = start(
        simulator,
        'create-job',
        { definition: 'job.yml' },
        { workspace: workspace.path },
      );
      await until(() => simulator.requestCount('createJob') > 0);
      running.cancel();
      const step = await running.finished;
      expect(step.durationMs).toBeLessThan(6_000);
      expect([step.exitCode, created(simulator).length]).toEqual([1, jobs]);
      expect(errors(step)).toEqual([expect.stringContaining('whether it was created is not known.')]);
    },
  );

  it.concurrent('has the id in its outputs when it is killed after the job was created', async () => {
    await using simulator = await startSimulator({
      faults: [{ on: 'updateJobExecuteConfig', kind: 'hang-before' }],
    });
    using workspace = workspaceWith({ 'job.yml': `${DEFINITION}jobCondition: {nrn: ${NRN}}\n` });
    const running = start(simulator, 'create-job', { definition: 'job.yml' }, { workspace: workspace.path });
    await until(() => simulator.requestCount('updateJobExecuteConfig') > 0);
    running.kill('SIGKILL');
    expect(await running.finished).toMatchObject({
      signal: 'SIGKILL',
      outputs: { jobId: created(simulator)[0]?.jobId, created: 'true' },
    });
  });
});
