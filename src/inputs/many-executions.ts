import { type ConnectionConfig, readConnection } from './connection.ts';
import type { InputReader } from './reader.ts';
import { type ReportingConfig, readReporting } from './reporting.ts';
import { type RetryConfig, readRetries } from './retries.ts';

const LEAVE_OR_CANCEL = ['leave', 'cancel'] as const;
const ON_FAILURE = ['stop', 'continue'] as const;

/** What backfill and run-jobs have in common. */
export interface ManyExecutionsConfig extends ConnectionConfig, ReportingConfig, RetryConfig {
  /** How many executions at a time, from 1 to 50. */
  readonly maxParallel: number;
  readonly onFailure: (typeof ON_FAILURE)[number];
  /** The step is cancelled: what it started is cancelled or left. */
  readonly onCancel: (typeof LEAVE_OR_CANCEL)[number];
  /** waitTimeout has passed: what still runs is left or cancelled. */
  readonly onTimeout: (typeof LEAVE_OR_CANCEL)[number];
  /** For all of it; no limit when undefined. */
  readonly waitTimeoutMs: number | undefined;
  readonly dryRun: boolean;
}

/** The inputs that backfill/action.yml and run-jobs/action.yml share; `maxParallel` has a default in each. */
export function readManyExecutions(
  reader: InputReader,
  whenAbsent: { readonly maxParallel: number },
): ManyExecutionsConfig {
  return {
    ...readConnection(reader),
    ...readReporting(reader),
    ...readRetries(reader),
    maxParallel: reader.integer('maxParallel', { minimum: 1, maximum: 50 }, whenAbsent.maxParallel),
    onFailure: reader.choice('onFailure', ON_FAILURE, 'stop'),
    onCancel: reader.choice('onCancel', LEAVE_OR_CANCEL, 'cancel'),
    onTimeout: reader.choice('onTimeout', LEAVE_OR_CANCEL, 'leave'),
    waitTimeoutMs: reader.durationMs('waitTimeout', 1),
    dryRun: reader.yesNo('dryRun', false),
  };
}
