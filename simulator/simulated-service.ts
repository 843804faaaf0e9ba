import { type ApiWorld, apiDelivery } from './api.ts';
import { type BrokenConnection, received, type ServiceRequest, type ServiceResponse } from './door.ts';
import type { Execution } from './execution.ts';
import { type ExecutionView, executionView } from './execution-view.ts';
import { faultQueue } from './fault-queue.ts';
import type { Fault, FaultyRequest } from './faults.ts';
import type { Job } from './job.ts';
import type { FaultyObjectRequest, ObjectFault } from './object-faults.ts';
import { type ObjectWorld, objectDelivery, type RecordedObjectRequest } from './object-storage.ts';
import type { Plan, SimulatorOptions } from './options.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { JsonObject } from './response.ts';
import type { OperationName } from './routes.ts';
import { createService, jobWithId, planFor, type Service, startExecution } from './service.ts';
import type { ExecutionPlan } from './timeline.ts';

/** What somebody else's execution can have. */
export interface ForeignStart {
  readonly parameters?: JsonObject;
  /** Default: the job's saved settings. */
  readonly jobCondition?: JsonObject;
  readonly triggerId?: string;
  /** Default: the plan of the simulator; one that is a function is asked for number 0. */
  readonly plan?: ExecutionPlan;
}

/** A Data Flow service with its Object Storage in this process, without sockets. */
export interface SimulatedService {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly requests: readonly RecordedRequest[];
  readonly objectRequests: readonly RecordedObjectRequest[];
  /** All executions in the order of their acceptance, also those that are not listed yet. */
  readonly executions: readonly ExecutionView[];
  readonly jobs: readonly Job[];
  /**
   * The API's response to a request, or how the connection broke. Waits with the `sleep` of the options only.
   * @throws the reason of the request's signal when that is aborted
   */
  handle(request: ServiceRequest): Promise<ServiceResponse | BrokenConnection>;
  /** The same for Object Storage. */
  handleObject(request: ServiceRequest): Promise<ServiceResponse | BrokenConnection>;
  job(jobId: string): Job | undefined;
  requestCount(operation: OperationName | 'unknown'): number;
  /** Starts an execution as if somebody else had. */
  startForeign(jobId: string, start?: ForeignStart): ExecutionView;
  addFault(fault: Fault): void;
  addObjectFault(fault: ObjectFault): void;
  /** Puts an object, without a request. */
  putObject(path: string, content: string | Uint8Array): void;
  /** The content of an object that was put; undefined when there is none. */
  object(path: string): Buffer | undefined;
  /** Holds for executions that start from now on. */
  setPlan(plan: Plan): void;
}

/** A simulated service, and what the servers in front of it need. */
export interface SimulatedWorld extends ApiWorld, ObjectWorld {
  readonly simulated: SimulatedService;
}

/** Makes a Data Flow service with its Object Storage that lives in this process. */
export function createSimulatedService(options: SimulatorOptions = {}): SimulatedService {
  return createWorld(options, new AbortController().signal).simulated;
}

/** The same with its insides; `closed` ends all that still waits. */
export function createWorld(options: SimulatorOptions, closed: AbortSignal): SimulatedWorld {
  const service = createService(options);
  const { settings } = service;
  const world = {
    service,
    settings,
    faults: faultQueue<FaultyRequest, Fault>(settings.faults),
    objectFaults: faultQueue<FaultyObjectRequest, ObjectFault>(settings.objectStorage.faults ?? []),
    requests: [],
    objectRequests: [],
    closed,
  };
  return { ...world, simulated: simulatedService(world) };
}

function simulatedService(world: ApiWorld & ObjectWorld): SimulatedService {
  const { service, settings, faults, objectFaults, requests, objectRequests } = world;
  const viewed = (execution: Execution): ExecutionView => executionView(execution, service.nowMs());
  return {
    accessKey: settings.accessKey,
    secretKey: settings.secretKey,
    requests,
    objectRequests,
    get executions() {
      service.catchUp();
      return service.executions.map(viewed);
    },
    get jobs() {
      return [...service.jobs.values()];
    },
    handle: async (request) => received(world, request, await apiDelivery(world, request)),
    handleObject: async (request) => received(world, request, await objectDelivery(world, request)),
    job: (jobId) => service.jobs.get(jobId),
    requestCount: (operation) => requests.filter((each) => each.operation === operation).length,
    startForeign: (jobId, start) => viewed(foreignExecution(service, jobId, start)),
    addFault: (fault) => faults.add(fault),
    addObjectFault: (fault) => objectFaults.add(fault),
    putObject: (path, content) => service.objects.put(path, content, service.nowMs()),
    object: (path) => service.objects.get(path)?.content,
    setPlan(plan) {
      service.plan = plan;
    },
  };
}

function foreignExecution(service: Service, jobId: string, start: ForeignStart = {}): Execution {
  service.catchUp();
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
