import { describe, expect, it } from '@jest/globals';
import { wrongFields } from './refusals.ts';
import { jobPath, scene } from './signed-request.ts';

const edition = '2026';
const execute = `POST ${jobPath}/executions`;
const configure = `PUT ${jobPath}/executions`;

describe('the fields of a job, in 2026', () => {
  it('are all named when they are wrong', async () => {
    await using s = await scene({ edition });
    const jobCondition = { numWorker: 11, timeout: 0, nrn: 7 };
    const body = { name: '1', maxConcurrentRuns: 1.5, jobCondition };
    const { json } = await s.call('POST /api/v1/jobs', body);
    expect(json.error.fieldErrors.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'jobCondition.nrn',
      'jobCondition.numWorker',
      'jobCondition.timeout',
      'maxConcurrentRuns',
      'name',
      'type',
    ]);
  });

  it('keeps the settings that an update leaves out', async () => {
    await using s = await scene({ edition });
    const before = s.simulator.job('gqigvHhTu7ra')?.runCondition;
    const { json } = await s.call(configure, { jobCondition: { numWorker: 5 } });
    expect(json.jobCondition).toEqual({ ...before, numWorker: 5 });
  });

  it('shows a job with the field names of 2026', async () => {
    await using s = await scene({ edition });
    const { json } = await s.call(`GET ${jobPath}`);
    expect(json).toMatchObject({ type: 'VISUAL', status: 'READY', maxConcurrentRuns: 1 });
    expect(json).toHaveProperty('lastExecutionStatus', 'COMPLETED');
    expect(json.jobCondition).not.toHaveProperty('workerType');
    expect(json).not.toHaveProperty('runCondition');
  });

  it.each([undefined, 'DATAFLOW', 'script', 7])('make no job of type %j', async (type) => {
    await using s = await scene({ edition });
    const body = { name: 'job002', type, nodes: [] };
    expect(await s.call('POST /api/v1/jobs', body)).toMatchObject(wrongFields('type'));
    expect(s.simulator.jobs).toHaveLength(1);
  });

  it('have no nodes in a SCRIPT job', async () => {
    await using s = await scene({ edition });
    const jobCondition = { numWorker: 3, parameters: { day: '2026-11-01' } };
    const body = { name: 'script_job', type: 'SCRIPT', jobCondition };
    const { json } = await s.call('POST /api/v1/jobs', body);
    expect(json).toMatchObject({ type: 'SCRIPT', nodes: [], jobCondition });
    const nodes = [{ id: 1 }];
    expect(await s.call('POST /api/v1/jobs', { ...body, nodes })).toMatchObject(wrongFields('nodes'));
    await using seeded = await scene({ edition, jobs: [{ type: 'SCRIPT' }] });
    expect((await seeded.call(`GET ${jobPath}`)).json.nodes).toEqual([]);
  });

  it('have maxConcurrentRuns, which getJob shows', async () => {
    await using s = await scene({ edition });
    const create = (maxConcurrentRuns: unknown) =>
      s.call('POST /api/v1/jobs', { name: 'job002', type: 'VISUAL', maxConcurrentRuns });
    const { jobId } = (await create(3)).json;
    expect((await s.call(`GET /api/v1/jobs/${jobId}`)).json.maxConcurrentRuns).toBe(3);
    for (const wrong of [0, '3', 1.5, null]) {
      expect(await create(wrong)).toMatchObject(wrongFields('maxConcurrentRuns'));
    }
  });

  it('have saved parameters in a SCRIPT job only', async () => {
    const parameters = { day: '2026-11-01' };
    const wrong = wrongFields('jobCondition.parameters');
    await using visual = await scene({ edition });
    expect(await visual.call(configure, { jobCondition: { parameters } })).toMatchObject(wrong);
    const body = { name: 'job002', type: 'VISUAL', jobCondition: { parameters } };
    expect(await visual.call('POST /api/v1/jobs', body)).toMatchObject(wrong);
    expect(await visual.call(`PATCH ${jobPath}`, body)).toMatchObject(wrong);
    await using script = await scene({ edition, jobs: [{ type: 'SCRIPT' }] });
    expect((await script.call(configure, { jobCondition: { parameters } })).status).toBe(200);
    expect((await script.call(execute, {})).json.parsedParameters).toEqual(parameters);
  });
});
