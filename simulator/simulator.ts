import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiServer, type RecordedRequest } from './api-server.ts';
import { type Execution, executionAt } from './execution.ts';
import { type Fault, faultQueue } from './faults.ts';
import type { Job } from './job.ts';
import { objectStorageServer, type RecordedObjectRequest } from './object-storage.ts';
import type { Plan, SimulatorOptions } from './options.ts';
import type { JsonObject } from './response.ts';
import type { OperationName } from './routes.ts';
import { createService, jobWithId, planFor, type Service, startExecution } from './service.ts';
import type { ExecutionPlan } from './timeline.ts';

export type { RecordedRequest } from './api-server.ts';
export type { Edition } from './editions.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Job, JobSeed } from './job.ts';
export type { RecordedObjectRequest } from './object-storage.ts';
export type { Plan, SimulatorOptions } from './options.ts';
export type { PastExecution } from './past-executions.ts';
export type { OperationName } from './routes.ts';
export type { ExecutionPlan, FinalStatus, StatusChange } from './timeline.ts';

/** An execution as seen from outside, with its status at the moment of looking. */
export interface ExecutionView
  extends Pick<
    Execution,
    | 'jobExecutionId'
    | 'jobId'
    | 'parameters'
    | 'jobCondition'
    | 'triggerId'
    | 'workflowId'
    | 'acceptedAtMs'
    | 'startedBy'
  > {
  readonly status: string;
  readonly consoleLogPath: string | undefined;
}

/** What somebody else's execution can have. */
export interface ForeignStart {
  readonly parameters?: JsonObject;
  /** Default: the job's saved settings. */
  readonly jobCondition?: JsonObject;
  readonly triggerId?: string;
  /** Default: the plan of the simulator; one that is a function is asked for number 0. */
  readonly plan?: ExecutionPlan;
}

/** A running simulator. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:port`, without a path. */
  readonly url: string;
  readonly objectStorageUrl: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly requests: readonly RecordedRequest[];
  readonly objectRequests: readonly RecordedObjectRequest[];
  /** All executions in the order of their acceptance, also those that are not listed yet. */
  readonly executions: readonly ExecutionView[];
  readonly jobs: readonly Job[];
  job(jobId: string): Job | undefined;
  requestCount(operation: OperationName | 'unknown'): number;
  /** Starts an execution as if somebody else had. */
  startForeign(jobId: string, start?: ForeignStart): ExecutionView;
  addFault(fault: Fault): void;
  /** Holds for executions that start from now on. */
  setPlan(plan: Plan): void;
  /** Closes both servers with all their connections. */
  close(): Promise<void>;
}

/** Starts a Data Flow service and its Object Storage on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const service = createService(options);
  const { settings } = service;
  const faults = faultQueue(settings.faults);
  const closing = new AbortController();
  const requests: RecordedRequest[] = [];
  const objectRequests: RecordedObjectRequest[] = [];
  const api = apiServer({ service, faults, requests, closed: closing.signal });
  const objectStorage = objectStorageServer(service, objectRequests);
  const url = await listening(api, settings.port);
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all([closed(api), closed(objectStorage)]);
  };
  const objectStorageUrl = await listening(objectStorage, settings.objectStorage.port ?? 0).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  return {
    url,
    objectStorageUrl,
    accessKey: settings.accessKey,
    secretKey: settings.secretKey,
    requests,
    objectRequests,
    get executions() {
      return service.executions.map((execution) => viewOf(execution, service.nowMs()));
    },
    get jobs() {
      return [...service.jobs.values()];
    },
    job: (jobId) => service.jobs.get(jobId),
    requestCount: (operation) => requests.filter((each) => each.operation === operation).length,
    startForeign: (jobId, start) => viewOf(foreignExecution(service, jobId, start), service.nowMs()),
    addFault: (fault) => faults.add(fault),
    setPlan(plan) {
      service.plan = plan;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function foreignExecution(service: Service, jobId: string, start: ForeignStart = {}): Execution {
  const job = jobWithId(service, jobId);
  return startExecution(service, job, {
    jobCondition: start.jobCondition ?? { ...job.runCondition },
    parameters: start.parameters,
    triggerId: start.triggerId,
    workflowId: undefined,
    startedBy: 'foreign',
    plan: start.plan ?? planFor(service, 0),
  });
}

function viewOf(execution: Execution, nowMs: number): ExecutionView {
  const { jobExecutionId, jobId, parameters, jobCondition, triggerId, workflowId } = execution;
  const { acceptedAtMs, startedBy } = execution;
  const { status, consoleLogPath } = executionAt(execution, nowMs);
  const identity = { jobExecutionId, jobId, triggerId, workflowId, acceptedAtMs, startedBy };
  return { ...identity, parameters, jobCondition, status, consoleLogPath };
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
