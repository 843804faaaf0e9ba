import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readConsoleLogEnd } from '../../src/console-log/console-log.ts';
import { lost, notSent } from '../support/scripted-send.ts';
import { bytes, serving, simulated } from './reading.ts';

const KB = 1024;
const numbered = (count: number, width = 80) =>
  Array.from({ length: count }, (_, index) => `${index}`.padStart(width, '.'));
/** Lines that gzip can hardly make shorter. */
const hashes = (count: number) =>
  Array.from({ length: count }, (_, index) => createHash('sha1').update(`${index}`).digest('hex'));
const unreadable = (reason: string | RegExp) => ({
  kind: 'unreadable',
  reason: expect.stringMatching(reason),
});

describe('the end of a console log', () => {
  it('is its last lines, oldest first', async () => {
    await using s = await simulated(bytes('one', 'two', 'three'));
    expect((await s.read({ lines: 2 })).log).toEqual({
      kind: 'read',
      lines: ['two', 'three'],
      isWhole: false,
      totalBytes: 14,
      encodingNote: undefined,
    });
    expect((await s.read({ lines: 3 })).log).toMatchObject({ lines: ['one', 'two', 'three'], isWhole: true });
  });

  it('of 60 MB costs one request, 64 kB at least and less than 1 MB', async () => {
    const line = `${'.'.repeat(99)}\n`;
    await using s = await simulated(Buffer.alloc(60_000_000, line));
    for (const [lines, kB] of [
      [1, 64],
      [500, 125],
      [10_000, 896],
    ] as const) {
      const { log, requests, bytesReceived } = await s.read({ lines });
      expect(log).toMatchObject({ kind: 'read', totalBytes: 60_000_000, isWhole: false });
      expect([requests.length, bytesReceived]).toEqual([1, kB * KB]);
      const whole = Math.floor((kB * KB) / 100);
      expect(log.kind === 'read' && log.lines.length).toBe(Math.min(lines, whole));
    }
  });

  it('is what was asked for, however many lines', async () => {
    const lines = numbered(12_000);
    await using s = await simulated(bytes(...lines));
    for (const count of [1, 700, 900, 3000, 10_000]) {
      const { log } = await s.read({ lines: count });
      expect(log.kind === 'read' && log.lines).toEqual(lines.slice(-count));
    }
  });

  it('leaves out a first line that was cut, unless it is the only one', async () => {
    await using s = await simulated(bytes('first', `${'가'.repeat(400_000)}`, 'last'));
    expect((await s.read()).log).toMatchObject({ lines: ['last'], isWhole: false });
    await using one = await simulated(`${'가나 '.repeat(200_000)}`);
    const { log } = await one.read();
    expect(log.kind === 'read' && log.lines[0]).toMatch(/^…(가나 ){200,}$/);
  });

  it('is read with a signature that is made anew for each request', async () => {
    await using s = await simulated(bytes('late'), { consoleLogListedAfterMs: 1_000 });
    const { requests } = await s.read();
    const signatures = requests.map(({ headers }) => headers['authorization']);
    expect(signatures[0]).toMatch(
      /SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
    expect(requests[0]?.headers['x-amz-content-sha256']).toBe(createHash('sha256').digest('hex'));
    expect(requests.map(({ headers }) => headers['x-amz-date'])).toEqual([
      '20250321T021255Z',
      '20250321T021256Z',
    ]);
    expect(s.simulator.objectRequests.map(({ status }) => status)).toEqual([404, 206]);
  });
});

describe('a log that appears late', () => {
  it('is waited for', async () => {
    await using s = await simulated(bytes('late'), { consoleLogListedAfterMs: 3_200 });
    const { log, clock } = await s.read();
    expect(log).toMatchObject({ kind: 'read', lines: ['late'] });
    expect(clock.elapsedMs()).toBe(1_000 + 5_000);
  });

  it('is waited for also where the response for a missing object is 403', async () => {
    await using s = await serving((_, response) => {
      if (s.requestCount < 3) response.writeHead(403).end('<Code>AccessDenied</Code>');
      else response.end(bytes('late'));
    });
    expect((await s.read()).log).toMatchObject({ kind: 'read', lines: ['late'] });
    expect(s.requestCount).toBe(3);
  });

  it('is given up after a few seconds', async () => {
    await using s = await simulated(null);
    const { log, requests, clock } = await s.read({ appearsWithinMs: 2_000 });
    expect(log).toEqual(unreadable(/ was not found \(HTTP 404 NoSuchKey\) within 2s\.$/));
    expect([requests.length, clock.elapsedMs()]).toEqual([3, 1_000 + 2_000]);
  });

  it('is not waited for while the execution runs', async () => {
    await using s = await simulated(null);
    const { log, requests } = await s.read({ appearsWithinMs: 0 });
    expect(log).toEqual(unreadable(/ was not found \(HTTP 404 NoSuchKey\) yet\.$/));
    expect(requests).toHaveLength(1);
  });
});

describe('an end that appears late', () => {
  const START = bytes('INFO start');
  const END = bytes(
    'INFO start',
    'Traceback (most recent call last):',
    '  File "a.py", line 1',
    "KeyError: 'x'",
  );
  /** A server whose log grows with the second request. */
  const growing = () =>
    serving((_, response) => response.end(s?.requestCount === 1 ? START : END)) as ReturnType<typeof serving>;
  let s: Awaited<ReturnType<typeof serving>> | undefined;

  it('is waited for when the execution failed and no reason is recognised', async () => {
    s = await growing();
    const { log, clock } = await s.read({ hasFailed: true });
    expect(log).toMatchObject({ lines: expect.arrayContaining(["KeyError: 'x'"]) });
    expect([s.requestCount, clock.elapsedMs()]).toEqual([2, 2_000]);
    await s[Symbol.asyncDispose]();
  });

  it('is not waited for when the execution did not fail', async () => {
    s = await growing();
    expect((await s.read()).log).toMatchObject({ lines: ['INFO start'] });
    expect(s.requestCount).toBe(1);
    await s[Symbol.asyncDispose]();
  });

  const LOGGED = bytes(
    '25/03/21 11:12:51 ERROR TaskSetManager: Task 0 in stage 1.0 failed 4 times; aborting job',
  );
  const PRINTED_AFTER = Buffer.concat([END, bytes('going on without the cache')]);

  it.each([
    ['that a logger wrote', LOGGED],
    ['after which the script prints', PRINTED_AFTER],
  ])('is waited for when there is only a reason %s', async (_, early) => {
    const whole = Buffer.concat([early, END.subarray(START.length)]);
    await using server = await serving((_request, response) =>
      response.end(server.requestCount === 1 ? early : whole),
    );
    const { log } = await server.read({ hasFailed: true });
    expect(log).toMatchObject({ totalBytes: whole.length });
    expect(server.requestCount).toBe(2);
  });

  it.each([
    ['once while the log does not grow', () => LOGGED, 2],
    [
      'twice while it grows',
      (count: number) => Buffer.concat([LOGGED, bytes(...Array.from({ length: count }, () => 'x'))]),
      3,
    ],
  ])('behind a reason that a logger wrote is waited for %s', async (_, content, requestCount) => {
    await using server = await serving((_request, response) => response.end(content(server.requestCount)));
    await server.read({ hasFailed: true });
    expect(server.requestCount).toBe(requestCount);
  });

  it.each([
    ['a traceback of the script', END],
    [
      'the exception of the main thread',
      bytes('Exception in thread "main" java.lang.Exception: x', '\tat a.B'),
    ],
    ['a process that was killed', bytes('Killed')],
  ])('is not waited for after %s', async (_, content) => {
    await using server = await serving((_request, response) => response.end(content));
    await server.read({ hasFailed: true });
    expect(server.requestCount).toBe(1);
  });

  it.each([START, Buffer.alloc(0)])('is waited for 4 s at most: %s', async (content) => {
    await using still = await serving((_, response) => response.end(content));
    const { log, clock } = await still.read({ hasFailed: true });
    expect(log.kind).toBe(content.length > 0 ? 'read' : 'unreadable');
    expect([still.requestCount, clock.elapsedMs()]).toEqual([3, 4_000]);
  });

  it('is that of the first read when the second one fails or the step is cancelled', async () => {
    const controller = new AbortController();
    await using denied = await serving((_, response) => {
      if (denied.requestCount > 1) response.writeHead(400).end();
      else response.end(START);
    });
    expect((await denied.read({ hasFailed: true })).log).toMatchObject({ lines: ['INFO start'] });
    await using cancelled = await serving((_, response) => {
      if (cancelled.requestCount > 1) controller.abort(new Error('the step was cancelled'));
      else response.end(START);
    });
    const { log } = await cancelled.read({ hasFailed: true, signal: controller.signal });
    expect(log).toMatchObject({ lines: ['INFO start'] });
  });

  it('is not waited for beyond the limit', async () => {
    await using short = await serving((_, response) => response.end(START));
    const { clock } = await short.read({ hasFailed: true, limitMs: 1_500 });
    expect([short.requestCount, clock.elapsedMs()]).toEqual([1, 0]);
  });
});

describe('one line says why there is no log', () => {
  it('denied, with the permission that is missing', async () => {
    await using s = await simulated('x', { objectStorage: { denied: true } });
    const { log, requests } = await s.read({ appearsWithinMs: 0 });
    expect(log).toEqual(
      unreadable(
        /^The console log (\S+?)\/\S+ could not be read: access denied \(HTTP 403 AccessDenied\); give the key's sub account read access to the bucket \1 in Object Storage\.$/,
      ),
    );
    expect(requests).toHaveLength(1);
  });

  it.each([
    [
      'a wrong secret key',
      { keys: { accessKey: 'SIMULATOR-ACCESS-KEY', secretKey: 'wrong' } },
      /not accept the key \(HTTP 403 SignatureDoesNotMatch\)/,
    ],
    [
      'an unknown key',
      { keys: { accessKey: 'A', secretKey: 'S' } },
      /not accept the key \(HTTP 403 InvalidAccessKeyId\)/,
    ],
    ['another region', { region: 'jp-standard' }, /objectStorageRegion \(jp-standard\)/],
    ['another time', { nowMs: () => 0 }, /clocks of the runner and of Object Storage differ/],
  ])('%s', async (_, differently, reason) => {
    await using s = await simulated('x');
    expect((await s.read(differently)).log).toEqual(unreadable(reason));
  });

  it.each([
    ['empty', '', / is empty, or its end is blank\.$/],
    ['blank', '\n \n\r\n', / is empty, or its end is blank\.$/],
    [
      'compressed',
      Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)),
      / is not text \(5000 bytes, binary or compressed\)\.$/,
    ],
    ['UTF-16', Buffer.from('UTF-16 is not expected', 'utf16le'), /binary/],
  ])('%s', async (_, content, reason) => {
    await using s = await simulated(content);
    expect((await s.read()).log).toEqual(unreadable(reason));
  });

  it.each(['', 'bucket', 'bucket/', '/key', 'bucket/../other/key', 'bucket/./key', 'bucket/\ud800'])(
    'the path %j, and nothing is sent',
    async (path) => {
      await using s = await simulated('x');
      const { log, requests } = await s.read({ path });
      expect(log).toEqual(unreadable(/its path is not of the form bucket\/key\.$/));
      expect(requests).toEqual([]);
    },
  );

  it('in one line, whatever the path', async () => {
    await using s = await simulated(null);
    const { log } = await s.read({ path: `b/\r\n::error::x\u2028${'y'.repeat(5000)}`, appearsWithinMs: 0 });
    expect(log.kind === 'unreadable' && log.reason).toMatch(
      /^The console log b\/ ::error::x y{200,}… was not found [^\r\n\u2028]*$/,
    );
  });
});

