import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { ObjectFault, SimulatorOptions } from '../../simulator/simulator.ts';
import { type ObjectScene, objectScene, refusedWith } from './object-scene.ts';

const path = 'bucket/a.log';
const get = `GET ${path}`;
const always = { times: Number.POSITIVE_INFINITY };

function sceneWith(fault: ObjectFault, content = '0123456789'): ObjectScene {
  return objectScene({ objectStorage: { objects: { [path]: content }, faults: [fault] } });
}

describe('a fault of Object Storage', () => {
  it('can deny the object, once or to one path', async () => {
    const s = sceneWith({ on: 'GET', kind: 'denied' });
    s.service.putObject('bucket/b.log', 'b');
    s.service.addObjectFault({ on: '*', kind: 'denied', only: (each) => each.path === '/bucket/b.log' });
    expect(await s.object(get)).toEqual(refusedWith(403, 'AccessDenied'));
    expect((await s.object(get)).status).toBe(200);
    expect((await s.object('HEAD bucket/b.log')).status).toBe(403);
  });

  it('can be an object that is missing for some time', async () => {
    const s = sceneWith({ on: ['GET', 'HEAD'], kind: 'missing', forMs: 3_000 });
    expect(await s.object(get)).toEqual(refusedWith(404, 'NoSuchKey'));
    s.pass(2_999);
    expect((await s.object(`HEAD ${path}`)).status).toBe(404);
    s.pass(1);
    expect((await s.object(get)).text).toBe('0123456789');
  });

  it('can be another status, with headers', async () => {
    const s = sceneWith({ on: 'GET', kind: 'status', status: 503, headers: { 'retry-after': '7' } });
    expect(await s.object(get)).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
  });

  it('can be 416 without a size to a suffix range, and to nothing else', async () => {
    const s = sceneWith({ on: 'GET', kind: 'suffix-range-refused', ...always });
    const refused = await s.object(get, { headers: { range: 'bytes=-4' } });
    expect(refused).toEqual(refusedWith(416, 'InvalidRange'));
    expect(refused.headers).not.toHaveProperty('content-range');
    expect(await s.object(get, { headers: { range: 'bytes=6-' } })).toMatchObject({
      status: 206,
      text: '6789',
    });
    expect(await s.object(get)).toMatchObject({ status: 200, text: '0123456789' });
  });

  it('can be 206 of an empty object', async () => {
    const s = sceneWith({ on: 'GET', kind: 'empty-as-206', ...always }, '');
    const empty = await s.object(get, { headers: { range: 'bytes=-100' } });
    expect([empty.status, empty.text]).toEqual([206, '']);
    s.service.putObject(path, 'x');
    expect(await s.object(get, { headers: { range: 'bytes=-100' } })).toMatchObject({
      status: 206,
      text: 'x',
    });
  });

  it('can be gzip, whose ranges are of the compressed bytes', async () => {
    const s = sceneWith({ on: 'GET', kind: 'gzip', ...always });
    const { headers, body } = await s.object(get);
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).toString()).toBe('0123456789');
    const end = await s.object(get, { headers: { range: 'bytes=-4' } });
    expect(end.body).toEqual(body.subarray(-4));
    expect(end.headers['content-range']).toBe(`bytes ${body.length - 4}-${body.length - 1}/${body.length}`);
  });

  it('can be a connection that breaks, hangs or takes its time', async () => {
    const s = sceneWith({ on: 'GET', kind: 'reset' });
    await expect(s.object(get)).rejects.toThrow('reset');
    s.service.addObjectFault({ on: 'GET', kind: 'hang' });
    await expect(s.object(get, { timeoutMs: 5_000 })).rejects.toThrow('hang');
    s.service.addObjectFault({ on: 'GET', kind: 'slow', delayMs: 2_000 });
    expect((await s.object(get, { timeoutMs: 5_000 })).status).toBe(200);
    expect(s.elapsedMs()).toBe(7_000);
    expect(s.service.objectRequests.map(({ status }) => status)).toEqual([undefined, undefined, 200]);
  });
});

describe('the end of a console log', () => {
  it.each([
    [1, 'first\nsecond\n'],
    [2, 'first\n'],
    [5, ''],
  ])('appears some time after the execution has ended: %i lines', async (lines, before) => {
    const consoleLog = 'first\nsecond\nTraceback\n';
    const options: SimulatorOptions = { consoleLogEnd: { lines, afterMs: 4_000 } };
    const s = objectScene({ ...options, plan: { readyMs: 0, runningMs: 1_000, consoleLog } });
    s.service.startForeign('gqigvHhTu7ra');
    s.pass(1_000);
    const log = `GET ${s.service.executions[0]?.consoleLogPath}`;
    expect((await s.object(log)).text).toBe(before);
    s.pass(3_999);
    expect((await s.object(log)).text).toBe(before);
    s.pass(1);
    expect((await s.object(log)).text).toBe(consoleLog);
  });
});
