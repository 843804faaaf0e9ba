import type { DataFlowClient } from '../dataflow/client.ts';
import { acceptedAtMs } from '../dataflow/execution-facts.ts';
import { allExecutions } from '../dataflow/executions.ts';
import type { Job } from '../dataflow/model.ts';
import { serviceDateMs } from '../time/service-date.ts';

/** What the service tells of a job's last execution; what it does not tell is undefined. */
export interface LastExecution {
  /** False: the job was never executed. */
  readonly executed: boolean;
  readonly status: string | undefined;
  /** As the service gave it: ISO 8601 with `+09:00`. */
  readonly date: string | undefined;
  /** Time since then by the service's clock, in milliseconds. */
  readonly ageMs: number | undefined;
}

/** What the last execution has to be like; what is undefined is not asked for. */
export interface Gates {
  readonly requireLastStatus: string | undefined;
  readonly maxAgeMs: number | undefined;
}

/** The gates that a last execution does not pass. */
export type UnmetGate = 'requireLastStatus' | 'maxAge';

/** The last execution of a job does not pass its gates. */
export class GateUnmet extends Error {
  override name = 'GateUnmet';
  readonly unmet: readonly UnmetGate[];
  readonly gates: Gates;

  constructor(unmet: readonly UnmetGate[], gates: Gates) {
    super(unmet.join(', '));
    this.unmet = unmet;
    this.gates = gates;
  }
}

/** A job was read, and what its last execution was. */
export interface LastExecutionEvent {
  readonly kind: 'last-execution';
  readonly job: Job;
  readonly last: LastExecution;
}

/** What reading and gating works with. */
export interface GateContext {
  readonly client: DataFlowClient;
  readonly cancelled: AbortSignal;
  readonly emit: (event: LastExecutionEvent) => void;
}

/** How far lastExecutionDate may lie after the end of the newest execution in the list and still be about it. */
const DATE_TOLERANCE_MS = 60_000;
const LARGEST_CLOCK_DIFFERENCE_MS = 5 * 60_000;

/**
 * Reads a job and its last execution, and holds it against the gates.
 * @throws GateUnmet, DataFlowError, or the reason of `cancelled`
 */
export async function gateOnLastExecution(
  { client, cancelled: signal, emit }: GateContext,
  { jobId, ...gates }: Gates & { readonly jobId: string },
): Promise<void> {
  const job = await client.getJob(jobId, { signal });
  const last = await lastExecution(client, job, signal);
  emit({ kind: 'last-execution', job, last });
  const unmet = unmetGates(last, gates);
  if (unmet.length > 0) throw new GateUnmet(unmet, gates);
}

/** The gates that are not passed. What is not known does not pass. */
export function unmetGates(last: LastExecution, { requireLastStatus, maxAgeMs }: Gates): UnmetGate[] {
  const unmet: UnmetGate[] = [];
  if (requireLastStatus !== undefined && last.status !== requireLastStatus) unmet.push('requireLastStatus');
  if (maxAgeMs !== undefined && !(last.ageMs !== undefined && last.ageMs <= maxAgeMs)) unmet.push('maxAge');
  return unmet;
}

/** lastExecutionStatus is in the table of the getJob page and not in its example: else the list has to tell. */
async function lastExecution(client: DataFlowClient, job: Job, signal: AbortSignal): Promise<LastExecution> {
  const { lastExecutionStatus: status, lastExecutionDate: date } = job;
  const told = status && date ? { executed: true, status, date } : await newestListed(client, job, signal);
  const dateMs = serviceDateMs(told.date);
  const ageMs = dateMs === undefined ? undefined : client.serviceClock.nowMs() - dateMs;
  // A date in the future is no age; a little of that is clocks.
  const isFuture = ageMs !== undefined && ageMs < -LARGEST_CLOCK_DIFFERENCE_MS;
  return { ...told, ageMs: isFuture ? undefined : ageMs && Math.max(ageMs, 0) };
}

/** The newest by its date of acceptance: the order of the list is not documented. */
async function newestListed(
  client: DataFlowClient,
  job: Job,
  signal: AbortSignal,
): Promise<Omit<LastExecution, 'ageMs'>> {
  const { lastExecutionStatus, lastExecutionDate } = job;
  const executions = await allExecutions(client, job.jobId, { signal });
  const [latest] = executions.sort((a, b) => (acceptedAtMs(b) ?? 0) - (acceptedAtMs(a) ?? 0));
  // Of several without dates none is known to be the newest.
  const isKnown = executions.length < 2 || (latest !== undefined && acceptedAtMs(latest) !== undefined);
  const newest = isKnown ? latest : undefined;
  const date = lastExecutionDate ?? newest?.createdDate ?? newest?.startDate;
  const executed = (latest ?? lastExecutionStatus ?? lastExecutionDate) !== undefined;
  // A new execution may not be listed at once: the status of the one before it would be out of date.
  const endMs = serviceDateMs(newest?.endDate ?? newest?.startDate ?? newest?.createdDate);
  const lastMs = serviceDateMs(lastExecutionDate);
  const isBehind = lastMs !== undefined && endMs !== undefined && lastMs > endMs + DATE_TOLERANCE_MS;
  return { executed, status: lastExecutionStatus ?? (isBehind ? undefined : newest?.status), date };
}
