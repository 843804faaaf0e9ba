import { describe, expect, it } from '@jest/globals';
import { AwsV4Signer } from 'aws4fetch';
import type { ExecutionPlan, SimulatorOptions } from '../../simulator/simulator.ts';
import { type ApiResponse, raw, type Scene, scene } from './signed-request.ts';

interface Log extends Scene {
  readonly path: string;
  get(differently?: Differently): Promise<ApiResponse>;
}

interface Differently {
  readonly method?: string;
  readonly path?: string;
  readonly range?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly datetime?: string;
}

/** An execution that is over, and signed requests for its console log. */
async function logOf(plan: ExecutionPlan, options: SimulatorOptions = {}): Promise<Log> {
  const s = await scene(options);
  s.simulator.startForeign('gqigvHhTu7ra', { plan: { readyMs: 2_000, runningMs: 5_000, ...plan } });
  s.pass(7_000);
  const path = `/${s.simulator.executions[0]?.consoleLogPath}`;
  const get = async ({ range, path: other, ...differently }: Differently = {}): Promise<ApiResponse> => {
    const signed = await new AwsV4Signer({
      method: 'GET',
      url: `${s.simulator.objectStorageUrl}${other ?? path}`,
      headers: range === undefined ? {} : { range },
      accessKeyId: s.simulator.accessKey,
      secretAccessKey: s.simulator.secretKey,
      service: 's3',
      region: 'kr-standard',
      datetime: amzDate(s.nowMs()),
      ...differently,
    }).sign();
    const { pathname, search, origin } = signed.url;
    return raw(origin, signed.method, `${pathname}${search}`, Object.fromEntries(signed.headers));
  };
  return { ...s, path, get };
}

function amzDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d+/g, '');
}

const refused = (status: number, code: string) => ({
  status,
  text: expect.stringContaining(`<Error><Code>${code}</Code>`),
});

describe('the console log in Object Storage', () => {
  it('is what was planned, byte for byte', async () => {
    await using log = await logOf({ consoleLog: Buffer.from('처음\n끝\n') });
    expect(await log.get()).toMatchObject({ status: 200, text: '처음\n끝\n' });
  });

  it('has lines of Spark by default, and ends with the reason of a failure', async () => {
    await using completed = await logOf({});
    await using failed = await logOf({ final: 'FAILED' });
    const good = (await completed.get()).text;
    const bad = (await failed.get()).text;
    expect(good.split('\n').length).toBeGreaterThan(24);
    expect(good).not.toContain('Traceback');
    expect(bad).toMatch(
      /Traceback \(most recent call last\):[\s\S]*Caused by: java\.io\.FileNotFoundException/,
    );
  });

  it('is not there before the execution is over, nor for some time after it', async () => {
    await using log = await logOf({ runningMs: 6_000 }, { consoleLogListedAfterMs: 500 });
    expect(await log.get()).toMatchObject(refused(404, 'NoSuchKey'));
    log.pass(1_499);
    expect((await log.get()).status).toBe(404);
    log.pass(1);
    expect((await log.get()).status).toBe(200);
  });

  it('never exists with consoleLog: null', async () => {
    await using log = await logOf({ consoleLog: null });
    expect(await log.get()).toMatchObject(refused(404, 'NoSuchKey'));
  });

  it('is found under its own key only', async () => {
    await using log = await logOf({});
    expect(await log.get({ path: '/dataflow-2706412/elsewhere.log' })).toMatchObject(
      refused(404, 'NoSuchKey'),
    );
  });

  it('has a HEAD with its length and no body', async () => {
    await using log = await logOf({ consoleLog: '0123456789' });
    const { headers, text } = await log.get({ method: 'HEAD' });
    expect([headers['content-length'], text]).toEqual(['10', '']);
  });

  it('can not be written', async () => {
    await using log = await logOf({});
    expect(await log.get({ method: 'DELETE' })).toMatchObject(refused(405, 'MethodNotAllowed'));
  });
});

describe('ranges', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=7-100', '789', 'bytes 7-9/10'],
    ['bytes=-4', '6789', 'bytes 6-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
  ])('%s is %s', async (range, text, contentRange) => {
    await using log = await logOf({ consoleLog: '0123456789' });
    const response = await log.get({ range });
    expect([response.status, response.text, response.headers['content-range']]).toEqual([
      206,
      text,
      contentRange,
    ]);
    expect(log.simulator.objectRequests[0]).toMatchObject({ status: 206, bytesSent: text.length });
  });

  it.each(['bytes=10-', 'bytes=-0'])('%s is not satisfiable', async (range) => {
    await using log = await logOf({ consoleLog: '0123456789' });
    const response = await log.get({ range });
    expect(response).toMatchObject(refused(416, 'InvalidRange'));
    expect(response.headers['content-range']).toBe('bytes */10');
  });

  it('of an empty log are not satisfiable', async () => {
    await using log = await logOf({ consoleLog: '' });
    expect((await log.get({ range: 'bytes=-100' })).status).toBe(416);
    expect(await log.get()).toMatchObject({ status: 200, text: '' });
  });

  it.each(['bytes=', 'bytes=4-2', 'bytes=0-1,3-4', 'lines=0-3'])('%s is the whole', async (range) => {
    await using log = await logOf({ consoleLog: '0123456789' });
    expect(await log.get({ range })).toMatchObject({ status: 200, text: '0123456789' });
  });
});

describe('signature version 4', () => {
  it('holds for a query and for characters that need encoding', async () => {
    await using log = await logOf({ consoleLog: 'x' });
    expect((await log.get({ path: `${log.path}?a1=2&a=%20%2F&b` })).status).toBe(200);
    expect((await log.get({ path: log.path.replaceAll(':', '%3A') })).status).toBe(200);
    expect(await log.get({ path: "/bucket/a key (1)'!*처음.log" })).toMatchObject(refused(404, 'NoSuchKey'));
  });

  it.each([
    ['a wrong secret key', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['another region', { region: 'us-east-1' }, 'SignatureDoesNotMatch'],
    ['an unknown access key', { accessKeyId: 'UNKNOWN' }, 'InvalidAccessKeyId'],
    ['a time far away', { datetime: '20250320T080000Z' }, 'RequestTimeTooSkewed'],
  ])('is refused with %s', async (_, differently, code) => {
    await using log = await logOf({});
    expect(await log.get(differently)).toMatchObject(refused(403, code));
  });

  it('is refused for another path than the one signed', async () => {
    await using log = await logOf({});
    await log.get();
    const headers = log.simulator.objectRequests[0]?.headers as Record<string, string>;
    const response = await raw(log.simulator.objectStorageUrl, 'GET', '/bucket/other', headers);
    expect(response).toMatchObject(refused(403, 'SignatureDoesNotMatch'));
  });

  it('is required', async () => {
    await using log = await logOf({});
    const response = await raw(log.simulator.objectStorageUrl, 'GET', log.path, {});
    expect(response).toMatchObject(refused(403, 'MissingSecurityHeader'));
  });

  it('does not help a key that may not read', async () => {
    await using log = await logOf({}, { objectStorage: { denied: true } });
    expect(await log.get()).toMatchObject(refused(403, 'AccessDenied'));
    expect(log.simulator.objectRequests[0]).toMatchObject({ method: 'GET', status: 403, bytesSent: 0 });
  });
});
