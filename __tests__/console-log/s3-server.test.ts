import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bytes, reading, simulated } from './reading.ts';
import { S3_KEYS, startS3Server } from './s3-server.ts';

let server: Awaited<ReturnType<typeof startS3Server>>;

beforeAll(async () => {
  server = await startS3Server();
});
afterAll(() => server[Symbol.asyncDispose]());

const from = (path: string, differently = {}) =>
  reading({ origin: server.origin, path, keys: S3_KEYS, nowMs: Date.now, ...differently });

/** What a key can hold, and what signers are known to sign otherwise than it goes on the wire. */
const KEYS = [
  'console/J/E_2025-03-21T11:12:56.log',
  'with space.log',
  'a+b.log',
  'a b+c%20d.log',
  '100%.log',
  '%2F%2e.log',
  '한글/로그 1.log',
  '👩‍💻.log',
  "!'()*~-_.log",
  'a?b=c&d#e.log',
  'a;b,c@d$e=f.log',
  '[x]{y}|z^"<>`.log',
  'back\\slash.log',
  '.hidden/..two.log',
];

describe('a real S3 server', () => {
  it.each(KEYS)('has the object that is asked for as %s', async (key) => {
    await server.put(`logs/${key}`, `of ${key}\n`);
    const { log, requests } = await from(`logs/${key}`);
    expect(log).toMatchObject({ kind: 'read', lines: [`of ${key}`], isWhole: true });
    expect(requests[0]?.headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=S3RVER\/\d{8}\/kr-standard\/s3\//,
    );
  });

  it('refuses another secret key', async () => {
    await server.put('logs/refused.log', 'x\n');
    const { log, requests } = await from('logs/refused.log', { keys: { ...S3_KEYS, secretKey: 'wrong' } });
    expect(log).toEqual({
      kind: 'unreadable',
      reason: expect.stringMatching(
        /^The console log logs\/refused\.log could not be read: .*does not accept the key \(HTTP 403 SignatureDoesNotMatch\).*objectStorageRegion \(kr-standard\)/,
      ),
    });
    expect(requests).toHaveLength(1);
  });

  it('says what is missing: the object, or the bucket', async () => {
    const { log: noKey, clock } = await from('logs/missing.log');
    expect(noKey).toEqual({
      kind: 'unreadable',
      reason: 'The console log logs/missing.log was not found (HTTP 404 NoSuchKey) within 5s.',
    });
    expect(clock.elapsedMs()).toBe(5_000);
    const { log: noBucket, requests } = await from('nowhere/missing.log');
    expect(noBucket).toMatchObject({
      reason: expect.stringContaining('(HTTP 404 NoSuchBucket); check that'),
    });
    expect(requests).toHaveLength(1);
  });

  it('gives the end of a large object, although it takes a suffix range for the first bytes', async () => {
    const lines = Array.from({ length: 40_000 }, (_, index) => `line ${index} ${'x'.repeat(60)}`);
    await server.put('logs/large.log', bytes(...lines));
    const { log, bytesReceived } = await from('logs/large.log', { lines: 5000 });
    expect(log).toMatchObject({ kind: 'read', lines: lines.slice(-5000), isWhole: false });
    // It sends the first bytes for a suffix range, then the last ones.
    expect(bytesReceived).toBeLessThanOrEqual(2 * (896 * 1024 + 1));
  });
});

describe('the simulator', () => {
  it.each(KEYS)('takes the signature for %s', async (key) => {
    await using s = await simulated('x\n');
    const { log } = await s.read({ path: `logs/${key}`, appearsWithinMs: 0 });
    expect(log).toMatchObject({ reason: expect.stringContaining('(HTTP 404 NoSuchKey)') });
  });
});
