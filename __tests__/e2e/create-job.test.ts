import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type Fault, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { documented } from '../api/documented.ts';
import { errors, type Inputs, JOB_ID } from './step.ts';
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

/** The job of the definition, as the service would show it. */
const SALES = { name: 'sales_daily', nodes: parse(DEFINITION).nodes };

/** The jobs that are there beside the simulator's own. */
const created = (simulator: Simulator) => simulator.jobs.filter(({ name }) => name !== 'job001');
const sent = (simulator: Simulator, operation: string) =>
  simulator.requests.filter((request) => request.operation === operation);

describe.each(['2025', '2026'] as const)('create-job, edition %s', (edition) => {
  /** Only the 2026 edition knows types, and requires one. */
  const type = edition === '2026' ? 'VISUAL' : undefined;
  const definition = type ? `type: ${type}\n${DEFINITION}` : DEFINITION;
  const settings = { nrn: NRN, numWorker: 4, timeout: 60 };

  it.concurrent('sends the documented example as it is, and has the response in its outputs', async () => {
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
    expect(first.outputs['changed']).toBe('["job"]');
    expect(second.outputs['changed']).toBe('[]');
    // A definition with a type is one of 2026, whose createJob takes the settings.
    const [once, jobCondition] = type ? [0, settings] : [1, undefined];
    expect([writes, simulator.requestCount('updateJobExecuteConfig')]).toEqual([once, once]);
    expect(JSON.parse(sent(simulator, 'createJob')[0]?.body ?? '').jobCondition).toEqual(jobCondition);
  });

  it.concurrent('that cannot save the settings says that the job exists, with its id', async () => {
    await using simulator = await startSimulator({ edition, denied: ['updateJobExecuteConfig'] });
    const step = await create(simulator, {}, `${DEFINITION}jobCondition: {numWorker: 4, nrn: ${NRN}}\n`);
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
      '- ifExists: "x" is not allowed; give one of reuse, update, fail, create.',
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
      jobs: [...jobs, SALES],
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

describe.each(['2025', '2026'] as const)('create-job with check, edition %s', (edition) => {
  it.concurrent('creates nothing; a job that does not exist is a difference', async () => {
    await using simulator = await startSimulator({ edition });
    const step = await create(simulator, { check: 'true' });
    expect(step).toMatchObject({
      exitCode: 1,
      outputs: { created: 'false', name: 'sales_daily', changed: '["job"]' },
    });
    expect(errors(step)[0]).toContain(
      'Job "sales_daily" does not exist. It was not created, because check is true.',
    );
    const report = await create(simulator, { check: 'report' });
    expect(report).toMatchObject({ exitCode: 0, outputs: { created: 'false', changed: '["job"]' } });
    for (const { outputs } of [step, report]) expect(outputs).not.toHaveProperty('jobId');
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.concurrent('finds the job, and fails when its settings differ', async () => {
    await using simulator = await startSimulator({ edition, jobs: [SALES] });
    const same = await create(simulator, { check: 'true' }, `${DEFINITION}jobCondition: {numWorker: 2}\n`);
    expect(same).toMatchObject({ exitCode: 0, outputs: { jobId: JOB_ID, created: 'false', changed: '[]' } });
    const other = await create(simulator, { check: 'true' }, `${DEFINITION}jobCondition: {numWorker: 3}\n`);
    expect(other).toMatchObject({ exitCode: 1, outputs: { changed: '["jobCondition.numWorker"]' } });
    expect(errors(other)[0]).toContain(
      'differs from what is wanted: jobCondition.numWorker. Nothing was sent',
    );
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

/** The definition with another filter value, a node that was added, and one that was removed. */
const CHANGED = DEFINITION.replace('value: "0"', 'value: "100"')
  .replace('parentNodeIds: [1697771234568]', 'parentNodeIds: [1697771234570]')
  .replace(
    '  - id: 1697771234569',
    '  - {id: 1697771234570, type: TRANSFORM_DEDUPLICATE, name: 중복 제거, parentNodeIds: [1697771234568]}\n  - id: 1697771234569',
  );
const FILTER_ONLY = DEFINITION.replace('value: "0"', 'value: "100"');

describe.each(['2025', '2026'] as const)('create-job of a job whose graph changed, edition %s', (edition) => {
  it.concurrent('reuse fails, and shows the difference by node, field and both values', async () => {
    await using simulator = await startSimulator({ edition, jobs: [SALES] });
    const step = await create(simulator, {}, CHANGED);
    expect(step).toMatchObject({ exitCode: 1, outputs: { changed: '["nodes"]', jobId: JOB_ID } });
    const table = [
      '  field                               in Data Flow     in the file',
      '  node "필터" (1697771234568)',
      '    filterConditionList[amount].value  0                100',
      '  node "중복 제거" (1697771234570)        (none)           TRANSFORM_DEDUPLICATE',
      '  node "Object Storage" (1697771234569)',
      '    parentNodeIds                     [1697771234568]  [1697771234570]',
    ].map((line) => line.trim().split(/ {2,}/));
    const shown = (text: string) =>
      text
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/))
        .filter((cells) => table.some(([first]) => first === cells[0]));
    expect(shown(step.log)).toEqual(table);
    expect(shown(step.summary)).toEqual(table);
    expect(errors(step)[0]).toContain(
      'differs from what is wanted: nodes. Nothing was sent, because ifExists is reuse.',
    );
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.concurrent('check: report shows a changed filter and succeeds; check: true fails', async () => {
    await using simulator = await startSimulator({ edition, jobs: [SALES] });
    const report = await create(simulator, { check: 'report', ifExists: 'update' }, FILTER_ONLY);
    expect(report).toMatchObject({ exitCode: 0, outputs: { changed: '["nodes"]' } });
    expect(report.summary).toMatch(/filterConditionList\[amount\]\.value +0 +100/);
    expect((await create(simulator, { check: 'true' }, FILTER_ONLY)).exitCode).toBe(1);
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.concurrent('update changes it once, by the method of the edition, and proves it', async () => {
    await using simulator = await startSimulator({ edition, jobs: [SALES] });
    const inputs = { ifExists: 'update' };
    const step = await create(simulator, inputs, `${CHANGED}jobCondition: {numWorker: 5}\n`);
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: { changed: '["nodes","jobCondition.numWorker"]', created: 'false' },
    });
    const again = await create(simulator, inputs, `${CHANGED}jobCondition: {numWorker: 5}\n`);
    expect(again).toMatchObject({ exitCode: 0, outputs: { changed: '[]' } });
    expect(sent(simulator, 'updateJob').map(({ method }) => method)).toEqual([
      edition === '2025' ? 'PUT' : 'PATCH',
    ]);
    expect(simulator.job(JOB_ID)).toMatchObject({ runCondition: { numWorker: 5 }, nodes: { length: 4 } });
  });

  it.concurrent('update is not disturbed by 503s and lost responses', async () => {
    const faults: Fault[] = [
      { on: 'updateJob', kind: 'status', status: 503 },
      { on: 'updateJob', kind: 'reset-after', nth: 2 },
      { on: 'updateJob', kind: 'garbled', nth: 3 },
    ];
    await using simulator = await startSimulator({ edition, jobs: [SALES], faults });
    expect(await create(simulator, { ifExists: 'update' }, CHANGED)).toMatchObject({ exitCode: 0 });
    expect(simulator.job(JOB_ID)?.nodes).toHaveLength(4);
  });
});

describe('create-job with update', () => {
  it.concurrent('finds out that PATCH ignored the nodes', async () => {
    await using simulator = await startSimulator({ edition: '2026', updateTakesNodes: false, jobs: [SALES] });
    const step = await create(simulator, { ifExists: 'update' }, CHANGED);
    expect(step.exitCode).toBe(1);
    expect(errors(step)[0]).toContain('was sent and accepted, but the service shows other values: nodes.');
    expect(errors(step)[0]).toContain('Change the nodes in the Data Flow console');
  });

  it.concurrent('tries the other method when the edition is not the one that the job looks like', async () => {
    const jobs = [{ ...SALES, type: 'DATAFLOW' }];
    await using simulator = await startSimulator({ edition: '2026', jobs });
    const step = await create(simulator, { ifExists: 'update' }, `type: SCRIPT\nname: sales_daily\n`);
    expect(sent(simulator, 'updateJob').map(({ method }) => method)).toEqual(['PUT', 'PATCH']);
    expect([step.exitCode, simulator.job(JOB_ID)?.type]).toEqual([0, 'SCRIPT']);
  });

  it.concurrent('says what to do where the service has no updateJob', async () => {
    await using simulator = await startSimulator({ absent: ['updateJob'], jobs: [SALES] });
    const step = await create(simulator, { ifExists: 'update' }, CHANGED);
    expect([step.exitCode, simulator.requestCount('updateJob')]).toEqual([1, 2]);
    expect(errors(step)[0]).toContain('The service has updateJob neither as PUT nor as PATCH');
  });
});

describe('create-job by type', () => {
  it.concurrent('a SCRIPT job has no nodes, its settings from the start, and maxConcurrentRuns', async () => {
    await using simulator = await startSimulator({ edition: '2026' });
    const file = `name: clean_daily\ntype: SCRIPT\nmaxConcurrentRuns: 3\njobCondition:\n  scriptPath: bucket/clean.py\n  parameters: {day: 2026-11-25}\n`;
    const first = await create(simulator, {}, file);
    expect(first).toMatchObject({ exitCode: 0, outputs: { created: 'true', changed: '["job"]' } });
    expect(created(simulator)).toMatchObject([
      {
        type: 'SCRIPT',
        maxConcurrentRuns: 3,
        nodes: [],
        runCondition: { scriptPath: 'bucket/clean.py', parameters: { day: '2026-11-25' } },
      },
    ]);
    expect(simulator.requestCount('updateJobExecuteConfig')).toBe(0);
    expect((await create(simulator, {}, file)).outputs['changed']).toBe('[]');
    const more = file.replace('Runs: 3', 'Runs: 4');
    expect(await create(simulator, {}, more)).toMatchObject({
      exitCode: 1,
      outputs: { changed: '["maxConcurrentRuns"]' },
    });
    expect(await create(simulator, { ifExists: 'update' }, more)).toMatchObject({ exitCode: 0 });
    expect(created(simulator)[0]?.maxConcurrentRuns).toBe(4);
  });

  it.concurrent.each([
    ['2025', [undefined]],
    ['2026', [undefined, 'VISUAL']],
  ] as const)('a file without type makes one job, edition %s', async (edition, types) => {
    await using simulator = await startSimulator({ edition });
    expect(await create(simulator)).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
    expect(sent(simulator, 'createJob').map(({ body }) => JSON.parse(body).type)).toEqual(types);
    expect(created(simulator)).toHaveLength(1);
  });

  it.concurrent('a file without type that is refused twice: both texts are shown', async () => {
    const faults = ['type is required', 'nodes are wrong'].map(
      (detail) =>
        ({
          on: 'createJob',
          kind: 'status',
          status: 400,
          body: JSON.stringify({ detail, errorType: 'bad-parameter' }),
        }) as const,
    );
    await using simulator = await startSimulator({ faults });
    const step = await create(simulator);
    expect([step.exitCode, simulator.requestCount('createJob'), created(simulator)]).toEqual([1, 2, []]);
    expect(errors(step)[0]).toMatch(
      /Without a type: .*type is required.* With type: VISUAL: .*nodes are wrong/,
    );
  });
});

describe('a createJob whose response was lost', () => {
  it.concurrent.each([
    ['reset after processing', { kind: 'reset-after' }],
    ['no response in time', { kind: 'hang-after' }],
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
    [403, 'the key lacks a permission'],
    [404, 'the inputs'],
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
    ['hang-after', 1],
    ['hang-before', 0],
  ] as const)('while createJob is under way (%s), says that this is not known', async (kind, jobs) => {
    await using simulator = await startSimulator({ faults: [{ on: 'createJob', kind }] });
    using workspace = workspaceWith({ 'job.yml': DEFINITION });
    const running = start(simulator, 'create-job', { definition: 'job.yml' }, { workspace: workspace.path });
    while (simulator.requestCount('createJob') === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    running.cancel();
    const step = await running.finished;
    expect(step.durationMs).toBeLessThan(6_000);
    expect([step.exitCode, created(simulator).length]).toEqual([1, jobs]);
    expect(errors(step)).toEqual([expect.stringContaining('whether it was created is not known.')]);
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
