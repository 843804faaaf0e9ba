import { describe, expect, it } from '@jest/globals';
import { expectedSignature, isInClockWindow } from '../../simulator/signature.ts';
import { optionalOperations } from '../../simulator/simulator.ts';
import { goodBody, jobPath, raw, scene } from './signed-request.ts';

const keys = { accessKey: 'TestAccessKey', secretKey: 'TestSecretKey' };
const failed = { error: expect.objectContaining({ errorCode: '200', message: 'Authentication Failed' }) };
const absent = { error: expect.objectContaining({ errorCode: '300', message: 'Not Found Exception' }) };

describe('the signature', () => {
  it.each([
    [
      'GET',
      '/vserver/v2/getServerInstanceList?responseFormatType=json',
      '1234567890123',
      'FPsYYX8fuMAgi+cue3eACOW0dNtIwu1LYWfg/megA2M=',
    ],
    ['POST', `${jobPath}/executions`, '1742523174000', 'ufAiJIkYsZG7uEgRQr20CAYYtZiTjFc/ytBbb86bUFE='],
    [
      'GET',
      `${jobPath}/executions?page=0&limit=4`,
      '1742523174000',
      'FSiGodibP0M1m2dwcpRQq3r8hFnf9wS+C1jA8PqXmJk=',
    ],
  ])('of %s %s at %s is known', (method, target, timestamp, signature) => {
    expect(expectedSignature({ method, target, timestamp }, keys)).toBe(signature);
  });

  it('must be of the target as sent, not of another spelling of the same place', async () => {
    await using s = await scene();
    const asSent = await s.call('GET /api/v1/jobs/gqigvHhTu7r%61');
    const another = await s.call('GET /api/v1/jobs/gqigvHhTu7r%61', undefined, { signedTarget: jobPath });
    expect(asSent.status).toBe(200);
    expect(another).toMatchObject({ status: 401, json: failed });
    expect(s.simulator.requests.map((each) => each.refusedSignature)).toEqual([undefined, true]);
  });

  it.each([
    ['a wrong secret key', { secretKey: 'wrong' }],
    ['an unknown access key', { accessKey: 'UNKNOWN' }],
    ['a timestamp that is no number', { timestamp: 'now' }],
  ])('is refused with %s', async (_, differently) => {
    await using s = await scene();
    expect(await s.call(`GET ${jobPath}`, undefined, differently)).toMatchObject({
      status: 401,
      json: failed,
    });
  });

  it('is required', async () => {
    await using s = await scene();
    expect(await raw(s.simulator.url, 'GET', jobPath, {})).toMatchObject({ status: 401, json: failed });
  });
});

describe('the clock window', () => {
  it.each([
    [-300_000, false],
    [-299_999, true],
    [299_999, true],
    [300_000, false],
  ])('a timestamp %i ms away: %s', (awayMs, accepted) => {
    expect(isInClockWindow(String(1_742_523_174_000 + awayMs), 1_742_523_174_000)).toBe(accepted);
  });

  it('closes at five minutes of difference between the two clocks', async () => {
    await using near = await scene({ clockOffsetMs: 299_000 });
    await using far = await scene({ clockOffsetMs: 300_000 });
    expect((await near.call(`GET ${jobPath}`)).status).toBe(200);
    const refused = await far.call(`GET ${jobPath}`);
    expect(refused).toMatchObject({ status: 401, json: failed });
    expect(refused.json.error.details).toContain('timestamp');
  });

  it('is around the time that the Date header tells', async () => {
    await using s = await scene({ clockOffsetMs: -3_600_000 });
    const { headers } = await s.call(`GET ${jobPath}`);
    expect(Date.parse(String(headers.date))).toBe(s.nowMs() - 3_600_000);
    const timestamp = String(Date.parse(String(headers.date)));
    expect((await s.call(`GET ${jobPath}`, undefined, { timestamp })).status).toBe(200);
  });
});

describe('the gateway', () => {
  it('refuses an operation that the key may not use', async () => {
    await using s = await scene({ denied: ['executeJob'] });
    const { status, json } = await s.call(`POST ${jobPath}/executions`, goodBody);
    expect([status, json.error.errorCode, json.error.message]).toEqual([401, '210', 'Permission Denied']);
    expect(s.simulator.executions).toHaveLength(0);
    expect((await s.call(`GET ${jobPath}`)).status).toBe(200);
  });

  it.each([
    'GET /api/v1',
    'GET /api/v1/jobs/',
    'DELETE /api/v1/jobs',
    'GET /api/v1//jobs',
    `DELETE ${jobPath}`,
  ])('responds 404 to %s', async (line) => {
    await using s = await scene();
    expect(await s.call(line)).toMatchObject({ status: 404, json: absent });
    expect(s.simulator.requestCount('unknown')).toBe(1);
  });

  it.each(['GET /api/v1/jobs', `GET ${jobPath}/executions/x`, `POST ${jobPath}/executions/x/cancel`])(
    'responds 404 to %s where the operation is absent',
    async (line) => {
      await using s = await scene({ absent: optionalOperations });
      expect(await s.call(line)).toMatchObject({ status: 404, json: absent });
    },
  );

  it('gives each response a trace id of its own', async () => {
    await using s = await scene({ faults: [{ on: 'getJob', nth: 2, kind: 'status', status: 503 }] });
    const ids: unknown[] = [];
    for (const line of [`GET ${jobPath}`, `GET ${jobPath}`, 'GET /nowhere']) {
      ids.push((await s.call(line)).headers['x-ncp-trace-id']);
    }
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
  });

  it('records what came over the wire', async () => {
    await using s = await scene();
    await s.call(`POST ${jobPath}/executions?triggerId=a%2Fb`, goodBody);
    const [execution] = s.simulator.executions;
    expect(s.simulator.requests).toEqual([
      expect.objectContaining({
        operation: 'executeJob',
        method: 'POST',
        path: `${jobPath}/executions?triggerId=a%2Fb`,
        body: JSON.stringify(goodBody),
        atMs: s.nowMs(),
        status: 200,
        executionId: execution?.jobExecutionId,
      }),
    ]);
    expect(execution).toMatchObject({ triggerId: 'a/b', startedBy: 'request', acceptedAtMs: s.nowMs() });
  });
});
