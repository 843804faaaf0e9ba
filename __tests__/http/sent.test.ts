import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import * as tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConnectionFailure, type HttpRequest, Network } from '../../src/http/network.ts';
import { WITHOUT_PROXY } from '../../src/http/proxy.ts';
import { describeWithTls } from '../outside/outside-world.ts';

/** What a server does with a connection, and whenever something has arrived on it. */
interface Behaviour {
  readonly onConnection?: (socket: Socket) => void;
  readonly onData?: (socket: Socket, received: string) => void;
  /** It speaks TLS. */
  readonly identity?: { readonly key: string; readonly cert: string };
}

/** A server that speaks bytes. */
interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** All that arrived on all connections, after TLS. */
  received(): string;
  connections(): number;
}

async function serving({ onConnection, onData, identity }: Behaviour): Promise<RawServer> {
  let received = '';
  const sockets = new Set<Socket>();
  const take = (socket: Socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      received += bytes.toString('latin1');
      onData?.(socket, text);
    });
    onConnection?.(socket);
  };
  const server = identity ? tls.createServer(identity, take) : createServer(take);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    connections: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      const end = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await end;
    },
  };
}

/** A proxy that opens a tunnel to the port, whatever host is asked for. `cutAfter`: bytes from the client. */
function tunnelTo(port: number): Behaviour {
  return {
    onData: (client) => {
      client.removeAllListeners('data');
      const target = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(target).pipe(client);
      });
      target.on('error', () => client.destroy()).on('close', () => client.destroy());
    },
  };
}

/** TLS has no reset of its own. */
const reset = (socket: Socket) =>
  void (socket instanceof tls.TLSSocket ? socket.destroy() : socket.resetAndDestroy());
const respond = (text: string) => (socket: Socket) => void socket.write(text);

interface Situation extends Partial<HttpRequest> {
  readonly port: number;
  readonly scheme?: 'http' | 'https';
  readonly proxyPort?: number;
}

/** What becomes of one request. */
async function outcomeOf({ port, scheme = 'http', proxyPort, ...more }: Situation): Promise<unknown> {
  const url = `http://127.0.0.1:${proxyPort}/`;
  const proxy = { url, address: `127.0.0.1:${proxyPort}`, variable: 'HTTPS_PROXY' };
  const network = new Network(proxyPort ? { ...WITHOUT_PROXY, https: proxy } : WITHOUT_PROXY);
  const origin = `${scheme}://localhost:${port}`;
  const request = {
    method: 'POST',
    origin,
    path: '/start',
    headers: {},
    body: '{}',
    timeoutMs: 5_000,
  } as const;
  try {
    return await network.send({ ...request, ...more });
  } catch (error) {
    return error;
  } finally {
    await network.close();
  }
}

const HANGS = { timeoutMs: 200 };

