import type { ClientEvent } from '../dataflow/call.ts';
import { DataFlowClient } from '../dataflow/client.ts';
import { Network } from '../dataflow/http.ts';
import type { ConnectionConfig } from '../inputs/connection.ts';
import { systemClock } from '../time/clock.ts';
import { VERSION } from '../version.ts';

/** A client on the real network; `close` frees its sockets, so that the process can end at once. */
export function connect(
  { keys, apiOrigin, requestTimeoutMs }: ConnectionConfig,
  tell: (event: ClientEvent) => void,
): { client: DataFlowClient; close: () => Promise<void> } {
  const network = new Network();
  const client = new DataFlowClient({
    origin: apiOrigin,
    keys,
    requestTimeoutMs,
    userAgent: `data-flow-action/${VERSION}`,
    send: network.send,
    clock: systemClock,
    random: Math.random,
    tell,
  });
  return { client, close: () => network.close() };
}
