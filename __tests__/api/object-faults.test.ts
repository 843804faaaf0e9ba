import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { ObjectFault } from '../../simulator/simulator.ts';
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