describe('sent is false, and nothing of the request has left, when', () => {
  it('the connection is refused', async () => {
    const server = await serving({});
    await server[Symbol.asyncDispose]();
    const failure = await outcomeOf({ port: server.port });
    expect(failure).toBeInstanceOf(ConnectionFailure);
    expect(failure).toMatchObject({ sent: false, code: 'ECONNREFUSED', proxy: undefined });
  });

  it.each([
    ['the connection is reset before TLS', { onConnection: reset }, {}],
    ['the connection is closed before TLS', { onConnection: (socket: Socket) => void socket.end() }, {}],
    ['the other side is silent before TLS', {}, HANGS],
    [
      'the other side responds with something else than TLS',
      { onData: respond('HTTP/1.1 400 No\r\n\r\n') },
      {},
    ],
  ])('%s', async (_when, behaviour, limits) => {
    await using server = await serving(behaviour);
    const failure = await outcomeOf({ scheme: 'https', port: server.port, ...limits });
    expect(failure).toBeInstanceOf(ConnectionFailure);
    expect(failure).toMatchObject({ sent: false });
    expect(server.received()).not.toContain('POST');
  });

  it.each([
    ['refuses', { onData: respond('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n') }, { proxyStatus: 403 }],
    [
      'wants a login',
      { onData: respond('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n') },
      { proxyStatus: 407 },
    ],
    ['fails', { onData: respond('HTTP/1.1 502 No\r\ncontent-length: 0\r\n\r\n') }, { proxyStatus: 502 }],
    ['closes instead of opening the tunnel', { onData: (socket: Socket) => void socket.end() }, {}],
    ['resets instead of opening the tunnel', { onData: reset }, {}],
    ['responds with something else than HTTP', { onData: respond('SSH-2.0-x\r\n\r\n') }, {}],
  ])('the proxy %s, and the failure is the proxy’s', async (_how, behaviour, facts) => {
    await using proxy = await serving(behaviour);
    const failure = await outcomeOf({ scheme: 'https', port: 443, proxyPort: proxy.port });
    expect(failure).toBeInstanceOf(ConnectionFailure);
    expect(failure).toMatchObject({ sent: false, proxy: { variable: 'HTTPS_PROXY' }, ...facts });
    expect(proxy.received()).toMatch(/^CONNECT localhost:443 /);
    expect(proxy.received()).not.toContain('POST');
  });

  it('the proxy is down, and the failure is the proxy’s', async () => {
    const proxy = await serving({});
    await proxy[Symbol.asyncDispose]();
    const failure = await outcomeOf({ scheme: 'https', port: 443, proxyPort: proxy.port });
    expect(failure).toMatchObject({ sent: false, code: 'ECONNREFUSED', isLasting: false });
    expect(failure).toHaveProperty('proxy.address', `127.0.0.1:${proxy.port}`);
  });

  it('the proxy is silent', async () => {
    await using proxy = await serving({});
    const failure = await outcomeOf({ scheme: 'https', port: 443, proxyPort: proxy.port, ...HANGS });
    expect(failure).toMatchObject({ sent: false, code: 'TIMEOUT', message: 'no response within 0.2s' });
  });

  it('the proxy closes the tunnel before TLS', async () => {
    await using server = await serving({ onConnection: reset });
    await using proxy = await serving(tunnelTo(server.port));
    const failure = await outcomeOf({ scheme: 'https', port: 443, proxyPort: proxy.port });
    expect(failure).toMatchObject({ sent: false, proxyStatus: undefined });
  });

  it('it is aborted while it connects: it does not go out later either', async () => {
    await using server = await serving({});
    const given = new AbortController();
    const outcome = outcomeOf({ scheme: 'https', port: server.port, signal: given.signal });
    while (server.connections() === 0) await delay(5);
    given.abort(new Error('given up'));
    expect(await outcome).toBe(given.signal.reason);
    await delay(50);
    expect(server.received()).not.toContain('POST');
  });
});

it('sent may be either for a connection that is reset as soon as it is there; false only when nothing arrived', async () => {
  for (let count = 0; count < 20; count += 1) {
    await using server = await serving({ onConnection: (socket) => setImmediate(reset, socket) });
    const failure = await outcomeOf({ port: server.port });
    expect(failure).toBeInstanceOf(ConnectionFailure);
    if (failure instanceof ConnectionFailure && !failure.sent) expect(server.received()).toBe('');
  }
});

describe('sent is true when', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\n';
  const damaged = gzipSync('{"a": 1}').subarray(0, 12).toString('latin1');
  const huge = (socket: Socket) => {
    const megabyte = Buffer.alloc(1024 * 1024);
    socket.write(`${HEAD}content-length: ${34 * megabyte.length}\r\n\r\n`);
    for (let count = 0; count < 34; count += 1) socket.write(megabyte);
  };
  it.each<[string, Behaviour, object, Partial<HttpRequest>?]>([
    ['the connection is reset after the request', { onData: reset }, {}],
    ['the connection is closed after the request', { onData: (socket) => void socket.end() }, {}],
    ['there is no response in time', {}, { code: 'TIMEOUT', message: 'no response within 0.2s' }, HANGS],
    [
      'the response ends too soon',
      { onData: (socket) => void socket.end(`${HEAD}content-length: 9\r\n\r\n{`) },
      {},
    ],
    [
      'the response stops',
      { onData: respond(`${HEAD}content-length: 9\r\n\r\n{`) },
      { code: 'TIMEOUT' },
      HANGS,
    ],
    ['the response is too large', { onData: huge }, { code: 'TOO_LARGE' }],
    ['the response is not HTTP', { onData: respond('SSH-2.0-OpenSSH\r\n') }, {}],
    [
      'the compressed response is damaged',
      {
        onData: (socket) =>
          void socket.write(
            `${HEAD}content-encoding: gzip\r\ncontent-length: 12\r\n\r\n${damaged}`,
            'latin1',
          ),
      },
      { code: 'DAMAGED' },
    ],
    [
      'a 100 Continue comes and nothing else',
      { onData: respond('HTTP/1.1 100 Continue\r\n\r\n') },
      { code: 'TIMEOUT' },
      HANGS,
    ],
  ])('%s', async (_when, behaviour, facts, limits = {}) => {
    await using server = await serving(behaviour);
    const failure = await outcomeOf({ port: server.port, ...limits });
    expect(failure).toBeInstanceOf(ConnectionFailure);
    expect(failure).toMatchObject({ sent: true, isLasting: false, ...facts });
  });
});

