import type { RunOptions } from '../../src/execution/run.ts';

/** The inputs of a run with their defaults. */
export function runOptions(given: Partial<RunOptions> = {}): RunOptions {
  return {
    jobId: 'job1',
    jobCondition: {},
    parameters: undefined,
    triggerId: undefined,
    workflowId: undefined,
    jobExecutionId: undefined,
    ifRunning: 'start',
    wait: true,
    waitTimeoutMs: undefined,
    pollIntervalMs: undefined,
    onCancel: undefined,
    onTimeout: 'leave',
    dryRun: false,
    retries: 0,
    retryDelayMs: 30_000,
    ...given,
  };
}
