import type { ClientEvent } from '../dataflow/call.ts';
import { DataFlowClient } from '../dataflow/client.ts';
import { Network, type Send } from '../http/network.ts';
import type { ConnectionConfig } from '../inputs/connection.ts';
import { InputError } from '../inputs/reader.ts';
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

/** @param tell takes in what the client does */
export function connect(
  { keys, apiOrigin, requestTimeoutMs }: ConnectionConfig,
  emit: (event: ClientEvent) => void,
): Connection {
  const network = openNetwork();
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

/** @throws InputError when a proxy variable of the environment holds no address of a proxy */
function openNetwork(): Network {
  try {
    return new Network();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError([
      `HTTPS_PROXY or HTTP_PROXY in the environment is not the address of a proxy: ${why}.`,
    ]);
  }
}
