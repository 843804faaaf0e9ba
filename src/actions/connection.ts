import type { ClientEvent } from '../dataflow/call.ts';
import { DataFlowClient } from '../dataflow/client.ts';
import { Network, type Send } from '../http/network.ts';
import type { ConnectionConfig } from '../inputs/connection.ts';
import { systemClock } from '../time/clock.ts';
import { VERSION } from '../version.ts';

/** How this action names itself to services. */
export const USER_AGENT = `data-flow-action/${VERSION}`;

/** A client on the real network. */
export interface Connection {
  readonly client: DataFlowClient;
  readonly send: Send;
  /** Frees the sockets, so that the process can end at once. */
  readonly close: () => Promise<void>;
}

/** @param emit takes in what the client does */
export function connect(
  { keys, apiOrigin, requestTimeoutMs, proxies }: ConnectionConfig,
  emit: (event: ClientEvent) => void,
): Connection {
  const network = new Network(proxies);
  const client = new DataFlowClient({
    origin: apiOrigin,
    keys,
    requestTimeoutMs,
    userAgent: USER_AGENT,
    send: network.send,
    clock: systemClock,
    random: Math.random,
    emit,
  });
  return { client, send: network.send, close: () => network.close() };
}
