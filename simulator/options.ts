import type { Edition } from './editions.ts';
import type { Fault } from './faults.ts';
import type { JobSeed } from './job.ts';
import type { PastExecution } from './past-executions.ts';
import type { OperationName } from './routes.ts';
import type { ExecutionPlan } from './timeline.ts';

/** One plan for all executions, or one for each: the first that a request starts is number 1. */
export type Plan = ExecutionPlan | ((startNumber: number) => ExecutionPlan);

/** Settings of the simulated service; every one can be left out. */
export interface SimulatorOptions {
  /** Port of the API. Default 0: a free one. */
  readonly port?: number;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Default '2025'. */
  readonly edition?: Edition;
  /** Whether getJobs, getJobExecution and cancelJobExecution exist. Default true. */
  readonly guideOperations?: boolean;
  /** Order of getJobExecutions, which is not documented (contradiction 7). Default 'newest-first'. */
  readonly order?: 'newest-first' | 'oldest-first' | 'shuffled';
  /** Most entries that a page has, whatever `limit` asks for. Default: no such cap. */
  readonly maximumPageSize?: number;
  /** `count` of a list: of all entries instead of this page (contradiction 6). Default false. */
  readonly countsAll?: boolean;
  /** What executeJob shows for the parameters sent (contradiction 1). Default 'object'. */
  readonly parsedParameters?: 'object' | 'empty-array' | 'null';
  /** Status of an accepted executeJob. Default 200. */
  readonly executeStatus?: number;
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
  /** This machine's clock, in milliseconds since 1970. Default Date.now. */
  readonly now?: () => number;
  /** Operations that the key may not use. */
  readonly denied?: readonly OperationName[];
  readonly faults?: readonly Fault[];
  /** Real milliseconds from the end of an execution until its console log exists. Default 0. */
  readonly consoleLogListedAfterMs?: number;
  readonly objectStorage?: {
    /** The key may not read objects. Default false. */
    readonly denied?: boolean;
    /** Port of the object storage. Default 0: a free one. */
    readonly port?: number;
  };
  /** Takes a line for each request: method, path and the status answered. */
  readonly log?: (line: string) => void;
}

/** Options with the defaults filled in. */
export type Settings = Required<Omit<SimulatorOptions, 'pastExecutions' | 'log'>> &
  Pick<SimulatorOptions, 'pastExecutions' | 'log'>;

/** Fills in the defaults. */
export function settingsOf(options: SimulatorOptions): Settings {
  return {
    port: 0,
    accessKey: 'SIMULATOR-ACCESS-KEY',
    secretKey: 'simulator-secret-key-0000000000000000',
    edition: '2025',
    guideOperations: true,
    order: 'newest-first',
    maximumPageSize: Number.POSITIVE_INFINITY,
    countsAll: false,
    parsedParameters: 'object',
    executeStatus: 200,
    jobs: [{}],
    history: 0,
    plan: {},
    speed: 1,
    listedAfterMs: 0,
    clockOffsetMs: 0,
    now: Date.now,
    denied: [],
    faults: [],
    consoleLogListedAfterMs: 0,
    objectStorage: {},
    ...options,
  };
}
