/** A service in front of the simulator that passes everything on and keeps the responses. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One request that was passed on, with its response. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Bytes of head and body of the response. */
  readonly bytes: number;
  readonly body: string;
}

export interface CountingProxy extends AsyncDisposable {
  readonly url: string;
  /** In the order of the responses. */
  readonly exchanges: readonly Exchange[];
}

/** @param target where the simulator listens; it sees the headers as they were signed */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, response) => {
    passOn(target, incoming, response).then(
      (exchange) => exchanges.push(exchange),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function passOn(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<Exchange> {
  const { method = '', url: path = '', headers } = incoming;
  const outgoing = request(`${target}${path}`, { method, headers });
  outgoing.end(await buffer(incoming));
  const [received]: IncomingMessage[] = await once(outgoing, 'response');
  if (!received) throw new Error(`${target} gave no response`);
  const body = await buffer(received);
  response.writeHead(received.statusCode ?? 502, received.rawHeaders).end(body);
  const headBytes = received.rawHeaders.reduce((bytes, text) => bytes + text.length + 2, 0);
  return { method, path, bytes: headBytes + body.length, body: body.toString('utf8') };
}
