import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpResponse } from './fault-responses.ts';
import type { Fault } from './faults.ts';

/** Waits; false when the simulator is closed meanwhile. */
export async function waited(delayMs: number, closed: AbortSignal): Promise<boolean> {
  return delay(delayMs, true, { signal: closed }).catch(() => false);
}

/** Resets the connection. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Sends the answer whole, cut off or byte by byte. */
export async function transmit(
  response: ServerResponse,
  answer: HttpResponse,
  fault: Fault | undefined,
  closed: AbortSignal,
): Promise<void> {
  const body = Buffer.from(answer.body);
  const missingBytes = fault?.kind === 'truncated' ? 100 : 0;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': String(body.length + missingBytes),
  });
  if (fault?.kind === 'truncated') {
    response.write(body, () => response.socket?.end());
    return;
  }
  if (fault?.kind === 'trickle' && !(await trickled(response, body, fault.delayMs, closed))) return;
  response.end(fault?.kind === 'trickle' ? undefined : body);
}

/** Writes one byte after each delay; false when nobody listens any more. */
async function trickled(
  response: ServerResponse,
  body: Buffer,
  delayMs: number,
  closed: AbortSignal,
): Promise<boolean> {
  response.flushHeaders();
  for (const byte of body) {
    if (!(await waited(delayMs, closed)) || response.destroyed) return false;
    response.write(Buffer.of(byte));
  }
  return true;
}
