import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowClient } from '../dataflow/client.ts';
import { acceptedAtMs, finalStatus } from '../dataflow/execution-facts.ts';
import { allExecutions, FEWEST_OF_A_PAGE, isNewestFirst } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';

/** What was listed before a start: an execution that is in it, or older, cannot come from that start. */
export interface Baseline {
  readonly ids: readonly string[];
  /** Executions dated at or before this are older than those in `ids`. Milliseconds since 1970. */
  readonly olderMs?: number | undefined;
}

/** How many ids are kept. The state for the post step has to stay small, however long the history is. */
const MOST_IDS = 100;

/**
 * All that is needed of the past. When the first page is in order, the newest first, or can only be all there is,
 * nothing more is read; else the whole list (contradiction 7: the order is not documented).
 * @throws DataFlowError, or the signal's reason
 */
export async function readPast(
  client: DataFlowClient,
  jobId: string,
  firstPage: readonly Execution[],
  call: CallOptions,
): Promise<readonly Execution[]> {
  return isEnough(firstPage) ? firstPage : allExecutions(client, jobId, call);
}

/** Whether a first page shows the newest executions: it is in order, or it can only be all there is. */
export function isEnough(firstPage: readonly Execution[]): boolean {
  return firstPage.length < FEWEST_OF_A_PAGE || isNewestFirst(firstPage);
}

/**
 * The baseline that past executions make.
 * @param known ids that are not new whatever the list says: the executions that this step started before
 */
export function baselineOf(past: readonly Execution[], known: readonly string[] = []): Baseline {
  const dated = past
    .map((execution) => ({ id: execution.jobExecutionId, ms: acceptedAtMs(execution) }))
    .filter((entry): entry is { id: string; ms: number } => entry.ms !== undefined)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, MOST_IDS);
  const undated = past.filter((execution) => acceptedAtMs(execution) === undefined).slice(0, MOST_IDS);
  const newestMs = dated[0]?.ms ?? 0;
  const oldestMs = dated.at(-1)?.ms ?? 0;
  const hasOlder = dated.length >= FEWEST_OF_A_PAGE && newestMs > oldestMs;
  const ids = [
    ...dated.map(({ id }) => id),
    ...undated.map(({ jobExecutionId }) => jobExecutionId),
    ...known,
  ];
  return { ids: [...new Set(ids)], olderMs: hasOlder ? oldestMs : undefined };
}

/** Whether an execution was there before: it was listed, or it is older than what was listed. */
export function isInBaseline(execution: Execution, { ids, olderMs }: Baseline): boolean {
  const isOlder =
    (acceptedAtMs(execution) ?? Number.POSITIVE_INFINITY) <= (olderMs ?? Number.NEGATIVE_INFINITY);
  const isDated = execution.startDate !== undefined || finalStatus(execution) !== undefined;
  return (isOlder && isDated) || ids.includes(execution.jobExecutionId);
}
