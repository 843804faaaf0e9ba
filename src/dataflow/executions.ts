import type { CallOptions } from './call.ts';
import type { DataFlowClient } from './client.ts';
import { acceptedAtMs, finalStatus, isDocumented } from './execution-facts.ts';
import type { Execution } from './model.ts';
import { wholeList } from './pagination.ts';

/**
 * All executions of a job, in whatever order the service lists them.
 * @throws DataFlowError, or the signal's reason
 */
export function allExecutions(
  client: DataFlowClient,
  jobId: string,
  options?: CallOptions,
): Promise<Execution[]> {
  return wholeList(
    (page) => client.getJobExecutions(jobId, page, options),
    ({ jobExecutionId }) => jobExecutionId,
  );
}

/**
 * Those that are under way, the newest first. One of a status that is not documented counts as long as it has no end.
 */
export function activeExecutions(executions: readonly Execution[]): Execution[] {
  return executions
    .filter((execution) => finalStatus(execution) === undefined)
    .filter(({ status, endDate }) => isDocumented(status) || endDate === undefined)
    .sort((a, b) => (acceptedAtMs(b) ?? 0) - (acceptedAtMs(a) ?? 0));
}

/** Their ids, as they are named to people. */
export function idsOf(executions: readonly Execution[]): string[] {
  return executions.map(({ jobExecutionId }) => jobExecutionId);
}
