import { DataFlowError, orError, retryAfter } from '../dataflow/errors.ts';
import { acceptedAtMs } from '../dataflow/execution-facts.ts';
import { idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import type { Candidate } from '../dataflow/search.ts';
import { untilSettled } from '../http/retry.ts';
import type { ExecutionContext } from './context.ts';
import type { Followed } from './outcome.ts';
import { listCandidates, type SentStart } from './recognise.ts';

/** A start with more than one request, or with a lost response: what else may come from it. */
export interface Doubt {
  readonly sent: SentStart;
  /**
   * How long another request of the start may still be processed, in milliseconds: then every other new execution may
   * come from it. 0: the start was sent once, and only an execution equal to it counts.
   */
  readonly openMs: number;
  /** What this step started itself, before and since. It may grow. */
  readonly siblings: readonly string[];
}

/** When the list is read again. Times are on the clock's `elapsedMs`. */
export interface RecheckOptions {
  /** When the start was known. */
  readonly sinceMs: number;
  /** When to stop reading. One read is made in any case, and after a resend not before `openMs` has passed. */
  readonly deadlineMs: number;
}

/** An execution of an earlier request is accepted so long after the one of the resend at the latest. */
const LATE_PROCESSING_MS = 5 * 60_000;
/** A read may take so long beyond the deadline. */
const LAST_READ_MS = 2_000;

/**
 * Reads the list again before any success, after a resend only when the other request cannot be processed any more:
 * then what it made is listed. Another execution that this start may have made is named; nobody can know which of the
 * two is wanted.
 * Only a list that shows our own execution counts.
 * @returns undefined when there is no other
 * @throws the reason of `cancelled`
 */
export async function startedTwice(
  { client, clock, random, cancelled: signal }: ExecutionContext,
  doubt: Doubt,
  ours: Pick<Execution, 'jobExecutionId'> & Partial<Execution>,
  { sinceMs, deadlineMs }: RecheckOptions,
): Promise<Followed | undefined> {
  if (doubt.openMs > 0) await clock.sleep(Math.max(sinceMs + doubt.openMs - clock.elapsedMs(), 0), signal);
  const read = async () => {
    const untilMs = Math.max(deadlineMs, clock.elapsedMs() + LAST_READ_MS);
    const listed = await orError(listCandidates(client, doubt.sent, { once: true, signal, untilMs }));
    return listed instanceof DataFlowError || isListed(ours, listed) ? listed : notShown(ours);
  };
  const listed = await untilSettled(read, {
    clock,
    random,
    signal,
    untilMs: deadlineMs,
    retryAfterMs: retryAfter,
  });
  if (listed instanceof DataFlowError) return { kind: 'poll-failed', error: listed };
  const others = othersIn(listed, ours, doubt);
  return others.length > 0 ? { kind: 'started-twice', others: idsOf(others) } : undefined;
}

/** All but our own and its siblings that this start may have made. */
export function othersIn(
  listed: readonly Candidate<Execution>[],
  ours: Pick<Execution, 'jobExecutionId'> & Partial<Execution>,
  { openMs, siblings }: Omit<Doubt, 'sent'>,
): Execution[] {
  const shown = listed.find(({ entry }) => entry.jobExecutionId === ours.jobExecutionId)?.entry ?? ours;
  const latestMs = (acceptedAtMs(shown) ?? Number.POSITIVE_INFINITY) + LATE_PROCESSING_MS;
  return listed
    .filter(({ isEqual }) => openMs > 0 || isEqual)
    .map(({ entry }) => entry)
    .filter(({ jobExecutionId: id }) => id !== ours.jobExecutionId && !siblings.includes(id))
    .filter((entry) => (acceptedAtMs(entry) ?? 0) <= latestMs);
}

type Ours = Pick<Execution, 'jobExecutionId'>;

function isListed({ jobExecutionId }: Ours, listed: readonly Candidate<Execution>[]): boolean {
  return listed.some(({ entry }) => entry.jobExecutionId === jobExecutionId);
}

function notShown({ jobExecutionId }: Ours): DataFlowError {
  return new DataFlowError('unreadable-response', {
    operation: 'getJobExecutions',
    serviceMessage: `the list does not show execution ${jobExecutionId}`,
  });
}
