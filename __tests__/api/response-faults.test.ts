import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type Fault, fieldErrorsBody } from '../../simulator/simulator.ts';
import { serviceScene } from './service-scene.ts';
import { goodBody, jobPath, scene, signedHeaders } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;
const list = `GET ${jobPath}/executions`;
const toExecute = (change: Record<string, unknown>): Fault => ({
  on: 'executeJob',
  kind: 'changed',
  change: (body) => ({ ...Object(body), ...change }),
});

describe('a changed response', () => {
  it.each([
    { jobExecutionId: 'an-old-one' },
    { status: 'COMPLETED' },
    { jobExecutionId: '..' },
    { jobExecutionId: 'half \ud800' },
  ])('to a start says %j, and the execution is another', async (change) => {
    const s = serviceScene({ faults: [toExecute(change)] });
    const { status, json } = await s.call(execute, goodBody);
    expect([status, json]).toEqual([200, expect.objectContaining(change)]);
    const [execution] = s.service.executions;
    expect(execution).not.toMatchObject(change);
    expect(s.service.requests[0]?.executionId).toBe(execution?.jobExecutionId);
  });

  it('has a status and headers of its own', async () => {
    const headers = { date: new Date(0).toUTCString(), age: '1200' };
    const s = serviceScene({ faults: [{ on: 'getJob', kind: 'changed', status: 201, headers }] });
    const response = await s.call(`GET ${jobPath}`);
    expect([response.status, response.headers]).toEqual([201, expect.objectContaining(headers)]);
    expect(response.json.jobId).toBe('gqigvHhTu7ra');
  });
});

describe('a compressed response', () => {
  it.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const)('is %s, and says so', async (kind, decompress) => {
    await using s = await scene({ faults: [{ on: 'getJob', kind }] });
    const headers = signedHeaders(s.simulator, s.nowMs(), `GET ${jobPath}`);
    const result = await s.simulator.handle({ method: 'GET', path: jobPath, headers });
    if ('broken' in result) throw new Error(result.broken);
    expect(result.headers['content-encoding']).toBe(kind);
    expect(JSON.parse(decompress(result.body).toString()).jobId).toBe('gqigvHhTu7ra');
    s.simulator.addFault({ on: 'getJob', kind });
    const overHttp = await fetch(`${s.simulator.url}${jobPath}`, { headers });
    expect(overHttp.headers.get('content-encoding')).toBe(kind);
    expect(await overHttp.json()).toMatchObject({ jobId: 'gqigvHhTu7ra' });
  });
});

describe('a start that a proxy sends twice', () => {
  it('makes two executions, and the second one comes back', async () => {
    const s = serviceScene({ faults: [{ on: 'executeJob', kind: 'sent-twice' }] });
    const { json } = await s.call(execute, goodBody);
    expect(s.service.executions).toHaveLength(2);
    expect(json.jobExecutionId).toBe(s.service.executions[1]?.jobExecutionId);
    expect(s.service.requests).toHaveLength(1);
  });

  it('makes one where a second one is over the limit, and its 400 comes back', async () => {
    const faults: Fault[] = [{ on: 'executeJob', kind: 'sent-twice' }];
    const s = serviceScene({ edition: '2026', faults });
    expect(await s.call(execute, {})).toMatchObject({ status: 400, json: { errorType: 'bad-state' } });
    expect(s.service.executions).toHaveLength(1);
    expect(s.service.requests[0]?.executionId).toBe(s.service.executions[0]?.jobExecutionId);
  });
});

describe('a list', () => {
  const ids = async (s: ReturnType<typeof serviceScene>): Promise<string[]> =>
    (await s.call(list)).json.list.map(({ jobExecutionId }: { jobExecutionId: string }) => jobExecutionId);

  it('is blank for some requests', async () => {
    const fault: Fault = { on: 'getJobExecutions', kind: 'omit-executions', nth: 2, times: 2 };
    const s = serviceScene({ history: 3, faults: [fault] });
    const lengths = [];
    for (const _ of [1, 2, 3, 4]) lengths.push((await ids(s)).length);
    expect(lengths).toEqual([3, 0, 0, 3]);
  });

  it('leaves out one execution for some time, and so does getJobExecution', async () => {
    const s = serviceScene({ history: 2 });
    const { jobExecutionId } = (await s.call(execute, goodBody)).json;
    s.service.addFault({
      on: ['getJobExecutions', 'getJobExecution'],
      kind: 'omit-executions',
      omits: ({ startedBy }) => startedBy === 'request',
      forMs: 6_000,
    });
    expect(await ids(s)).toHaveLength(2);
    s.pass(5_999);
    expect((await s.call(`${list}/${jobExecutionId}`)).status).toBe(404);
    s.pass(1);
    expect(await ids(s)).toContain(jobExecutionId);
    expect((await s.call(`${list}/${jobExecutionId}`)).status).toBe(200);
  });

  it.each([
    ['long', (limit: number) => limit >= 1000, [503, 200]],
    ['short', (limit: number) => limit < 1000, [200, 503]],
  ] as const)('fails when it is %s, and not otherwise', async (_, isConcerned, statuses) => {
    const fault: Fault = {
      on: 'getJobExecutions',
      kind: 'status',
      status: 503,
      times: Number.POSITIVE_INFINITY,
      only: ({ query }) => isConcerned(Number(query.get('limit'))),
    };
    const s = serviceScene({ history: 3, faults: [fault] });
    for (const _ of [1, 2]) {
      const long = await s.call(`${list}?page=0&limit=1000`);
      const short = await s.call(`${list}?page=0&limit=10`);
      expect([long.status, short.status]).toEqual(statuses);
    }
  });
});

describe('headers of every response', () => {
  it.each([
    ['of 1970', () => ({ date: new Date(0).toUTCString() })],
    ['20 minutes old', (nowMs: number) => ({ date: new Date(nowMs - 1_200_000).toUTCString() })],
    ['old by its Age', (nowMs: number) => ({ date: new Date(nowMs).toUTCString(), age: '1200' })],
  ])('can have a date %s, also over HTTP', async (_, responseHeaders) => {
    await using s = await scene({ responseHeaders, faults: [{ on: 'getJob', kind: 'status', status: 503 }] });
    const expected = responseHeaders(s.nowMs());
    for (const status of [503, 200]) {
      const response = await s.call(`GET ${jobPath}`);
      expect([response.status, response.headers]).toEqual([status, expect.objectContaining(expected)]);
    }
  });
});

describe('a body of field errors', () => {
  it('can be given to a status fault', async () => {
    const body = JSON.stringify(fieldErrorsBody([{ field: 'name', message: 'is too long' }]));
    const s = serviceScene({ faults: [{ on: 'getJob', kind: 'status', status: 400, body }] });
    const { json } = await s.call(`GET ${jobPath}`);
    expect(json.error).toMatchObject({
      errorCode: '100',
      fieldErrors: [{ field: 'name', message: 'is too long' }],
    });
  });
});
