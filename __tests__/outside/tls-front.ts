/** A TLS server that passes every request on to a server of plain http. */
import { once } from 'node:events';
import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

const COMPRESS = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  'deflate without header': deflateRawSync,
} as const;

export interface FrontOptions extends ServerOptions {
  /** Where it listens; default: 127.0.0.1. */
  readonly host?: string;
  /** Compresses each response, whatever the request accepts. */
  readonly compress?: keyof typeof COMPRESS;
  /** Closes the connection instead of responding to a second request on it. */
  readonly closesAtSecondRequest?: boolean;
  /** Sends a 100 Continue that nobody asked for before it responds to a POST. */
  readonly continues?: boolean;
}

/** One request as it arrived. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** TLSv1.2 or TLSv1.3. */
  readonly protocol: string | null;
  /** From 1: the connection on which it arrived. */
  readonly connection: number;
}

export interface TlsFront extends AsyncDisposable {
  readonly port: number;
  readonly arrivals: readonly Arrival[];
}

/** @param target such as `http://127.0.0.1:8321` */
export async function startTlsFront(target: string, options: FrontOptions): Promise<TlsFront> {
  const { host = '127.0.0.1', ...rest } = options;
  const arrivals: Arrival[] = [];
  const connections: unknown[] = [];
  const server = createServer(rest, (incoming, response) => {
    const socket = incoming.socket as TLSSocket;
    const isSecond = connections.includes(socket);
    if (!isSecond) connections.push(socket);
    arrivals.push({
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      protocol: socket.getProtocol(),
      connection: connections.indexOf(socket) + 1,
    });
    if (isSecond && options.closesAtSecondRequest) {
      socket.destroy();
      return;
    }
    passOn(target, incoming, response, options).catch(() => socket.destroy());
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    arrivals,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

async function passOn(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  { compress, continues }: FrontOptions,
): Promise<void> {
  const { method = '', url = '', headers } = incoming;
  const outgoing = request(`${target}${url}`, { method, headers, agent: false });
  outgoing.end(await buffer(incoming));
  const [received]: IncomingMessage[] = await once(outgoing, 'response');
  if (!received) throw new Error(`no response from ${target}`);
  const body = await buffer(received);
  const { 'transfer-encoding': _, 'content-length': __, connection: ___, ...kept } = received.headers;
  if (continues && method === 'POST') response.writeContinue();
  if (compress) {
    const encoding = compress.split(' ')[0] ?? '';
    response.writeHead(received.statusCode ?? 502, { ...kept, 'content-encoding': encoding });
    response.end(COMPRESS[compress](body));
  } else {
    response.writeHead(received.statusCode ?? 502, { ...kept, 'content-length': body.length }).end(body);
  }
}

/** Closes a server with all its connections. */
export async function closed(server: Server): Promise<void> {
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
