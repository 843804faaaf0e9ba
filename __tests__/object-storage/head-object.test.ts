import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type HttpRequest, Network, type Send } from '../../src/http/network.ts';
import { headObject } from '../../src/object-storage/head-object.ts';
import { objectTarget } from '../../src/object-storage/object-storage.ts';
import { S3_KEYS, startS3Server } from '../console-log/s3-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { httpResponse, lost, ScriptedSend, type Step } from '../support/scripted-send.ts';

const TARGET = '/bucket/out/_SUCCESS';

/** One HEAD through a script; the time is that of a clock that does not wait. */
async function scripted(...steps: Step[]) {
  const script = new ScriptedSend(...steps);
  const clock = new FakeClock();
  const storage = {
    origin: 'http://storage.test',
    region: 'kr-standard',
    keys: { accessKey: 'A', secretKey: 'S' },
    userAgent: 'test',
    send: script.send,
    nowMs: () => clock.trueMs(),
    clock,
    random: () => 0.5,
  };
  const presence = await headObject(storage, TARGET, { timeoutMs: 5_000, untilMs: 10_000 });
  return { presence, clock, requests: script.requests };
}

describe('HEAD of an object', () => {
  it('is signed, has no body and no range', async () => {
    const { requests } = await scripted(httpResponse(200));
    const [request] = requests;
    expect(requests).toHaveLength(1);
    expect(request).toMatchObject({ method: 'HEAD', path: TARGET, timeoutMs: 5_000 });
    expect(request?.body).toBeUndefined();
    expect(request?.headers['range']).toBeUndefined();
    expect(request?.headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=A\/\d{8}\/kr-standard\/s3\//,
    );
  });

  it.each([
    [200, { 'content-length': '12' }, { kind: 'exists', totalBytes: 12 }],
    [200, {}, { kind: 'exists', totalBytes: undefined }],
    [404, {}, { kind: 'missing' }],
    [401, {}, { kind: 'denied', status: 401 }],
    [403, {}, { kind: 'denied', status: 403 }],
    [301, {}, { kind: 'unknown', message: 'HTTP 301' }],
    [400, {}, { kind: 'unknown', message: 'HTTP 400' }],
  ])('with the response %d %j is final at once: %j', async (status, headers, expected) => {
    const { presence, requests } = await scripted(httpResponse(status, '', headers));
    expect(presence).toEqual(expected);
    expect(requests).toHaveLength(1);
  });

  it('is sent again after 503, 429 and a lost connection', async () => {
    const { presence, clock } = await scripted(
      httpResponse(503),
      lost(),
      httpResponse(429, '', { 'retry-after': '3' }),
      httpResponse(404),
    );
    expect(presence).toEqual({ kind: 'missing' });
    expect(clock.sleeps).toEqual([250, 500, 3_000]);
  });

  it('is unknown, never missing, while the service does not respond', async () => {
    expect((await scripted(httpResponse(500))).presence).toEqual({ kind: 'unknown', message: 'HTTP 500' });
    const { presence, clock } = await scripted(lost());
    expect(presence).toEqual({ kind: 'unknown', message: 'read ECONNRESET' });
    expect(clock.elapsedMs()).toBeLessThan(10_000);
  });
});

describe('HEAD at a real S3 server', () => {
  let server: Awaited<ReturnType<typeof startS3Server>>;
  let network: Network;
  beforeAll(async () => {
    server = await startS3Server();
    network = new Network();
  });
  afterAll(async () => {
    await network.close();
    await server[Symbol.asyncDispose]();
  });

  const head = async (path: string, secretKey = S3_KEYS.secretKey) => {
    const sent: HttpRequest[] = [];
    const send: Send = (request) => {
      sent.push(request);
      return network.send(request);
    };
    const clock = new FakeClock();
    const keys = { ...S3_KEYS, secretKey };
    const storage = { origin: server.origin, region: 'kr-standard', keys, userAgent: 'test', send };
    const world = { ...storage, nowMs: Date.now, clock, random: Math.random };
    const limits = { timeoutMs: 5_000, untilMs: 10_000 };
    return { presence: await headObject(world, objectTarget(path) ?? '', limits), sent };
  };

  it.each(['out/dt=2025-03-21/_SUCCESS', '한글/a b+c%20d', "!'()*~"])('finds %s', async (key) => {
    await server.put(`logs/${key}`, 'twelve bytes');
    const { presence, sent } = await head(`logs/${key}`);
    expect(presence).toEqual({ kind: 'exists', totalBytes: 12 });
    expect(sent).toHaveLength(1);
  });

  it('distinguishes an empty object, a missing one and a wrong key', async () => {
    await server.put('logs/empty', '');
    expect((await head('logs/empty')).presence).toEqual({ kind: 'exists', totalBytes: 0 });
    expect((await head('logs/none')).presence).toEqual({ kind: 'missing' });
    expect((await head('nowhere/none')).presence).toEqual({ kind: 'missing' });
    expect((await head('logs/empty', 'wrong')).presence).toEqual({ kind: 'denied', status: 403 });
  });
});
