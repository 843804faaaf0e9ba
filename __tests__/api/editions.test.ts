import { describe, expect, it } from '@jest/globals';
import { goodBody, jobPath, scene } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;
const configure = `PUT ${jobPath}/executions`;
const badParameter = { status: 400, json: { detail: expect.any(String), errorType: 'bad-parameter' } };

describe('the 2025 edition', () => {
  it.each([execute, configure])('%s requires jobCondition with nrn, scriptPath and logPath', async (line) => {
    await using s = await scene();
    for (const field of ['nrn', 'scriptPath', 'logPath']) {
      for (const value of ['', undefined]) {
        const answer = await s.call(line, { jobCondition: { ...goodBody.jobCondition, [field]: value } });
        expect(answer).toMatchObject(badParameter);
        expect(answer.json.detail).toContain(field);
      }
    }
    expect(await s.call(line, {})).toMatchObject(badParameter);
    expect(s.simulator.executions).toHaveLength(0);
  });

  it('takes the defaults of the page for what is left out, not the saved settings', async () => {
    await using s = await scene();
    const { json } = await s.call(execute, goodBody);
    expect(json.jobCondition).toEqual({
      workerType: 'DEFAULT',
      numWorker: 2,
      timeout: 360,
      ...goodBody.jobCondition,
    });
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
    expect(await s.call(execute, {})).toMatchObject(badParameter);
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
    expect(await s.call(execute, { jobCondition })).toMatchObject(badParameter);
    expect(await s.call(configure, { jobCondition })).toMatchObject(badParameter);
  });

  it('keeps the settings that an update leaves out', async () => {
    await using s = await scene({ edition });
    const before = s.simulator.job('gqigvHhTu7ra')?.runCondition;
    const { json } = await s.call(configure, { jobCondition: { numWorker: 5 } });
    expect(json.jobCondition).toEqual({ ...before, numWorker: 5 });
  });

  it('shows a job in its own words', async () => {
    await using s = await scene({ edition });
    const { json } = await s.call(`GET ${jobPath}`);
    expect(json).toMatchObject({ type: 'VISUAL', status: 'READY', maxConcurrentRuns: 1 });
    expect(json).toHaveProperty('lastExecutionStatus', 'COMPLETED');
    expect(json.jobCondition).not.toHaveProperty('workerType');
    expect(json).not.toHaveProperty('runCondition');
  });

  it('calls a job without nodes SCRIPT', async () => {
    await using s = await scene({ edition });
    const { json } = await s.call('POST /api/v1/jobs', {
      name: 'script_job',
      jobCondition: { numWorker: 3 },
    });
    expect(json).toMatchObject({ type: 'SCRIPT', nodes: [], jobCondition: { numWorker: 3 } });
  });

  it('takes parameters beside or inside jobCondition', async () => {
    await using s = await scene({ edition });
    await s.call(execute, { parameters: { a: '1' } });
    await s.call(execute, { jobCondition: { parameters: { b: '2' } } });
    expect(s.simulator.executions.map(({ parameters }) => parameters)).toEqual([{ a: '1' }, { b: '2' }]);
  });
});

describe('both editions', () => {
  it.each(['2025', '2026'] as const)('%s: what is no JSON object is a bad parameter', async (edition) => {
    await using s = await scene({ edition });
    for (const body of ['{', '[]', 'true', 'null']) {
      for (const line of [execute, configure, 'POST /api/v1/jobs']) {
        expect(await s.call(line, body)).toMatchObject(badParameter);
      }
    }
  });

  it.each(['2025', '2026'] as const)('%s: fields that it does not know are kept', async (edition) => {
    await using s = await scene({ edition });
    const jobCondition = { ...goodBody.jobCondition, sparkConf: { 'a.b': '1' } };
    expect((await s.call(execute, { jobCondition, more: 1 })).json.jobCondition).toMatchObject(jobCondition);
    expect((await s.call(configure, { jobCondition })).status).toBe(200);
    expect(s.simulator.job('gqigvHhTu7ra')?.runCondition).toMatchObject(jobCondition);
  });

  it.each(['2025', '2026'] as const)('%s: what is not there is a 404', async (edition) => {
    await using s = await scene({ edition });
    const elsewhere = '/api/v1/jobs/AAAAAAAAAAAA';
    const lines = [`GET ${elsewhere}`, `POST ${elsewhere}/executions`, `PUT ${elsewhere}/executions`];
    lines.push(`GET ${elsewhere}/executions`, `GET ${jobPath}/executions/BBBBBBBBBBBB`);
    for (const line of [...lines, `POST ${jobPath}/executions/BBBBBBBBBBBB/cancel`]) {
      const body = line.startsWith('GET') ? undefined : goodBody;
      expect(await s.call(line, body)).toMatchObject({ status: 404, json: { errorType: 'not-found' } });
    }
  });
});
