import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiDelivery } from './api.ts';
import { doorServer } from './door-server.ts';
import { objectDelivery } from './object-storage.ts';
import type { SimulatorOptions } from './options.ts';
import { createWorld, type SimulatedService } from './simulated-service.ts';

export type { BrokenConnection, ServiceRequest, ServiceResponse } from './door.ts';
export type { Edition } from './editions.ts';
export type { ExecutionView } from './execution-view.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Job, JobSeed } from './job.ts';
export type { ObjectFault, ObjectFaultKind } from './object-faults.ts';
export type { RecordedObjectRequest } from './object-storage.ts';
export type { Plan, SimulatorOptions } from './options.ts';
export type { PastExecution } from './past-executions.ts';
export type { RecordedRequest } from './recorded-request.ts';
export { fieldErrorsBody } from './refusal-body.ts';
export { type OperationName, optionalOperations } from './routes.ts';
export { createSimulatedService, type ForeignStart, type SimulatedService } from './simulated-service.ts';
export type { ExecutionPlan, FinalStatus, StatusChange } from './timeline.ts';

/** A running simulator: the service behind two HTTP servers. */
export interface Simulator extends SimulatedService, AsyncDisposable {
  /** `http://127.0.0.1:port`, without a path. */
  readonly url: string;
  readonly objectStorageUrl: string;
  /** Closes both servers with all their connections. */
  close(): Promise<void>;
}

/** Starts a Data Flow service and its Object Storage on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const closing = new AbortController();
  const world = createWorld(options, closing.signal);
  const { settings, service, simulated } = world;
  const api = doorServer((request) => apiDelivery(world, request), closing.signal, settings.log);
  const objectStorage = doorServer((request) => objectDelivery(world, request), closing.signal, settings.log);
  const close = async (): Promise<void> => {
    closing.abort();
    service.late.clear();
    await Promise.all([closed(api), closed(objectStorage)]);
  };
  const url = await listening(api, settings.port);
  const objectStorageUrl = await listening(objectStorage, settings.objectStorage.port ?? 0).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  return Object.assign(simulated, { url, objectStorageUrl, close, [Symbol.asyncDispose]: close });
}

async function listening(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