describeWithTls('through a tunnel, with TLS', (certificates) => {
  const authorities = tls.getCACertificates('default');
  beforeAll(() => tls.setDefaultCACertificates([...authorities, certificates().authority.certificate]));
  afterAll(() => tls.setDefaultCACertificates(authorities));

  it.each<[string, Behaviour, Partial<HttpRequest>]>([
    ['the connection is reset after the request', { onData: reset }, {}],
    ['there is no response in time', {}, HANGS],
  ])('sent is true when %s', async (_when, behaviour, limits) => {
    await using server = await serving({ ...behaviour, identity: certificates().good });
    await using proxy = await serving(tunnelTo(server.port));
    const failure = await outcomeOf({ scheme: 'https', port: 443, proxyPort: proxy.port, ...limits });
    expect(failure).toMatchObject({ sent: true, proxy: undefined });
    expect(server.received()).toContain('POST /start');
  });

  it('sent is false when the certificate is not accepted', async () => {
    const identity = certificates().authority.issue(['DNS:elsewhere.test']);
    await using server = await serving({ identity });
    await using proxy = await serving(tunnelTo(server.port));
    const failure = await outcomeOf({ scheme: 'https', port: 443, proxyPort: proxy.port });
    const facts = { sent: false, isLasting: true, proxy: undefined, code: 'ERR_TLS_CERT_ALTNAME_INVALID' };
    expect(failure).toMatchObject(facts);
    expect(server.received()).toBe('');
  });
});

describe('a defect of this program', () => {
  it('is thrown as it is', async () => {
    await using server = await serving({ onData: respond('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n') });
    const outcome = await outcomeOf({ port: server.port, headers: { 'x-name': 'a\nb' } });
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).not.toBeInstanceOf(ConnectionFailure);
    expect(server.received()).toBe('');
  });
});

describe('a connection', () => {
  const ok = respond('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
  const request = { method: 'GET', path: '/', headers: {}, timeoutMs: 5_000 } as const;

  it('is used again, but by no request that wants its own', async () => {
    await using server = await serving({ onData: ok });
    const network = new Network();
    const send = (ownConnection: boolean) =>
      network.send({ ...request, origin: `http://127.0.0.1:${server.port}`, ownConnection });
    const counts: number[] = [];
    for (const own of [false, false, true, true, false]) {
      await send(own);
      counts.push(server.connections());
      // undici frees a connection in the next turn of the event loop.
      await delay(5);
    }
    await network.close();
    expect(counts).toEqual([1, 1, 2, 3, 3]);
  });

  it.each(['::1', '[::1]', '[::1]:PORT', 'example.com ::1'])('NO_PROXY knows IPv6: %s', async (noProxy) => {
    const proxy = { url: 'http://127.0.0.1:9/', address: '127.0.0.1:9', variable: 'HTTP_PROXY' };
    const server = createServer((socket) => socket.on('data', () => ok(socket)).on('error', () => undefined));
    server.listen(0, '::1');
    const isListening = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isListening) return void process.stderr.write('skipped, since this machine has no IPv6\n');
    const { port } = server.address() as AddressInfo;
    const network = new Network({
      ...WITHOUT_PROXY,
      http: proxy,
      noProxy: noProxy.replace('PORT', `${port}`),
    });
    const { status } = await network.send({ ...request, origin: `http://[::1]:${port}` });
    expect(status).toBe(200);
    await network.close();
    server.close();
  });
});
