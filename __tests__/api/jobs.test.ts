import { describe, expect, it } from '@jest/globals';
import { documented } from './documented.ts';
import { goodBody, jobPath, scene } from './signed-request.ts';

describe('jobs', () => {
  it.each(['ab', 'a'.repeat(101), '1abc', '-abc', 'a b c', 'a.b.c', '작업001', undefined, 7])(
    'can not be named %j',
    async (name) => {
      await using s = await scene();
      const response = await s.call('POST /api/v1/jobs', { name, nodes: [] });
      expect(response).toMatchObject({ status: 400, json: { errorType: 'bad-parameter' } });
    },
  );

  it.each(['abc', '_1-2', 'a'.repeat(100)])('can be named %s', async (name) => {
    await using s = await scene();
    expect((await s.call('POST /api/v1/jobs', { name, nodes: [] })).json.name).toBe(name);
  });

  it('need nodes', async () => {
    await using s = await scene();
    expect((await s.call('POST /api/v1/jobs', { name: 'job002' })).status).toBe(400);
  });

  it('with the same name are different jobs', async () => {
    await using s = await scene();
    const body = documented('create-job.request');
    const first = (await s.call('POST /api/v1/jobs', body)).json.jobId;
    const second = (await s.call('POST /api/v1/jobs', body)).json.jobId;
    expect(s.simulator.jobs.map(({ jobId }) => jobId)).toEqual(['gqigvHhTu7ra', first, second]);
  });

  it('are returned as they were created, every digit of the node ids included', async () => {
    await using s = await scene();
    const created = (await s.call('POST /api/v1/jobs', { ...documented('create-job.request'), tag: 'x' }))
      .json;
    const read = await s.call(`GET /api/v1/jobs/${created.jobId}`);
    expect(read.json).toEqual(created);
    expect(read.json.tag).toBe('x');
    expect(read.text).toContain('"parentNodeIds":[1697771234568]');
  });

  it('have the date of their last execution', async () => {
    await using s = await scene({ edition: '2026' });
    s.pass(60_000);
    await s.call(`POST ${jobPath}/executions`, {});
    const { json } = await s.call(`GET ${jobPath}`);
    expect(json).toMatchObject({
      lastExecutionDate: '2025-03-20T17:28:17+09:00',
      lastExecutionStatus: 'READY',
    });
  });

  it.each(['DRAFT', 'STOPPED', 'EDITING', 'DELETED'])('that are %s can not be executed', async (status) => {
    await using s = await scene({ jobs: [{ status }] });
    const response = await s.call(`POST ${jobPath}/executions`, goodBody);
    expect(response).toMatchObject({ status: 400, json: { errorType: 'bad-state' } });
  });

  it('are listed by a part of the name, page by page', async () => {
    const jobs = ['sales_daily', 'daily_stock', 'monthly'].map((name) => ({ name }));
    await using s = await scene({ jobs });
    const names = async (query: string): Promise<string[]> =>
      (await s.call(`GET /api/v1/jobs${query}`)).json.list.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['sales_daily', 'daily_stock', 'monthly']);
    expect(await names('?name=daily')).toEqual(['sales_daily', 'daily_stock']);
    expect(await names('?name=daily&page=1&limit=1')).toEqual(['daily_stock']);
  });
});
