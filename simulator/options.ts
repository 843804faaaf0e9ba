import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Edition } from './editions.ts';
import type { Execution } from './execution.ts';
import type { Fault } from './faults.ts';
import type { JobSeed } from './job.ts';
import type { ObjectFault } from './object-faults.ts';
import type { PastExecution } from './past-executions.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { JsonObject } from './response.ts';
import type { OperationName } from './routes.ts';
import type { ExecutionPlan } from './timeline.ts';

/** One plan for all executions, or one for each: the first that a request starts is number 1. */
export type Plan = ExecutionPlan | ((startNumber: number) => ExecutionPlan);

/** Settings of the simulated Object Storage. */
export interface ObjectStorageOptions {
  /** The key may not use Object Storage: 403. Default false. */
  readonly denied?: boolean;
  /** Port of the Object Storage. Default 0: a free one. */
  readonly port?: number;
  /** Objects that exist from the start, by `bucket/key`. */
  readonly objects?: Readonly<Record<string, string | Uint8Array>>;
  readonly faults?: readonly ObjectFault[];
}

/** Settings of the simulated service; every one can be left out. */
export interface SimulatorOptions {
  /** Port of the API. Default 0: a free one. */
  readonly port?: number;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Default '2025'. */
  readonly edition?: Edition;
  /** Operations that do not exist: the gateway responds 404. `optionalOperations`: those that not every edition has. */
  readonly absent?: readonly OperationName[];
  /** Order of getJobExecutions, which is not documented (contradiction 7). Default 'newest-first'. */
  readonly order?: 'newest-first' | 'oldest-first' | 'shuffled';
  /** Most entries that a page has, whatever `limit` asks for. Default: no such cap. */
  readonly maximumPageSize?: number;
  /** `count` of a list: of all entries instead of this page (contradiction 6). Default false. */
  readonly countsAll?: boolean;
  /** What executeJob shows for the parameters sent (contradiction 1). Default 'object'. */
  readonly parsedParameters?: 'object' | 'empty-array' | 'null';
  /**
   * What the service makes of an entry before it shows it, in executeJob, getJobExecution and the list.
   * shown-otherwise.ts has some. Default: nothing.
   */
  readonly shows?: (entry: JsonObject, startedBy: Execution['startedBy']) => JsonObject;
  /** Status of an accepted executeJob. Default 200. */
  readonly executeStatus?: number;
  /**
   * What becomes of an execution over maxConcurrentRuns, which is not documented: refused with 400 bad-state,
   * or kept READY until a place is free. Only the 2026 edition has maxConcurrentRuns. Default 'refuse'.
   */
  readonly overLimit?: 'refuse' | 'keep-ready';
  /** Whether the updateJob of 2026 takes nodes, which is not documented; ignored otherwise. Default true. */
  readonly updateTakesNodes?: boolean;
  /** What is left out of a job is as in the documented getJob example. Default: just that job. */
  readonly jobs?: readonly JobSeed[];
  /** How many past executions the first job has, one a day backwards. Default 0. */
  readonly history?: number;
  /** Past executions of the first job one by one, instead of `history`. */
  readonly pastExecutions?: readonly PastExecution[];
  /** What becomes of executions. Default: 2 s READY, 10 s RUNNING, COMPLETED. */
  readonly plan?: Plan;
  /** Service milliseconds that pass for an execution in each real millisecond. Default 1. */
  readonly speed?: number;
  /** Real milliseconds until a new execution can be listed and read. Default 0. */
  readonly listedAfterMs?: number;
  /** The service's clock minus this machine's. Default 0. */
  readonly clockOffsetMs?: number;
  /** The clock that dates executions minus the service's clock. Default 0. */
  readonly datesAheadMs?: number;
  /** This machine's clock, in milliseconds since 1970. Default Date.now. */
  readonly now?: () => number;
  /** Waits; rejects when the signal is aborted. Default: a timer. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  /** New ids follow from this text; with it, two services make the same ones. Default: random. */
  readonly idSeed?: string;
  /** Headers that every API response has besides, such as a wrong `date`, by the service's clock. */
  readonly responseHeaders?: (nowMs: number) => Readonly<Record<string, string>>;
  /** Operations that the key may not use. */
  readonly denied?: readonly OperationName[];
  readonly faults?: readonly Fault[];
  /** Real milliseconds from the end of an execution until its console log exists. Default 0. */
  readonly consoleLogListedAfterMs?: number;
  readonly objectStorage?: ObjectStorageOptions;
  /** Called with each API request before it is processed: the moment to start somebody else's execution. */
  readonly onRequest?: (request: RecordedRequest) => void;
  /** Takes a line for each request: method, path and the status of the response. */
  readonly log?: (line: string) => void;
}

type Optional = 'pastExecutions' | 'onRequest' | 'log';

/** Options with the defaults filled in. */
export type Settings = Required<Omit<SimulatorOptions, Optional>> & Pick<SimulatorOptions, Optional>;

/** Fills in the defaults. */
export function settingsOf(options: SimulatorOptions): Settings {
  return {
    port: 0,
    accessKey: 'SIMULATOR-ACCESS-KEY',
    secretKey: 'simulator-secret-key-0000000000000000',
    edition: '2025',
    absent: [],
    order: 'newest-first',
    maximumPageSize: Number.POSITIVE_INFINITY,
    countsAll: false,
    parsedParameters: 'object',
    shows: (entry) => entry,
    executeStatus: 200,
    overLimit: 'refuse',
    updateTakesNodes: true,
    jobs: [{}],
    history: 0,
    plan: {},
    speed: 1,
    listedAfterMs: 0,
    clockOffsetMs: 0,
    datesAheadMs: 0,
    now: Date.now,
    sleep: (ms, signal) => delay(ms, undefined, signal && { signal }),
    idSeed: randomUUID(),
    responseHeaders: () => ({}),
    denied: [],
    faults: [],
    consoleLogListedAfterMs: 0,
    objectStorage: {},
    ...options,
  };
}
