/** An http proxy of Node's own: tunnels by CONNECT, and plain http passed on. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Identity } from './authority.ts';

export interface ProxyOptions {
  /** Where a host really is, on 127.0.0.1: `dataflow.apigw.ntruss.com:443` -> port. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** `user:password`, without percent-encoding; without it everybody may pass. */
  readonly login?: string;
  /** What a CONNECT to any other host gets; default: 502. */
  readonly unknown?: number;
  /** The first CONNECTs get this instead of a tunnel. */
  readonly refuse?: { readonly status: number; readonly times?: number };
  /** The proxy itself speaks TLS, and prefers HTTP/2 when it is offered. */
  readonly tls?: Identity;
}

export interface ConnectProxy extends AsyncDisposable {
  readonly port: number;
  /** Hosts with port, in the order of the CONNECTs; addresses of plain http. Refused ones too. */
  readonly asked: readonly string[];
}

export async function startConnectProxy(options: ProxyOptions = {}): Promise<ConnectProxy> {
  const { hosts = {}, unknown = 502, login, refuse, tls } = options;
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const isAllowed = ({ headers }: IncomingMessage) =>
    login === undefined ||
    headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`;
  const forward = (incoming: IncomingMessage, response: ServerResponse) => {
    asked.push(incoming.url ?? '');
    if (!isAllowed(incoming)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('<h1>Who are you?</h1>');
      return;
    }
    const { method = '', headers } = incoming;
    const outgoing = request(incoming.url ?? '', { method, headers, agent: false }, (received) => {
      response.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  };
  const server = tls
    ? createTlsServer({ ...tls, ALPNProtocols: ['h2', 'http/1.1'] }, forward)
    : createServer(forward);
  server.on('connect', (incoming: IncomingMessage, client: Duplex) => {
    const host = incoming.url ?? '';
    asked.push(host);
    client.on('error', () => undefined);
    const refused = refuse && asked.length <= (refuse.times ?? Number.POSITIVE_INFINITY);
    const status = isAllowed(incoming) ? (refused ? refuse.status : 200) : 407;
    const port = hosts[host];
    if (status !== 200 || port === undefined) {
      const location = status === 301 || status === 302 ? 'location: http://login.example.com/\r\n' : '';
      client.end(
        `HTTP/1.1 ${status === 200 ? unknown : status} No\r\n${location}content-length: 5\r\n\r\nNo!\r\n`,
      );
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    [Symbol.asyncDispose]: async () => {
      const end = once(server, 'close');
      server.close();
      // closeAllConnections() leaves tunnels open.
      for (const socket of sockets) socket.destroy();
      await end;
    },
  };
}
