import type { LeaveOrCancel } from '../execution/follow.ts';
import { type ConnectionConfig, readConnection, readOrigin } from './connection.ts';
import type { InputReader } from './reader.ts';

const CONSOLE_LOG_WHEN = ['failure', 'always', 'never'] as const;
/** The values of onCancel and onTimeout: what becomes of an execution that is not final. */
export const LEAVE_OR_CANCEL: readonly LeaveOrCancel[] = ['leave', 'cancel'];
/** How often a FAILED execution may be started again, for error messages too. */
export const RETRIES = { minimum: 0, maximum: 10 } as const;

const DEFAULT_RETRY_DELAY_MS = 30_000;
const OBJECT_STORAGE = { origin: 'https://kr.object.ncloudstorage.com', region: 'kr-standard' } as const;

/** What all actions that start executions have in common. */
export interface ExecutionInputs extends ConnectionConfig {
  /** When the end of the console log is shown. */
  readonly consoleLog: (typeof CONSOLE_LOG_WHEN)[number];
  /** How many of its last lines, from 1 to 10000. */
  readonly consoleLogLines: number;
  /** Where console logs and markers are read. */
  readonly objectStorage: { readonly origin: string; readonly region: string };
  readonly summary: boolean;
  /** How often a FAILED execution is started again, from 0 to 10. */
  readonly retries: number;
  /** The pause before each retry. */
  readonly retryDelayMs: number;
  /** For all of it, counted from the start of the step; undefined when it is not given. */
  readonly waitTimeoutMs: number | undefined;
  /** What becomes of an execution that is not final when waitTimeout is over. */
  readonly onTimeout: LeaveOrCancel;
  readonly dryRun: boolean;
}

/** The inputs that action.yml, backfill/action.yml and run-jobs/action.yml share, with the same defaults. */
export function readExecutionInputs(reader: InputReader): ExecutionInputs {
  return {
    ...readConnection(reader),
    consoleLog: reader.choice('consoleLog', CONSOLE_LOG_WHEN, 'failure'),
    consoleLogLines: reader.integer('consoleLogLines', { minimum: 1, maximum: 10_000 }, 100),
    objectStorage: {
      origin: readOrigin(reader, 'objectStorageUrl', OBJECT_STORAGE.origin),
      region: reader.text('objectStorageRegion') ?? OBJECT_STORAGE.region,
    },
    summary: reader.yesNo('summary', true),
    retries: reader.integer('retries', RETRIES, 0),
    retryDelayMs: reader.durationMs('retryDelay', 0) ?? DEFAULT_RETRY_DELAY_MS,
    waitTimeoutMs: reader.durationMs('waitTimeout', 1),
    onTimeout: reader.choice('onTimeout', LEAVE_OR_CANCEL, 'leave'),
    dryRun: reader.yesNo('dryRun', false),
  };
}
