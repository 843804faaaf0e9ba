import type { ClientEvent } from '../dataflow/call.ts';
import { DataFlowClient } from '../dataflow/client.ts';
import type { Keys } from '../dataflow/signature.ts';
import { Network, type Send } from '../http/network.ts';
import type { ConnectionConfig } from '../inputs/connection.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { VERSION } from '../version.ts';

/** The services as they are reached from this machine, and what every request needs. */
export interface Connection {
  readonly client: DataFlowClient;
  readonly send: Send;
  readonly keys: Keys;
  /** How this action names itself to services. */
  readonly userAgent: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The time of the service in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Frees the sockets, so that the process can end at once. */
  readonly close: () => Promise<void>;
}

/** @param emit receives what the client does */
export function connect(
  { keys, apiOrigin, requestTimeoutMs, proxies }: ConnectionConfig,
  emit: (event: ClientEvent) => void,
): Connection {
  const network = new Network(proxies);
  const shared = {
    send: network.send,
    keys,
    userAgent: `data-flow-action/${VERSION}`,
    clock: systemClock,
    random: Math.random,
  };
  const client = new DataFlowClient({ ...shared, origin: apiOrigin, requestTimeoutMs, emit });
  return { ...shared, client, nowMs: () => client.serviceClock.nowMs(), close: () => network.close() };
}
