import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowClient } from '../dataflow/client.ts';
import { DataFlowError, NotFoundError, orError, RefusedError } from '../dataflow/errors.ts';
import type { Execution } from '../dataflow/model.ts';
import { acceptedAtMs, finalStatus, isDocumented } from './status.ts';

/** The documented default of `limit`: the fewest requests for a whole list. */
const WHOLE_LIST_PAGE = 1000;
/** An end to a list that never ends. */
const MOST_PAGES = 1000;

/**
 * All executions of a job. Nothing is read from order, `count`, or the echoed page and limit: the list is over
 * when a page brings nothing new.
 * @throws DataFlowError, or the signal's reason
 */
export async function allExecutions(
  client: DataFlowClient,
  jobId: string,
  options?: CallOptions,
): Promise<Execution[]> {
  const found = new Map<string, Execution>();
  let limit = WHOLE_LIST_PAGE;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const before = found.size;
    const entries = await orError(client.getJobExecutions(jobId, { page, limit }, options));
    if (entries instanceof DataFlowError) {
      if (page > 0 && isBeyondTheEnd(entries)) break;
      throw entries;
    }
    for (const execution of entries) found.set(execution.jobExecutionId, execution);
    // The service may allow fewer than were asked for: then that is the size of its pages.
    if (page === 0) limit = Math.max(entries.length, 1);
    // Where pages are counted from 1, the second is the first again.
    const isFirstAgain = page === 1 && entries.length > 0;
    if (found.size === before && !isFirstAgain) break;
  }
  return [...found.values()];
}

/** Some services refuse a page beyond the last one. */
function isBeyondTheEnd(error: DataFlowError): boolean {
  return error instanceof RefusedError || error instanceof NotFoundError;
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