describe('a server that deviates from the standard', () => {
  it('sends the whole log, whatever range is asked for', async () => {
    await using s = await serving((_, response) => response.end(bytes(...numbered(30_000))));
    const { log, requests } = await s.read({ lines: 2 });
    expect(log).toMatchObject({ lines: numbered(30_000).slice(-2), isWhole: false, totalBytes: 30_000 * 81 });
    expect(requests).toHaveLength(1);
  });

  it('sends more than the network takes: it is not asked again', async () => {
    await using s = await serving((_, response) => response.end(Buffer.alloc(33 * KB * KB, 'a\n')));
    const { log } = await s.read();
    expect(log).toEqual(
      unreadable(/no complete response from Object Storage \(the response is larger than \d+ bytes\)/),
    );
    expect(s.requestCount).toBe(1);
  });

  it('refuses suffix ranges, but says the size', async () => {
    const content = bytes('one', 'two');
    await using s = await serving(({ headers }, response) => {
      const [, first] = /^bytes=(\d+)-7$/.exec(headers.range ?? '') ?? [];
      if (first === undefined) response.writeHead(416, { 'content-range': 'bytes */8' }).end();
      else
        response
          .writeHead(206, { 'content-range': `bytes ${first}-7/8` })
          .end(content.subarray(Number(first)));
    });
    expect((await s.read()).log).toMatchObject({ lines: ['one', 'two'], isWhole: true });
  });

  it.each([
    ['refuses suffix ranges without the size', 0],
    ['refuses them for small objects only', 64 * KB],
  ])('%s: the size is asked for', async (_, fromBytes) => {
    const content = bytes(...numbered(100));
    await using s = await serving(({ method, headers }, response) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      if (method === 'HEAD') response.writeHead(200, { 'content-length': content.length }).end();
      else if (first === undefined && content.length >= fromBytes) response.writeHead(416).end();
      else if (first === undefined) response.writeHead(416).end('<Code>InvalidRange</Code>');
      else
        response
          .writeHead(206, { 'content-range': `bytes ${first}-${last}/${content.length}` })
          .end(content.subarray(Number(first), Number(last) + 1));
    });
    const { log, requests } = await s.read();
    expect(log).toMatchObject({ lines: numbered(100), isWhole: true });
    expect(requests.map(({ method, headers }) => `${method} ${headers['range']}`)).toEqual([
      'GET bytes=-65536',
      'HEAD undefined',
      `GET bytes=0-${content.length - 1}`,
    ]);
  });

  it('refuses every range of an empty log', async () => {
    await using s = await serving(({ method }, response) => {
      if (method === 'HEAD') response.writeHead(200, { 'content-length': 0 }).end();
      else response.writeHead(416).end('<Code>InvalidRange</Code>');
    });
    expect((await s.read()).log).toEqual(unreadable(/ is empty, or its end is blank\.$/));
  });

  it('refuses ranges and HEAD: the response is named', async () => {
    await using s = await serving((_, response) => response.writeHead(416).end());
    expect((await s.read()).log).toEqual(unreadable(/ the response of Object Storage was HTTP 416\.$/));
  });

  it.each([
    ['no Content-Range', undefined],
    ['one that makes no sense', 'bytes 0--1/0'],
    ['one without a part', 'bytes */0'],
    ['one that says only the size', 'bytes 0-0/0'],
  ])('sends an empty log as 206 with %s', async (_, range) => {
    await using s = await serving((_request, response) =>
      response.writeHead(206, range === undefined ? {} : { 'content-range': range }).end(),
    );
    expect((await s.read()).log).toEqual(unreadable(/ is empty, or its end is blank\.$/));
  });

  it('sends no bytes of a log that has some: they are asked for by their position', async () => {
    await using s = await serving(({ headers }, response) => {
      if (/=-/.test(headers.range ?? '')) response.writeHead(206, { 'content-range': 'bytes */8' }).end();
      else response.writeHead(206, { 'content-range': 'Bytes 0-7/8' }).end(bytes('one', 'two'));
    });
    expect((await s.read()).log).toMatchObject({ lines: ['one', 'two'], isWhole: true });
  });

  it.each([
    ['no bytes of a log that has some', 'bytes */900', ''],
    ['a part without its place', undefined, 'one'],
    ['a part without the size of the log', 'bytes 0-2/*', 'one'],
  ])('sends %s: the log is not called empty', async (_, range, body) => {
    await using s = await serving((_request, response) =>
      response.writeHead(206, range === undefined ? {} : { 'content-range': range }).end(body),
    );
    expect((await s.read()).log).toEqual(
      unreadable(
        / could not be read: the response of Object Storage \(HTTP 206\) has no bytes, or no usable/,
      ),
    );
  });

  it('sends elsewhere, which is not followed', async () => {
    await using s = await serving((_, response) =>
      response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect((await s.read()).log).toEqual(
      unreadable(/redirects elsewhere \(HTTP 301\), which is not followed/),
    );
    expect(s.requestCount).toBe(1);
  });

  it.each([400, 204, 304])('responds with %d, which makes no sense', async (status) => {
    await using s = await serving((_, response) => response.writeHead(status).end());
    expect((await s.read()).log).toEqual(unreadable(`the response of Object Storage was HTTP ${status}\\.$`));
    expect(s.requestCount).toBe(1);
  });
});

