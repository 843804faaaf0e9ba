import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readConsoleLogEnd } from '../../src/console-log/console-log.ts';
import { lost, notSent } from '../support/scripted-send.ts';
import { bytes, serving, simulated } from './reading.ts';

const KB = 1024;
const numbered = (count: number, width = 80) =>
  Array.from({ length: count }, (_, index) => `${index}`.padStart(width, '.'));
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

  it('of 60 MB costs less than 1 MB, and usually 64 kB', async () => {
    const line = `${'.'.repeat(99)}\n`;
    await using s = await simulated(Buffer.alloc(60_000_000, line));
    const usual = await s.read();
    expect(usual.log).toMatchObject({ kind: 'read', totalBytes: 60_000_000, isWhole: false });
    expect(usual.bytesReceived).toBe(64 * KB);
    const most = await s.read({ lines: 10_000 });
    expect(most.log).toMatchObject({ kind: 'read', isWhole: false });
    expect(most.bytesReceived).toBe(896 * KB);
    expect(most.log.kind === 'read' && most.log.lines.length).toBe(Math.floor((896 * KB) / 100));
    const sent = s.simulator.objectRequests.reduce((sum, { bytesSent }) => sum + bytesSent, 0);
    expect(sent).toBe(960 * KB);
    expect(sent).toBeLessThan(1_000_000);
  });

  it('is fetched in pieces that fit together', async () => {
    const lines = numbered(12_000);
    await using s = await simulated(bytes(...lines));
    for (const count of [1, 700, 900, 3000, 3300, 10_000]) {
      const { log, requests } = await s.read({ lines: count });
      const shown = log.kind === 'read' ? log.lines : [];
      expect(shown).toEqual(lines.slice(-shown.length));
      expect(shown).toHaveLength(count);
      expect(requests).toHaveLength(count < 800 ? 1 : count < 3200 ? 2 : 3);
    }
  });

  it('leaves out a first line that was cut, unless it is the only one', async () => {
    await using s = await simulated(bytes('first', `${'가'.repeat(400_000)}`, 'last'));
    expect((await s.read()).log).toMatchObject({ lines: ['last'], isWhole: false });
    await using one = await simulated(`${'가'.repeat(400_000)}`);
    const { log } = await one.read();
    expect(log.kind === 'read' && log.lines[0]).toMatch(/^…가{600,}$/);
  });

  it('is read with a signature that is made anew for each request', async () => {
    await using s = await simulated(bytes(...numbered(3_000)));
    const { requests } = await s.read({ lines: 3_000 });
    const signatures = requests.map(({ headers }) => headers['authorization']);
    expect(signatures[0]).toMatch(
      /SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
    expect(requests[0]?.headers['x-amz-content-sha256']).toBe(createHash('sha256').digest('hex'));
    expect(requests.map(({ headers }) => headers['x-amz-date'])).toEqual([
      '20250321T021255Z',
      '20250321T021255Z',
    ]);
    expect(s.simulator.objectRequests.map(({ status }) => status)).toEqual([206, 206]);
  });
});

describe('a log that appears late', () => {
  it('is waited for', async () => {
    await using s = await simulated(bytes('late'), { consoleLogListedAfterMs: 3_200 });
    const { log, clock } = await s.read();
    expect(log).toMatchObject({ kind: 'read', lines: ['late'] });
    expect(clock.elapsedMs()).toBe(1_000 + 3_500);
  });

  it('is given up after a few seconds', async () => {
    await using s = await simulated(null);
    const { log, requests, clock } = await s.read({ appearsWithinMs: 2_000 });
    expect(log).toEqual(unreadable(/ is not there \(HTTP 404 NoSuchKey\), and did not appear within 2s\.$/));
    expect([requests.length, clock.elapsedMs()]).toEqual([5, 1_000 + 2_000]);
  });
});

