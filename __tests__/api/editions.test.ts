import { describe, expect, it } from '@jest/globals';
import { badParameter, wrongFields } from './refusals.ts';
import { goodBody, jobPath, scene } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;
const configure = `PUT ${jobPath}/executions`;
describe('the 2025 edition', () => {
  it.each([execute, configure])('%s requires jobCondition with nrn, scriptPath and logPath', async (line) => {
    await using s = await scene();
    for (const field of ['nrn', 'scriptPath', 'logPath']) {
      for (const value of ['', undefined]) {
        const response = await s.call(line, { jobCondition: { ...goodBody.jobCondition, [field]: value } });
        expect(response).toMatchObject(badParameter);
        expect(response.json.detail).toContain(field);
      }
    }
    expect(await s.call(line, {})).toMatchObject(badParameter);
    expect(s.simulator.executions).toHaveLength(0);
  });

  it('takes the documented defaults for what is left out, not the saved settings', async () => {
    await using s = await scene();
    const { json } = await s.call(execute, goodBody);
    expect(json.jobCondition).toEqual({
      workerType: 'DEFAULT',
      numWorker: 2,
      timeout: 360,
      ...goodBody.jobCondition,
    });
  });

  it('ignores type, maxConcurrentRuns and jobCondition of a new job', async () => {
    await using s = await scene();
    const newer = { type: 'SCRIPT', maxConcurrentRuns: 0, jobCondition: { numWorker: 9 } };
    const { status, json } = await s.call('POST /api/v1/jobs', { name: 'job002', nodes: [], ...newer });
    expect([status, json.type, json.runCondition.numWorker]).toEqual([200, 'DATAFLOW', 2]);
    expect(json).not.toHaveProperty('maxConcurrentRuns');
    expect(json).not.toHaveProperty('jobCondition');
  });

  it('replaces the saved settings', async () => {
    await using s = await scene();
    await s.call(configure, { jobCondition: { ...goodBody.jobCondition, numWorker: 4 } });
    expect(s.simulator.job('gqigvHhTu7ra')?.runCondition).toMatchObject({ numWorker: 4, timeout: 360 });
  });
});

describe('the 2026 edition', () => {
  const edition = '2026';

  it.each([undefined, {}, { jobCondition: {} }])('executes with the saved settings for %j', async (body) => {
    await using s = await scene({ edition });
    const { status, json } = await s.call(execute, body);
    expect(status).toBe(200);
    expect(json.jobCondition).toEqual(s.simulator.job('gqigvHhTu7ra')?.runCondition);
  });

  it('refuses to execute when neither the body nor the saved settings have an nrn', async () => {
    await using s = await scene({ edition, jobs: [{ runCondition: { nrn: '' } }] });
    expect(await s.call(execute, {})).toMatchObject(wrongFields('jobCondition.nrn'));
    expect((await s.call(execute, { jobCondition: { nrn: 'nrn:1' } })).status).toBe(200);
  });

  it.each([
    { workerType: 'DEFAULT' },
    { numWorker: 1 },
    { numWorker: 11 },
    { numWorker: '3' },
    { timeout: 0 },
    { timeout: 1441 },
    { parameters: { count: 3 } },
  ])('refuses jobCondition %j', async (jobCondition) => {
    await using s = await scene({ edition });
    const refused = wrongFields(`jobCondition.${Object.keys(jobCondition)[0]}`);
    expect(await s.call(execute, { jobCondition })).toMatchObject(refused);
    expect(await s.call(configure, { jobCondition })).toMatchObject(refused);
    const job = { name: 'job002', type: 'SCRIPT', jobCondition };
    expect(await s.call('POST /api/v1/jobs', job)).toMatchObject(refused);
    expect(await s.call(`PATCH ${jobPath}`, { type: 'SCRIPT', jobCondition })).toMatchObject(refused);
  });

  it('stores another scriptPath as it is', async () => {
    await using s = await scene({ edition });
    const { json } = await s.call(configure, { jobCondition: { scriptPath: 'bucket/other/' } });
    expect(json.jobCondition.scriptPath).toBe('bucket/other/');
  });

  it('takes parameters beside or inside jobCondition', async () => {
    await using s = await scene({ edition, jobs: [{ maxConcurrentRuns: 2 }] });
    await s.call(execute, { parameters: { a: '1' } });
    await s.call(execute, { jobCondition: { parameters: { b: '2' } } });
    expect(s.simulator.executions.map(({ parameters }) => parameters)).toEqual([{ a: '1' }, { b: '2' }]);
  });
});

describe('both editions', () => {
  it.each(['2025', '2026'] as const)(
    '%s: a body that is not a JSON object is a bad parameter',
    async (edition) => {
      await using s = await scene({ edition });
      for (const body of ['{', '[]', 'true', 'null']) {
        for (const line of [execute, configure, 'POST /api/v1/jobs']) {
          const refused = edition === '2025' ? badParameter : wrongFields('body');
          expect(await s.call(line, body)).toMatchObject(refused);
        }
      }
    },
  );

  it.each(['2025', '2026'] as const)('%s: fields that it does not know are kept', async (edition) => {
    await using s = await scene({ edition });
    const jobCondition = { ...goodBody.jobCondition, sparkConf: { 'a.b': '1' } };
    expect((await s.call(execute, { jobCondition, more: 1 })).json.jobCondition).toMatchObject(jobCondition);
    expect((await s.call(configure, { jobCondition })).status).toBe(200);
    expect(s.simulator.job('gqigvHhTu7ra')?.runCondition).toMatchObject(jobCondition);
  });

  it.each(['2025', '2026'] as const)(
    '%s: a job or an execution that does not exist is a 404',
    async (edition) => {
      await using s = await scene({ edition });
      const elsewhere = '/api/v1/jobs/AAAAAAAAAAAA';
      const lines = [`GET ${elsewhere}`, `POST ${elsewhere}/executions`, `PUT ${elsewhere}/executions`];
      lines.push(`GET ${elsewhere}/executions`, `GET ${jobPath}/executions/BBBBBBBBBBBB`);
      for (const line of [...lines, `POST ${jobPath}/executions/BBBBBBBBBBBB/cancel`]) {
        const body = line.startsWith('GET') ? undefined : goodBody;
        expect(await s.call(line, body)).toMatchObject({ status: 404, json: { errorType: 'not-found' } });
      }
    },
  );
});
