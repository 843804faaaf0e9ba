import { describe, expect, it } from '@jest/globals';
import { type Fault, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { documented } from '../api/documented.ts';
import { errors, type Inputs } from './step.ts';
import { DEFINITION, run, start, workspaceWith } from './sub-action.ts';

const NRN = 'nrn:PUB:IAM::2706412:Role/1a2b3c4d-0496-11f0-baf6-246e96591a38';

/** create-job with this definition file. */
async function create(simulator: Simulator, inputs: Inputs = {}, definition = DEFINITION) {
  using workspace = workspaceWith({ 'jobs/job.yml': definition });
  return await run(
    simulator,
    'create-job',
    { definition: 'jobs/job.yml', ...inputs },
    { workspace: workspace.path },
  );
}

/** The jobs that are there beside the simulator's own. */
const created = (simulator: Simulator) => simulator.jobs.filter(({ name }) => name !== 'job001');
const sent = (simulator: Simulator, operation: string) =>
  simulator.requests.filter((request) => request.operation === operation);

describe.each(['2025', '2026'] as const)('create-job, edition %s', (edition) => {
  /** Only the 2026 edition knows types, and requires one. */
  const type = edition === '2026' ? 'VISUAL' : undefined;
  const definition = type ? `type: ${type}\n${DEFINITION}` : DEFINITION;

  it.concurrent('sends the documented example as it is, and has the answer in its outputs', async () => {
    await using simulator = await startSimulator({ edition, jobs: [] });
    const { name: jobName, ...others } = documented('create-job.request');
    const example = { name: jobName, type, ...others };
    const step = await create(simulator, {}, JSON.stringify(example));
    const [request] = sent(simulator, 'createJob');
    expect(request?.body).toBe(JSON.stringify(example));
    const [job] = simulator.jobs;
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: { jobId: job?.jobId, name: 'job001', created: 'true', status: job?.status },
    });
    const output = JSON.parse(step.outputs['job'] ?? '');
    const { name, nodes, ...older } = documented('create-job.response');
    const { runCondition } = older;
    expect(output).toMatchObject({ name, nodes, type: type ?? older.type });
    if (edition === '2025') expect(output).toMatchObject({ runCondition, status: 'RUNNABLE' });
  });

  it.concurrent('makes one job in two runs, and brings its settings in line once', async () => {
    await using simulator = await startSimulator({ edition });
    const text = `${definition}jobCondition:\n  nrn: ${NRN}\n  numWorker: 4\n  timeout: 60\n`;
    const first = await create(simulator, {}, text);
    expect(first).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
    const writes = simulator.requestCount('updateJobExecuteConfig');
    const second = await create(simulator, {}, text);
    expect(second).toMatchObject({
      exitCode: 0,
      outputs: { created: 'false', jobId: first.outputs['jobId'], name: 'sales_daily' },
    });
    expect(created(simulator)).toHaveLength(1);
    expect(created(simulator)[0]?.runCondition).toMatchObject({ nrn: NRN, numWorker: 4, timeout: 60 });
    expect([writes, simulator.requestCount('updateJobExecuteConfig')]).toEqual([1, 1]);
    expect(JSON.parse(sent(simulator, 'createJob')[0]?.body ?? '')).not.toHaveProperty('jobCondition');
  });

  it.concurrent('that cannot save the settings says that the job exists, with its id', async () => {
    await using simulator = await startSimulator({ edition, denied: ['updateJobExecuteConfig'] });
    const step = await create(simulator, {}, `${definition}jobCondition: {numWorker: 4, nrn: ${NRN}}\n`);
    const [job] = created(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { jobId: job?.jobId, created: 'true' } });
    expect(errors(step)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Job "sales_daily" \\(${job?.jobId}\\) was created and exists, but its settings were not saved: `,
        ),
      ),
    ]);
    expect(errors(step)[0]).toContain('Cause: the key');
  });
});

describe('create-job with wrong inputs', () => {
  it.concurrent('sends nothing and names every problem in one error', async () => {
    await using simulator = await startSimulator();
    const wrong = DEFINITION.replace('[1697771234567]', '[1697771234569]').replace('sales_daily', '매출');
    const step = await create(simulator, { ifExists: 'x', accessKey: '' }, wrong);
    expect(step.exitCode).toBe(1);
    expect(simulator.requests).toEqual([]);
    expect(errors(step)).toHaveLength(1);
    for (const part of [
      'No job was created: nothing was sent. 4 problems',
      '- accessKey: not given',
      '- jobs/job.yml: name: "매출" is not allowed',
      'the nodes form a cycle: "필터" (1697771234568) → "Object Storage" (1697771234569) → "필터" (1697771234568).',
      '- ifExists: "x" is not allowed; give one of reuse, fail, create.',
      'Cause: the inputs.',
    ])
      expect(errors(step)[0]).toContain(part);
    expect(step.summary).toContain('### Data Flow: create-job, failed');
  });

  it.concurrent('needs the file', async () => {
    await using simulator = await startSimulator();
    const step = await create(simulator, { definition: 'jobs/other.yml' });
    expect(errors(step)[0]).toMatch(/"jobs\/other\.yml" does not exist in .*workspace/);
  });
});

describe('create-job when the name exists', () => {
  const names = ['sales_daily_2', 'sales_daily', 'old_sales_daily'].map((name) => ({ name }));

  it.concurrent('finds the exact name behind pages of names that only hold it', async () => {
    const jobs = Array.from({ length: 25 }, (_, index) => ({ name: `sales_daily_${index}` }));
    await using simulator = await startSimulator({
      jobs: [...jobs, { name: 'sales_daily' }],
      maximumPageSize: 10,
    });
    const step = await create(simulator);
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: { created: 'false', jobId: simulator.jobs[25]?.jobId },
    });
    expect(simulator.requestCount('createJob')).toBe(0);
  });

  it.concurrent('reuse of two jobs names both', async () => {
    await using simulator = await startSimulator({ jobs: [...names, { name: 'sales_daily' }] });
    const step = await create(simulator);
    const [, one, , two] = simulator.jobs;
    expect([step.exitCode, simulator.requestCount('createJob')]).toEqual([1, 0]);
    expect(errors(step)[0]).toContain(`2 jobs are named "sales_daily": ${one?.jobId}, ${two?.jobId}.`);
  });

  it.concurrent('a deleted one does not count', async () => {
    await using simulator = await startSimulator({ jobs: [{ name: 'sales_daily', status: 'DELETED' }] });
    expect(await create(simulator)).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
  });

  it.concurrent('fail fails, and create creates another', async () => {
    await using simulator = await startSimulator({ jobs: names });
    const failed = await create(simulator, { ifExists: 'fail' });
    expect([failed.exitCode, simulator.jobs.length]).toEqual([1, 3]);
    expect(errors(failed)[0]).toContain(
      `"sales_daily" exists (${simulator.jobs[1]?.jobId}), and ifExists is fail`,
    );
    expect(await create(simulator, { ifExists: 'create' })).toMatchObject({
      exitCode: 0,
      outputs: { created: 'true' },
    });
    expect(simulator.jobs).toHaveLength(4);
  });

  it.concurrent('another name makes another job', async () => {
    await using simulator = await startSimulator({ jobs: names });
    const step = await create(simulator, { name: 'sales_weekly' });
    expect(step.outputs).toMatchObject({ created: 'true', name: 'sales_weekly' });
  });

  it.concurrent('without getJobs only create can go on', async () => {
    await using simulator = await startSimulator({ guideOperations: false });
    const reuse = await create(simulator);
    expect([reuse.exitCode, simulator.requestCount('createJob')]).toEqual([1, 0]);
    expect(errors(reuse)[0]).toContain('Job "sales_daily" was not created: getJobs was refused');
    expect(await create(simulator, { ifExists: 'create' })).toMatchObject({ exitCode: 0 });
  });
});

describe('create-job with check', () => {
  it.concurrent('creates nothing', async () => {
    await using simulator = await startSimulator();
    const step = await create(simulator, { check: 'true' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { created: 'false', name: 'sales_daily' } });
    expect(step.outputs).not.toHaveProperty('jobId');
    expect(created(simulator)).toEqual([]);
  });

  it.concurrent('finds the job, and fails when its settings differ', async () => {
    await using simulator = await startSimulator({ jobs: [{ name: 'sales_daily' }] });
    const same = await create(simulator, { check: 'true' }, `${DEFINITION}jobCondition: {numWorker: 2}\n`);
    expect(same).toMatchObject({ exitCode: 0, outputs: { jobId: 'gqigvHhTu7ra', created: 'false' } });
    const other = await create(simulator, { check: 'true' }, `${DEFINITION}jobCondition: {numWorker: 3}\n`);
    expect([other.exitCode, errors(other)[0]]).toEqual([
      1,
      expect.stringContaining('differ from what is wanted: numWorker'),
    ]);
    expect(simulator.requestCount('updateJobExecuteConfig')).toBe(0);
  });
});

describe('a createJob whose answer was lost', () => {
  it.concurrent.each([
    ['reset after processing', { kind: 'reset-after' }],
    ['no answer in time', { kind: 'hang-after' }],
    ['processed late', { kind: 'late', delayMs: 2500 }],
    ['504, processed', { kind: 'status', status: 504, processed: true }],
    ['broken JSON', { kind: 'garbled' }],
  ] as const)('%s: makes one job, also with ifExists: create', async (_, fault) => {
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
  });

  it.concurrent.each([
    ['reset before processing', { kind: 'reset-before' }],
    ['503, not processed', { kind: 'status', status: 503 }],
  ] as const)('%s: is sent again only after it was looked for, for at least 10 s', async (_, fault) => {
    await using simulator = await startSimulator({ faults: [{ on: 'createJob', ...fault } as Fault] });
    expect(await create(simulator)).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
    const [first, second] = sent(simulator, 'createJob');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(10_000);
    expect(created(simulator)).toHaveLength(1);
  });

  it.concurrent('refused for now, 429, it is sent again at once', async () => {
    await using simulator = await startSimulator({
      faults: [{ on: 'createJob', kind: 'status', status: 429, times: 2 }],
    });
    const step = await create(simulator);
    expect([step.exitCode, created(simulator).length]).toEqual([0, 1]);
    expect(step.durationMs).toBeLessThan(8_000);
  });

  it.concurrent.each([
    [401, 'the key'],
    [403, 'the key'],
    [400, 'the inputs'],
  ])('refused, %i, it is final', async (status, fault) => {
    await using simulator = await startSimulator({ faults: [{ on: 'createJob', kind: 'status', status }] });
    const step = await create(simulator);
    expect([step.exitCode, simulator.requestCount('createJob'), created(simulator).length]).toEqual([
      1, 1, 0,
    ]);
    expect(errors(step)).toEqual([expect.stringContaining('Job "sales_daily" was not created: createJob')]);
    expect(errors(step)[0]).toContain(`Cause: ${fault}.`);
  });
});

describe('create-job, cancelled', () => {
  it.concurrent('before anything was sent, says that nothing was done', async () => {
    await using simulator = await startSimulator({ faults: [{ on: 'getJobs', kind: 'hang-before' }] });
    using workspace = workspaceWith({ 'job.yml': DEFINITION });
    const running = start(simulator, 'create-job', { definition: 'job.yml' }, { workspace: workspace.path });
    while (simulator.requestCount('getJobs') === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const cancelledAt = performance.now();
    running.cancel();
    const step = await running.finished;
    expect(performance.now() - cancelledAt).toBeLessThan(3_000);
    expect(step.exitCode).toBe(1);
    expect(errors(step)).toEqual([expect.stringContaining('The step was cancelled. No job was created.')]);
  });

  it.concurrent.each([
    ['hang-after', 'was created.', 1],
    ['hang-before', 'whether it was created could not be told.', 0],
  ] as const)('while createJob is under way (%s), says what became of it', async (kind, said, jobs) => {
    await using simulator = await startSimulator({ faults: [{ on: 'createJob', kind }] });
    using workspace = workspaceWith({ 'job.yml': DEFINITION });
    const running = start(simulator, 'create-job', { definition: 'job.yml' }, { workspace: workspace.path });
    while (simulator.requestCount('createJob') === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    running.cancel();
    const step = await running.finished;
    expect(step.durationMs).toBeLessThan(6_000);
    expect([step.exitCode, created(simulator).length]).toEqual([1, jobs]);
    expect(errors(step)).toEqual([expect.stringContaining(said)]);
    expect(step.outputs['jobId']).toBe(created(simulator)[0]?.jobId);
  });

  it.concurrent('killed after the create, has the id in its outputs', async () => {
    await using simulator = await startSimulator({
      faults: [{ on: 'updateJobExecuteConfig', kind: 'hang-before' }],
    });
    using workspace = workspaceWith({ 'job.yml': `${DEFINITION}jobCondition: {nrn: ${NRN}}\n` });
    const running = start(simulator, 'create-job', { definition: 'job.yml' }, { workspace: workspace.path });
    while (simulator.requestCount('updateJobExecuteConfig') === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    running.kill('SIGKILL');
    expect(await running.finished).toMatchObject({
      signal: 'SIGKILL',
      outputs: { jobId: created(simulator)[0]?.jobId, created: 'true' },
    });
  });
});
