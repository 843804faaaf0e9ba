import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type Delivery, isBroken, type ServiceRequest, type ServiceResponse } from './door.ts';

/** Handles the requests of an HTTP server. */
export type Door = (request: ServiceRequest) => Promise<Delivery>;

/** An HTTP server: passes requests to a door, and does with the socket what the delivery says. */
export function doorServer(
  door: Door,
  closed: AbortSignal,
  log: ((line: string) => void) | undefined,
): Server {
  return createServer((incoming, outgoing) => {
    const { method = '', url = '' } = incoming;
    const gone = new AbortController();
    let status: number | undefined;
    outgoing.once('close', () => {
      gone.abort();
      log?.(`${method} ${url} → ${status ?? 'no response'}`);
    });
    passed(door, incoming, gone.signal)
      .then((delivery) => {
        if (outgoing.destroyed) return;
        if ('status' in delivery) status = delivery.status;
        return delivered(outgoing, delivery, closed);
      })
      .catch((error: unknown) => broken(outgoing, error));
  });
}

/** The client closed the connection, or a function in the options threw: its error is printed. */
function broken(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.destroyed || outgoing.headersSent) {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
}

async function passed(door: Door, incoming: IncomingMessage, signal: AbortSignal): Promise<Delivery> {
  const { method = '', url: path = '', headers } = incoming;
  return door({ method, path, headers, body: await buffer(incoming), signal });
}

async function delivered(outgoing: ServerResponse, delivery: Delivery, closed: AbortSignal): Promise<void> {
  if (!isBroken(delivery)) return transmitted(outgoing, delivery, closed);
  const { broken, response } = delivery;
  if (broken === 'hang') return;
  if (broken !== 'cut' || !response) {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  writeHead(outgoing, response, 100);
  outgoing.write(response.body, () => outgoing.socket?.end());
}

function writeHead(outgoing: ServerResponse, { status, headers, body }: ServiceResponse, missing = 0): void {
  outgoing.writeHead(status, { 'content-length': String(body.length + missing), ...headers });
}

async function transmitted(
  outgoing: ServerResponse,
  { byteDelayMs, ...response }: Extract<Delivery, ServiceResponse>,
  closed: AbortSignal,
): Promise<void> {
  writeHead(outgoing, response);
  if (byteDelayMs === undefined) {
    outgoing.end(response.body);
    return;
  }
  outgoing.flushHeaders();
  for (const byte of response.body) {
    const isOpen = await delay(byteDelayMs, true, { signal: closed }).catch(() => false);
    if (!isOpen || outgoing.destroyed) return;
    outgoing.write(Buffer.of(byte));
  }
  outgoing.end();
}
