import type { DataFlowClient } from '../dataflow/client.ts';
import { acceptedAtMs, finalStatus } from '../dataflow/execution-facts.ts';
import { allExecutions, newestExecutions } from '../dataflow/executions.ts';
import type { Execution, Job } from '../dataflow/model.ts';
import { serviceDateMs } from '../time/service-date.ts';

/** The last execution of a job; what the service does not give is undefined. */
export interface LastExecution {
  /** False: the service shows no execution of the job. */
  readonly executed: boolean;
  /** Undefined: it is not listed, or which of those listed is the last is not known. */
  readonly id: string | undefined;
  readonly status: string | undefined;
  /** As the service gave it: ISO 8601 with `+09:00`. */
  readonly date: string | undefined;
  /** Time since then by the service's clock, in milliseconds, 0 or more; undefined when the date is no past time. */
  readonly ageMs: number | undefined;
}

/** The execution that COMPLETED last, by its end. */
export interface LastCompleted {
  readonly id: string;
  /** endDate as the service gave it. */
  readonly date: string | undefined;
  /** Time since its end by the service's clock, in milliseconds, 0 or more. */
  readonly ageMs: number | undefined;
}

/** What get-job reports about a job's executions. */
export interface JobExecutions {
  readonly last: LastExecution;
  /** Undefined: none is listed. */
  readonly completed: LastCompleted | undefined;
}

/** What is required of the executions; undefined: nothing. */
export interface Gates {
  readonly requireLastStatus: string | undefined;
  /** The longest age of the last execution, whatever its status. */
  readonly maxAgeMs: number | undefined;
  /** An execution COMPLETED within this time, whatever was started since. */
  readonly completedWithinMs: number | undefined;
}

/** A gate, by the name of its input. */
export type UnmetGate = 'requireLastStatus' | 'maxAge' | 'requireCompletedWithin';

/** How far lastExecutionDate may lie after the end of the newest execution in the list and still be about it. */
const DATE_TOLERANCE_MS = 60_000;
/** Requests with a clock that differs by more are refused (https://api.ncloud-docs.com/docs/en/analytics-dataflow). */
const LARGEST_CLOCK_DIFFERENCE_MS = 5 * 60_000;
/** Before the service existed: an earlier date, such as that of 1970, is no date of an execution. */
const EARLIEST_MS = Date.parse('2020-01-01T00:00:00Z');

/** The gates that are not passed. What is not known does not pass. */
export function unmetGates({ last, completed }: JobExecutions, gates: Gates): UnmetGate[] {
  const { requireLastStatus, maxAgeMs, completedWithinMs } = gates;
  const unmet: UnmetGate[] = [];
  if (requireLastStatus !== undefined && last.status !== requireLastStatus) unmet.push('requireLastStatus');
  if (maxAgeMs !== undefined && !isWithin(last.ageMs, maxAgeMs)) unmet.push('maxAge');
  if (completedWithinMs !== undefined && !isWithin(completed?.ageMs, completedWithinMs))
    unmet.push('requireCompletedWithin');
  return unmet;
}

function isWithin(ageMs: number | undefined, longestMs: number): boolean {
  return ageMs !== undefined && ageMs <= longestMs;
}

/**
 * The executions of a job that get-job is about. One page is enough when it is in order, the newest first, and holds
 * one that completed (within `completedWithinMs`, where that is given); otherwise the whole list is read.
 * @throws DataFlowError, or the signal's reason
 */
export async function readExecutions(
  client: DataFlowClient,
  job: Job,
  { completedWithinMs }: Gates,
  signal: AbortSignal,
): Promise<JobExecutions> {
  const factsOf = (executions: readonly Execution[]): JobExecutions => {
    const nowMs = client.serviceClock.nowMs();
    return { last: lastOf(job, executions, nowMs), completed: completedOf(executions, nowMs) };
  };
  const newest = await newestExecutions(client, job.jobId, { signal });
  const facts = factsOf(newest.executions);
  const isEnough = isWithin(facts.completed?.ageMs, completedWithinMs ?? Number.POSITIVE_INFINITY);
  if (isEnough || newest.isWhole) return facts;
  return factsOf(await allExecutions(client, job.jobId, { signal }));
}

/**
 * The API documentation of getJob has lastExecutionStatus in its table and not in its example: where it is missing, the
 * list decides. The newest is found by its date of acceptance, since the order of the list is not documented
 * (contradiction 7).
 * https://api.ncloud-docs.com/docs/en/analytics-dataflow-getjob
 */
function lastOf(job: Job, executions: readonly Execution[], nowMs: number): LastExecution {
  const { lastExecutionStatus, lastExecutionDate } = job;
  const [latest] = executions.toSorted((a, b) => (acceptedAtMs(b) ?? 0) - (acceptedAtMs(a) ?? 0));
  const newest =
    isKnownToBeNewest(latest, executions) && !isBehind(latest, lastExecutionDate) ? latest : undefined;
  const date = lastExecutionDate ?? newest?.createdDate ?? newest?.startDate;
  return {
    executed: (latest ?? lastExecutionStatus ?? lastExecutionDate) !== undefined,
    id: newest?.jobExecutionId,
    status: lastExecutionStatus ?? newest?.status,
    date,
    ageMs: ageMs(date, nowMs),
  };
}

/** Of several without dates none is known to be the newest. */
function isKnownToBeNewest(latest: Execution | undefined, executions: readonly Execution[]): boolean {
  return executions.length < 2 || (latest !== undefined && acceptedAtMs(latest) !== undefined);
}

/** A new execution may not be listed at once (contradiction 7): then the newest that is listed is the one before it. */
function isBehind(newest: Execution | undefined, lastExecutionDate: string | undefined): boolean {
  const endMs = serviceDateMs(newest?.endDate ?? newest?.startDate ?? newest?.createdDate);
  const lastMs = serviceDateMs(lastExecutionDate);
  return lastMs !== undefined && endMs !== undefined && lastMs > endMs + DATE_TOLERANCE_MS;
}

function completedOf(executions: readonly Execution[], nowMs: number): LastCompleted | undefined {
  const endMs = (execution: Execution) => serviceDateMs(execution.endDate) ?? acceptedAtMs(execution) ?? 0;
  const [latest] = executions
    .filter((execution) => finalStatus(execution) === 'COMPLETED')
    .sort((a, b) => endMs(b) - endMs(a));
  if (!latest) return undefined;
  return { id: latest.jobExecutionId, date: latest.endDate, ageMs: ageMs(latest.endDate, nowMs) };
}

/** A date in the future has no age; a small difference comes from the clocks. */
function ageMs(date: string | undefined, nowMs: number): number | undefined {
  const dateMs = serviceDateMs(date);
  if (dateMs === undefined || dateMs < EARLIEST_MS || dateMs > nowMs + LARGEST_CLOCK_DIFFERENCE_MS)
    return undefined;
  return Math.max(nowMs - dateMs, 0);
}
