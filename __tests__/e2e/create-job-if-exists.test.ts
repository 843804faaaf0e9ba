import { describe, expect, it } from '@jest/globals';
import { type Fault, optionalOperations, startSimulator } from '../../simulator/simulator.ts';
import { create, SALES, sent } from './creating-job.ts';
import { errors, JOB_ID } from './step.ts';
import { DEFINITION } from './sub-action.ts';

describe('create-job when the name exists', () => {
  const names = ['sales_daily_2', 'sales_daily', 'old_sales_daily'].map((name) => ({ name }));

  it.concurrent('the job with exactly the name is found behind pages of longer names', async () => {
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

  it.concurrent('reuse fails when two jobs have the name, and names both', async () => {
    await using simulator = await startSimulator({ jobs: [...names, { name: 'sales_daily' }] });
    const step = await create(simulator);
    const [, one, , two] = simulator.jobs;
    expect([step.exitCode, simulator.requestCount('createJob')]).toEqual([1, 0]);
    expect(errors(step)[0]).toContain(`2 jobs are named "sales_daily": ${one?.jobId}, ${two?.jobId}.`);
  });

  it.concurrent('a deleted job with the name does not count', async () => {
    await using simulator = await startSimulator({ jobs: [{ name: 'sales_daily', status: 'DELETED' }] });
    expect(await create(simulator)).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
  });

  it.concurrent('ifExists: fail fails, and ifExists: create creates another job', async () => {
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

  it.concurrent('the input name replaces the name in the file', async () => {
    await using simulator = await startSimulator({ jobs: names });
    const step = await create(simulator, { name: 'sales_weekly' });
    expect(step.outputs).toMatchObject({ created: 'true', name: 'sales_weekly' });
  });

  it.concurrent('only ifExists: create works where the service has no getJobs', async () => {
    await using simulator = await startSimulator({ absent: optionalOperations });
    const reuse = await create(simulator);
    expect([reuse.exitCode, simulator.requestCount('createJob')]).toEqual([1, 0]);
    expect(errors(reuse)[0]).toContain('Job "sales_daily" was not created: getJobs was refused');
    expect(await create(simulator, { ifExists: 'create' })).toMatchObject({ exitCode: 0 });
  });
});

describe.each(['2025', '2026'] as const)('create-job with check, edition %s', (edition) => {
  it.concurrent('a job that does not exist is a difference, and is not created', async () => {
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

  it.concurrent('the step fails when the settings of the job differ', async () => {
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

describe.each(['2025', '2026'] as const)('create-job when the nodes changed, edition %s', (edition) => {
  it.concurrent('ifExists: reuse fails, and shows the difference by node, field and both values', async () => {
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

  it.concurrent('ifExists: update changes the job once, by the method of the edition', async () => {
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

  it.concurrent('ifExists: update succeeds despite a 503 and lost responses', async () => {
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

describe('create-job with ifExists: update', () => {
  it.concurrent('the step fails when PATCH ignored the nodes', async () => {
    await using simulator = await startSimulator({ edition: '2026', updateTakesNodes: false, jobs: [SALES] });
    const step = await create(simulator, { ifExists: 'update' }, CHANGED);
    expect(step.exitCode).toBe(1);
    expect(errors(step)[0]).toContain('was sent and accepted, but the service shows other values: nodes.');
    expect(errors(step)[0]).toContain('Change the nodes in the Data Flow console');
  });

  it.concurrent('the other method is tried when the job has the form of the other edition', async () => {
    const jobs = [{ ...SALES, type: 'DATAFLOW' }];
    await using simulator = await startSimulator({ edition: '2026', jobs });
    const step = await create(simulator, { ifExists: 'update' }, `type: SCRIPT\nname: sales_daily\n`);
    expect(sent(simulator, 'updateJob').map(({ method }) => method)).toEqual(['PUT', 'PATCH']);
    expect([step.exitCode, simulator.job(JOB_ID)?.type]).toEqual([0, 'SCRIPT']);
  });

  it.concurrent('the error says what to do where the service has no updateJob', async () => {
    await using simulator = await startSimulator({ absent: ['updateJob'], jobs: [SALES] });
    const step = await create(simulator, { ifExists: 'update' }, CHANGED);
    expect([step.exitCode, simulator.requestCount('updateJob')]).toEqual([1, 2]);
    expect(errors(step)[0]).toContain('The service has updateJob neither as PUT nor as PATCH');
  });
});
