import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AwsClient } from 'aws4fetch';
import { objectScene, refusedWith } from './object-scene.ts';
import { scene } from './signed-request.ts';

const path = 'bucket/scripts/처음 (1).py';
const script = 'print("안녕")\n';
const sha256 = createHash('sha256').update(script).digest('hex');
const md5 = createHash('md5').update(script).digest();

describe('an object that was put', () => {
  it('comes back byte for byte, with its type, ETag and time', async () => {
    const s = objectScene();
    const headers = { 'content-type': 'text/x-python', 'x-amz-content-sha256': sha256 };
    const put = await s.object(`PUT ${path}`, { body: script, headers });
    const etag = `"${md5.toString('hex')}"`;
    expect(put).toMatchObject({ status: 200, text: '', headers: { etag } });
    s.pass(60_000);
    expect(await s.object(`GET ${path}`)).toMatchObject({
      status: 200,
      text: script,
      headers: {
        'content-type': 'text/x-python',
        etag,
        'last-modified': 'Thu, 20 Mar 2025 08:27:17 GMT',
      },
    });
    expect(s.service.object(path)?.toString()).toBe(script);
    expect(s.service.objectRequests.map(({ method, status }) => [method, status])).toEqual([
      ['PUT', 200],
      ['GET', 200],
    ]);
  });

  it('takes the place of the one before', async () => {
    const s = objectScene({ objectStorage: { objects: { [path]: 'old' } } });
    expect((await s.object(`GET ${path}`)).text).toBe('old');
    await s.object(`PUT ${path}`, { body: script });
    expect((await s.object(`GET ${path}`)).text).toBe(script);
  });

  it('can be empty', async () => {
    const s = objectScene();
    await s.object('PUT bucket/_SUCCESS', { body: '' });
    expect(await s.object('HEAD bucket/_SUCCESS')).toMatchObject({
      status: 200,
      headers: { 'content-length': '0' },
    });
  });

  it('can be put without a request', async () => {
    const s = objectScene();
    s.service.putObject('bucket/dt=2026-11-01/_SUCCESS', '');
    expect((await s.object('HEAD bucket/dt=2026-11-01/_SUCCESS')).status).toBe(200);
  });

  it('can be put and read over HTTP by a client for S3', async () => {
    await using s = await scene({ now: Date.now });
    const { accessKey: accessKeyId, secretKey: secretAccessKey, objectStorageUrl } = s.simulator;
    const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region: 'kr-standard' });
    const url = `${objectStorageUrl}/bucket/scripts/a%20b.py`;
    expect((await client.fetch(url, { method: 'PUT', body: script })).status).toBe(200);
    expect(await (await client.fetch(url)).text()).toBe(script);
    const head = await client.fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([
      200,
      String(Buffer.byteLength(script)),
    ]);
    expect((await client.fetch(`${url}.missing`, { method: 'HEAD' })).status).toBe(404);
  });
});

describe('an upload is refused', () => {
  it.each([
    ['with a checksum trailer', { 'x-amz-trailer': 'x-amz-checksum-crc32' }, 'InvalidArgument'],
    [
      'as an unsigned stream with a trailer',
      { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
      'InvalidArgument',
    ],
    [
      'as a signed stream with a trailer',
      { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' },
      'InvalidArgument',
    ],
    ['with a newer checksum', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidArgument'],
    ['with a wrong SHA-256', { 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
    ['with a wrong MD5', { 'content-md5': 'AAAA' }, 'BadDigest'],
  ])('%s', async (_, headers, code) => {
    const s = objectScene();
    expect(await s.object(`PUT ${path}`, { body: script, headers })).toEqual(refusedWith(400, code));
    expect(s.service.object(path)).toBeUndefined();
  });

  it('when its body is another than the signed one', async () => {
    const s = objectScene();
    const headers = { 'x-amz-content-sha256': sha256 };
    const response = await s.object(`PUT ${path}`, { body: script, sentBody: 'print()', headers });
    expect(response).toEqual(refusedWith(400, 'XAmzContentSHA256Mismatch'));
  });

  it('without a key', async () => {
    const s = objectScene();
    expect(await s.object('PUT bucket', { body: script })).toEqual(refusedWith(400, 'InvalidRequest'));
  });

  it('for a key that may not write', async () => {
    const s = objectScene({ objectStorage: { denied: true } });
    expect(await s.object(`PUT ${path}`, { body: script })).toEqual(refusedWith(403, 'AccessDenied'));
  });

  it('without a signature', async () => {
    const s = objectScene();
    const request = { method: 'PUT', path: '/bucket/key', headers: {}, body: script };
    expect(await s.service.handleObject(request)).toMatchObject({ status: 403 });
    expect(s.service.object('bucket/key')).toBeUndefined();
  });
});

describe('HEAD', () => {
  it('of a missing object is 404, of a denied one 403, both without a body', async () => {
    const missing = objectScene();
    const denied = objectScene({ objectStorage: { denied: true } });
    expect(await missing.object(`HEAD ${path}`)).toMatchObject({ status: 404, text: '' });
    expect(await denied.object(`HEAD ${path}`)).toMatchObject({ status: 403, text: '' });
  });
});