describe('trouble on the way', () => {
  const good = bytes('good');

  it.each([408, 429, 500, 503])('%d passes', async (status) => {
    await using s = await serving((_, response) => {
      if (s.requestCount < 3) response.writeHead(status).end();
      else response.end(good);
    });
    const { log, clock } = await s.read();
    expect(log).toMatchObject({ lines: ['good'] });
    expect(clock.sleeps).toEqual([250, 500]);
  });

  it('that stays ends the reading within 15 s', async () => {
    await using s = await serving((_, response) => response.writeHead(503).end('<Code>SlowDown</Code>'));
    const { log, clock } = await s.read();
    expect(log).toEqual(unreadable(/the response of Object Storage was HTTP 503 SlowDown\.$/));
    expect([s.requestCount, clock.elapsedMs()]).toEqual([6, 250 + 500 + 1000 + 2000 + 4000]);
  });

  it('with a Retry-After beyond the limit ends it at once', async () => {
    await using s = await serving((_, response) => response.writeHead(503, { 'retry-after': '60' }).end());
    const { log, clock } = await s.read();
    expect([log.kind, s.requestCount, clock.elapsedMs()]).toEqual(['unreadable', 1, 0]);
  });

  it.each([
    ['resets', lost],
    ['refuses', notSent],
  ])('%s the connection: it is asked again', async (_, failure) => {
    await using s = await simulated('good');
    const { log, requests } = await s.read({ failures: [failure(), failure()] });
    expect(log).toMatchObject({ lines: ['good'] });
    expect(requests).toHaveLength(3);
  });

  it('cuts the response off: the request is sent again', async () => {
    await using s = await serving((_, response) => {
      if (s.requestCount > 1) response.end(good);
      else response.writeHead(200, { 'content-length': '100' }).write('abc', () => response.destroy());
    });
    expect((await s.read()).log).toMatchObject({ lines: ['good'] });
  });

  it('hangs: it is asked again', async () => {
    await using s = await serving((_, response) => {
      if (s.requestCount > 1) response.end(good);
    });
    expect((await s.read({ requestTimeoutMs: 100 })).log).toMatchObject({ lines: ['good'] });
    expect(s.requestCount).toBe(2);
  });

  it('is slow: a quarter of the bytes is asked for after each timeout', async () => {
    const lines = numbered(3_000);
    const content = bytes(...lines);
    const sizes: number[] = [];
    await using s = await serving(({ headers }, response) => {
      const size = Number(/^bytes=-(\d+)$/.exec(headers.range ?? '')?.[1]);
      sizes.push(size);
      if (size > 8_000) return;
      const range = `bytes ${content.length - size}-${content.length - 1}/${content.length}`;
      response.writeHead(206, { 'content-range': range }).end(content.subarray(-size));
    });
    const { log } = await s.read({ requestTimeoutMs: 100, lines: 500, hasFailed: true });
    expect(log).toMatchObject({ kind: 'read', lines: lines.slice(-98), isWhole: false });
    expect(sizes).toEqual([128_000, 32_000, 8_000, 8_000, 8_000]);
  });

  it('hangs for good: it is over when the limit has passed', async () => {
    await using s = await serving(() => {});
    const startedMs = performance.now();
    const { log } = await s.read({ limitMs: 150 });
    expect(log).toEqual(
      unreadable(/no complete response from Object Storage \(no response within 0\.[12]s\)/),
    );
    expect(performance.now() - startedMs).toBeLessThan(900);
  });

  it('refuses the connection', async () => {
    await using s = await serving(() => {});
    expect((await s.read({ origin: 'http://127.0.0.1:1' })).log).toEqual(
      unreadable(
        /no complete response from Object Storage \(.*ECONNREFUSED.*\); check objectStorageUrl and the network/,
      ),
    );
  });

  it.each(['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'RequestTimeTooSkewed'])(
    'with the key is not tried again: %s',
    async (code) => {
      await using s = await serving((_, response) => response.writeHead(403).end(`<Code>${code}</Code>`));
      await s.read();
      expect(s.requestCount).toBe(1);
    },
  );
});

describe('a log that is compressed with gzip', () => {
  const lines = numbered(3_000);
  const packed = gzipSync(bytes(...lines));

  it.each([
    ['says so', { 'content-encoding': 'gzip' }],
    ['does not say so', {}],
  ])('is unpacked where the server %s', async (_, headers) => {
    await using s = await serving((_request, response) => response.writeHead(200, headers).end(packed));
    expect((await s.read({ lines: 2 })).log).toMatchObject({ lines: lines.slice(-2), isWhole: false });
  });

  it('is read whole when a part came, since a part cannot be unpacked', async () => {
    const text = hashes(20_000);
    await using s = await simulated(gzipSync(bytes(...text)));
    const { log, requests } = await s.read({ lines: 3 });
    expect(log).toMatchObject({ kind: 'read', lines: text.slice(-3) });
    expect(requests.map(({ headers }) => headers['range'])).toEqual([
      'bytes=-65536',
      expect.stringMatching(/^bytes=0-\d{6}$/),
    ]);
  });

  it('is shown as far as it goes when its end is missing', async () => {
    await using s = await serving((_, response) => response.end(packed.subarray(0, -2_000)));
    const { log } = await s.read({ lines: 10_000 });
    const shown = log.kind === 'read' ? log.lines.slice(0, -1) : [];
    expect(shown.length).toBeGreaterThan(100);
    expect(shown).toEqual(lines.slice(0, shown.length));
  });

  it('is not read when it is larger than 8 MB', async () => {
    const sizes: number[] = [];
    const part = gzipSync(bytes(...hashes(3_000)));
    await using s = await serving(({ headers }, response) => {
      sizes.push(Number(headers.range?.slice('bytes=-'.length)));
      response.writeHead(206, { 'content-range': `bytes ${9e6 - part.length}-${9e6 - 1}/9000000` }).end(part);
    });
    expect((await s.read()).log).toEqual(
      unreadable(/ is not text \(9000000 bytes, binary or compressed\)\.$/),
    );
    expect(sizes).toEqual([64 * KB]);
  });
});

describe('a log that the server compresses', () => {
  const lines = numbered(3_000);
  const content = bytes(...lines);

  it.each([
    ['br', brotliCompressSync],
    ['gzip', gzipSync],
  ] as const)('with %s part by part is decompressed', async (encoding, compress) => {
    await using s = await serving(({ headers }, response) => {
      const first = content.length - Number(/\d+$/.exec(headers.range ?? '')?.[0]);
      const range = `bytes ${first}-${content.length - 1}/${content.length}`;
      response
        .writeHead(206, { 'content-encoding': encoding, 'content-range': range })
        .end(compress(content.subarray(first)));
    });
    const { log, requests } = await s.read({ lines: 5 });
    expect(log).toMatchObject({ lines: lines.slice(-5), isWhole: false, totalBytes: content.length });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['is read whole', 0, { kind: 'read', lines: lines.slice(-5) }],
    [
      'larger than 8 MB is not shown',
      9e6,
      unreadable(/ is not text \(90\d+ bytes, binary or compressed\)\.$/),
    ],
  ])('with br as a whole %s', async (_, before, expected) => {
    const packed = brotliCompressSync(content);
    const total = before + packed.length;
    await using s = await serving(({ headers }, response) => {
      const isSuffix = /=-/.test(headers.range ?? '');
      const part = isSuffix ? packed.subarray(-300) : packed;
      const range = `bytes ${total - part.length}-${total - 1}/${total}`;
      response.writeHead(206, { 'content-encoding': 'br', 'content-range': range }).end(part);
    });
    expect((await s.read({ lines: 5 })).log).toMatchObject(expected);
  });
});

describe('a cancelled step', () => {
  const cancelled = unreadable(/ was not read: the step was cancelled\.$/);
  const reason = new Error('the step was cancelled');

  it('ends a request that hangs at once', async () => {
    const controller = new AbortController();
    await using s = await serving(() => controller.abort(reason));
    const startedMs = performance.now();
    expect((await s.read({ signal: controller.signal })).log).toEqual(cancelled);
    expect(performance.now() - startedMs).toBeLessThan(900);
  });

  it('ends the wait for a log that is late', async () => {
    const controller = new AbortController();
    await using s = await simulated(null);
    s.clock.at(2_200, () => controller.abort(reason));
    expect((await s.read({ signal: controller.signal })).log).toEqual(cancelled);
    expect(s.clock.elapsedMs()).toBe(2_200);
  });

  it('reads nothing any more', async () => {
    await using s = await simulated('x');
    expect((await s.read({ signal: AbortSignal.abort(reason) })).log).toEqual(cancelled);
    expect(s.simulator.objectRequests).toEqual([]);
  });
});

it('is never thrown out of, not even by a defect of the network layer', async () => {
  await using s = await simulated('x');
  const world = {
    keys: { accessKey: 'A', secretKey: 'S' },
    send: () => Promise.reject(new TypeError('odd')),
    clock: s.clock,
    userAgent: 'test',
    random: Math.random,
    nowMs: () => 0,
  };
  const options = { origin: 'http://127.0.0.1', region: 'r', path: 'b/k', lines: 1, requestTimeoutMs: 1 };
  expect(await readConsoleLogEnd(world, options)).toEqual(unreadable(/ was not read: odd\.$/));
});