describe('one line says why there is no log', () => {
  it('denied, with the permission that is missing', async () => {
    await using s = await simulated('x', { objectStorage: { denied: true } });
    const { log, requests } = await s.read();
    expect(log).toEqual(
      unreadable(
        /^The console log (\S+)\/\S+ may not be read \(HTTP 403 AccessDenied\): give the key's sub account read access to the bucket \1 in Object Storage\.$/,
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
    ['empty', '', / is empty\.$/],
    ['blank', '\n \n\r\n', / is empty, or its end is blank\.$/],
    [
      'compressed',
      Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)),
      / not text but binary \(5000 bytes\)\.$/,
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
      expect(log).toEqual(unreadable(/is not a path of the form bucket\/key\.$/));
      expect(requests).toEqual([]);
    },
  );

  it('in one line, whatever the path', async () => {
    await using s = await simulated(null);
    const { log } = await s.read({ path: `b/\r\n::error::x\u2028${'y'.repeat(5000)}`, appearsWithinMs: 0 });
    expect(log.kind === 'unreadable' && log.reason).toMatch(
      /^The console log b\/ ::error::x y{200,}… is not there [^\r\n\u2028]*$/,
    );
  });
});

describe('a server that goes its own way', () => {
  it('sends the whole log, whatever range is asked for', async () => {
    await using s = await serving((_, response) => response.end(bytes(...numbered(30_000))));
    const { log, requests } = await s.read({ lines: 2 });
    expect(log).toMatchObject({ lines: numbered(30_000).slice(-2), isWhole: false, totalBytes: 30_000 * 81 });
    expect(requests).toHaveLength(1);
  });

  it('sends more than the network takes: it is not asked again', async () => {
    await using s = await serving((_, response) => response.end(Buffer.alloc(33 * KB * KB, 'a\n')));
    const { log } = await s.read();
    expect(log).toEqual(unreadable(/no whole answer \(the response is larger than \d+ bytes\)/));
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

  it('fails with a further piece: what is there is shown', async () => {
    const end = bytes(...numbered(900)).subarray(-64 * KB);
    await using s = await serving((_, response) => {
      if (s.requestCount > 1) response.writeHead(403).end();
      else
        response.writeHead(206, { 'content-range': `bytes ${9e6 - end.length}-${9e6 - 1}/9000000` }).end(end);
    });
    const { log } = await s.read({ lines: 1000 });
    expect(log).toMatchObject({ kind: 'read', lines: numbered(900).slice(-809), isWhole: false });
  });

  it('sends elsewhere, which is not followed', async () => {
    await using s = await serving((_, response) =>
      response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect((await s.read()).log).toEqual(unreadable(/points elsewhere \(HTTP 301\), which is not followed/));
    expect(s.requestCount).toBe(1);
  });

  it.each([206, 400, 204])('answers %d with nothing that makes sense', async (status) => {
    await using s = await serving((_, response) => response.writeHead(status).end());
    expect((await s.read()).log).toEqual(unreadable(`Object Storage answered HTTP ${status}\\.$`));
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

  it('that stays ends the reading after four tries', async () => {
    await using s = await serving((_, response) => response.writeHead(503).end('<Code>SlowDown</Code>'));
    const { log, clock } = await s.read();
    expect(log).toEqual(unreadable(/Object Storage answered HTTP 503 SlowDown\.$/));
    expect([s.requestCount, clock.elapsedMs()]).toEqual([4, 250 + 500 + 1000]);
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

  it('cuts the answer off: it is asked again', async () => {
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

  it('hangs for good: it is over when the limit has passed', async () => {
    await using s = await serving(() => {});
    const startedMs = performance.now();
    const { log } = await s.read({ limitMs: 150 });
    expect(log).toEqual(unreadable(/no whole answer \(no response within 0\.[12]s\)/));
    expect(performance.now() - startedMs).toBeLessThan(900);
  });

  it('refuses the connection', async () => {
    await using s = await serving(() => {});
    expect((await s.read({ origin: 'http://127.0.0.1:1' })).log).toEqual(
      unreadable(/no whole answer \(.*ECONNREFUSED.*\); check objectStorageUrl and the network/),
    );
  });

  it('with the key is not tried again', async () => {
    await using s = await serving((_, response) => response.writeHead(403).end());
    await s.read();
    expect(s.requestCount).toBe(1);
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
