import { describe, expect, it } from '@jest/globals';
import { serviceScene } from './service-scene.ts';
import { jobPath } from './signed-request.ts';

const nodes = [{ id: 1, type: 'SOURCE_OBS', fieldList: [{ name: 'id', type: 'string' }] }];
const shownNodes = [{ ...nodes[0], fieldList: [{ name: 'id', type: 'string', properties: [] }] }];

describe('updateJob of 2025', () => {
  const body = { name: 'sales_daily', type: 'DATAFLOW', nodes };

  it('is a PUT that changes name and nodes, and nothing else', async () => {
    const s = serviceScene();
    const before = (await s.call(`GET ${jobPath}`)).json;
    s.pass(60_000);
    const { status, json } = await s.call(`PUT ${jobPath}`, body);
    const updatedDate = '2025-03-20T17:28:17+09:00';
    expect(status).toBe(200);
    expect((await s.call(`GET ${jobPath}`)).json).toEqual({
      ...before,
      name: 'sales_daily',
      nodes: shownNodes,
      updatedDate,
    });
    expect(json).toMatchObject({ name: 'sales_daily', nodes: shownNodes, updatedDate });
    expect(s.service.requestCount('updateJob')).toBe(1);
  });

  it.each(['name', 'type', 'nodes'])('requires %s', async (field) => {
    const s = serviceScene();
    const { status, json } = await s.call(`PUT ${jobPath}`, { ...body, [field]: undefined });
    expect([status, json.errorType]).toEqual([400, 'bad-parameter']);
    expect(json.detail).toContain(field);
  });
});

describe('updateJob of 2026', () => {
  const edition = '2026';

  it('is a PATCH that requires the type', async () => {
    const s = serviceScene({ edition });
    const { status, json } = await s.call(`PATCH ${jobPath}`, { name: 'sales_daily' });
    expect(status).toBe(400);
    expect(json.error.fieldErrors).toEqual([{ field: 'type', message: 'is required' }]);
    expect(s.service.jobs[0]?.name).toBe('job001');
  });

  it('keeps what is left out', async () => {
    const s = serviceScene({ edition });
    const before = (await s.call(`GET ${jobPath}`)).json;
    expect((await s.call(`PATCH ${jobPath}`, { type: 'VISUAL' })).status).toBe(200);
    expect((await s.call(`GET ${jobPath}`)).json).toEqual({ ...before, updatedDate: expect.any(String) });
  });

  it('changes name, type, maxConcurrentRuns and fields of jobCondition', async () => {
    const s = serviceScene({ edition });
    const { jobCondition } = (await s.call(`GET ${jobPath}`)).json;
    const changes = { name: 'sales_daily', type: 'SCRIPT', maxConcurrentRuns: 4 };
    await s.call(`PATCH ${jobPath}`, { ...changes, jobCondition: { numWorker: 5 } });
    expect((await s.call(`GET ${jobPath}`)).json).toMatchObject({
      ...changes,
      jobCondition: { ...jobCondition, numWorker: 5 },
    });
  });

  it('takes nodes, or ignores them without an error', async () => {
    const takes = serviceScene({ edition });
    const ignores = serviceScene({ edition, updateTakesNodes: false });
    const before = ignores.service.jobs[0]?.nodes;
    const body = { type: 'VISUAL', nodes };
    expect((await takes.call(`PATCH ${jobPath}`, body)).json.nodes).toEqual(shownNodes);
    const { status, json } = await ignores.call(`PATCH ${jobPath}`, body);
    expect([status, json.nodes]).toEqual([200, before]);
  });
});

describe('updateJob of both', () => {
  it.each([
    ['2025', 'PATCH'],
    ['2026', 'PUT'],
  ] as const)('%s has no %s of a job: 404 in the form of Data Flow', async (edition, method) => {
    const s = serviceScene({ edition });
    const response = await s.call(`${method} ${jobPath}`, { name: 'sales_daily', type: 'VISUAL', nodes });
    expect(response).toMatchObject({ status: 404, json: { errorType: 'not-found' } });
    expect(s.service.jobs[0]?.name).toBe('job001');
  });

  it.each([
    ['2025', 'PUT'],
    ['2026', 'PATCH'],
  ] as const)('%s changes no job that does not exist', async (edition, method) => {
    const s = serviceScene({ edition });
    const body = { name: 'sales_daily', type: 'VISUAL', nodes };
    expect((await s.call(`${method} /api/v1/jobs/AAAAAAAAAAAA`, body)).status).toBe(404);
  });
});
