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

/** An execution in a state that is not documented counts as active for so long after its acceptance. */
const UNKNOWN_STATE_ACTIVE_MS = 24 * 60 * 60_000;

/** Large enough that an order of its entries by date is no accident, and a few kilobytes. */
const NEWEST_PAGE = 20;
/** A list of fewer entries is taken as the whole one: no service has pages that small. */
export const FEWEST_OF_A_PAGE = 10;

/**
 * The newest executions of a job, by one request when the first page is in order (the newest first), else all of
 * them: the order of the list is not documented (contradiction 7).
 * @returns `isWhole`: the job has no others
 * @throws DataFlowError, or the signal's reason
 */
export async function newestExecutions(
  client: DataFlowClient,
  jobId: string,
  options?: CallOptions,
): Promise<{ readonly executions: readonly Execution[]; readonly isWhole: boolean }> {
  const firstPage = await client.getJobExecutions(jobId, { page: 0, limit: NEWEST_PAGE }, options);
  if (firstPage.length < FEWEST_OF_A_PAGE) return { executions: firstPage, isWhole: true };
  if (isNewestFirst(firstPage)) return { executions: firstPage, isWhole: false };
  return { executions: await allExecutions(client, jobId, options), isWhole: true };
}

/** Whether the dates of acceptance fall from the first entry to the last one. */
export function isNewestFirst(executions: readonly Execution[]): boolean {
  const dates = executions.map((execution) => acceptedAtMs(execution) ?? Number.NaN);
  const isFalling = dates.every((ms, index) => index === 0 || ms <= (dates[index - 1] ?? Number.NaN));
  return isFalling && (dates[0] ?? 0) > (dates.at(-1) ?? 0);
}

/**
 * Those that are READY or RUNNING, the newest first. One in a state that is not documented counts for a day, as long
 * as it has no end: a very old one is forgotten rather than waited for.
 * @param nowMs the service's time, milliseconds since 1970
 */
export function activeExecutions(executions: readonly Execution[], nowMs: number): Execution[] {
  return executions
    .filter((execution) => isActive(execution, nowMs))
    .sort((a, b) => (acceptedAtMs(b) ?? 0) - (acceptedAtMs(a) ?? 0));
}

function isActive(execution: Execution, nowMs: number): boolean {
  if (finalStatus(execution) !== undefined) return false;
  if (isDocumented(execution.status)) return true;
  const acceptedMs = acceptedAtMs(execution);
  const isRecent = acceptedMs === undefined || nowMs - acceptedMs < UNKNOWN_STATE_ACTIVE_MS;
  return execution.endDate === undefined && isRecent;
}

/** Their ids, as they are named to people. */
export function idsOf(executions: readonly Execution[]): string[] {
  return executions.map(({ jobExecutionId }) => jobExecutionId);
}
