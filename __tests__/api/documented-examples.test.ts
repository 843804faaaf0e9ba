import { describe, expect, it } from '@jest/globals';
import { documented, shapeOf } from './documented.ts';
import { jobPath, scene } from './signed-request.ts';

const identifier = expect.stringMatching(/^[A-Za-z0-9]{12}$/);
const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);

describe('the documented examples', () => {
  it('createJob responds with the documented job with new id and dates', async () => {
    await using s = await scene();
    const { status, json } = await s.call('POST /api/v1/jobs', documented('create-job.request'));
    const example = documented('create-job.response');
    expect(status).toBe(200);
    expect(shapeOf(json)).toEqual(shapeOf(example));
    expect(json).toEqual({ ...example, jobId: identifier, createdDate: date, updatedDate: date });
  });

  it('getJob responds with the documented job to the letter', async () => {
    await using s = await scene({ jobs: [{ runCondition: { nrn: '' } }] });
    const { status, json } = await s.call(`GET ${jobPath}`);
    expect(status).toBe(200);
    expect(json).toEqual(documented('get-job.response'));
  });

  it('getJob gives back a job that was seeded from its own example', async () => {
    const example = documented('get-job.response');
    await using s = await scene({ jobs: [example] });
    expect((await s.call(`GET ${jobPath}`)).json).toEqual(example);
  });

  it('updateJobExecuteConfig responds with the documented fields, with the settings that were sent', async () => {
    const example = documented('update-job-execute-config.response');
    const sent = documented('update-job-execute-config.request');
    await using s = await scene({ jobs: [example] });
    const { status, json } = await s.call(`PUT ${jobPath}/executions`, sent);
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(Object.keys(example));
    expect(shapeOf(json)).toEqual(shapeOf(example));
    expect(json).toEqual({ ...example, runCondition: sent.jobCondition, updatedDate: date });
  });

  it('executeJob responds with the documented execution with a new id', async () => {
    await using s = await scene({ parsedParameters: 'empty-array' });
    const { status, json } = await s.call(`POST ${jobPath}/executions`, documented('execute-job.request'));
    const example = documented('execute-job.response');
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(Object.keys(example));
    expect(json).toEqual({ ...example, jobExecutionId: identifier });
  });

  it('getJobExecutions responds with the documented list to the letter', async () => {
    const example = documented('get-job-executions.response');
    await using s = await scene({ pastExecutions: example.list });
    s.pass(86_400_000);
    const { status, json } = await s.call(`GET ${jobPath}/executions?page=0&limit=4`);
    expect(status).toBe(200);
    expect(json).toEqual(example);
  });

  it('an execution that has run its course is listed with the documented fields', async () => {
    await using s = await scene({ plan: { readyMs: 830_000, runningMs: 63_000 } });
    await s.call(`POST ${jobPath}/executions?triggerId=8bjF7EjNypqG`, documented('execute-job.request'));
    s.pass(893_000);
    const [entry] = (await s.call(`GET ${jobPath}/executions`)).json.list;
    const { triggerName: _, ...example } = shapeOf(
      documented('get-job-executions.response').list[0],
    ) as Record<string, unknown>;
    expect(shapeOf(entry)).toEqual({ ...example, parsedParameters: { $table_name: 'string' } });
    expect(entry).toMatchObject({ waitingTime: 830, runningTime: 14, endDate: '2025-03-20T17:42:10+09:00' });
  });
});
