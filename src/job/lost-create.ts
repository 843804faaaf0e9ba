import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JobContext } from './context.ts';
import { exists, jobsNamed } from './find-jobs.ts';

/** A createJob whose answer may be lost: all that is needed to know its job again. */
export interface LostCreate {
  readonly name: string;
  /** Jobs of that name that were there before. */
  readonly baselineIds: readonly string[];
  /** When it was first sent, by the service's clock: milliseconds since 1970, at most a second early. */
  readonly sentAtMs: number;
}

/** What a search for the job of a lost createJob brought. */
export type JobSearch =
  /** One or more that could be it. */
  | { readonly kind: 'found'; readonly jobs: readonly Job[] }
  /** It was looked for long enough: there is none. */
  | { readonly kind: 'none' }
  /** The list could not be read, or time ran out: nothing is known. */
  | { readonly kind: 'unclear'; readonly error: DataFlowError | undefined };

/** How far the clock that dates jobs may lag behind the one that dates answers, in milliseconds. */
const CLOCK_TOLERANCE_MS = 5_000;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
/** Refusals in a row before they are taken as the service's last word. */
const CONFIRMATIONS = 3;
const SHORTEST_LOOK_MS = 500;

/**
 * Looks for the job of a createJob without an answer, until it is listed, or has not been for `lookForMs`. A list
 * that cannot be read proves nothing: then it looks on until `deadlineMs` (on the clock's `elapsedMs`).
 * @throws the signal's reason when aborted
 */
export async function findLostJob(
  { client, clock }: JobContext,
  lost: LostCreate,
  limits: { lookForMs: number; deadlineMs: number; signal?: AbortSignal | undefined },
): Promise<JobSearch> {
  const { deadlineMs, signal } = limits;
  const noneAfterMs = clock.elapsedMs() + limits.lookForMs;
  let refusals = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.6, LONGEST_PAUSE_MS)) {
    const isLongEnough = clock.elapsedMs() >= noneAfterMs;
    const untilMs = Math.max(deadlineMs, clock.elapsedMs() + SHORTEST_LOOK_MS);
    const seen = await orError(jobsNamed(client, lost.name, { once: true, untilMs, signal }));
    const error = seen instanceof DataFlowError ? seen : undefined;
    const jobs = seen instanceof DataFlowError ? [] : seen.filter((job) => mayBeFrom(job, lost));
    if (jobs.length > 0) return { kind: 'found', jobs };
    if (!error && isLongEnough) return { kind: 'none' };
    refusals = error?.refused ? refusals + 1 : 0;
    const leftMs = deadlineMs - clock.elapsedMs();
    if (refusals >= CONFIRMATIONS || leftMs <= 0) return { kind: 'unclear', error };
    await clock.sleep(Math.min(pauseMs, leftMs), signal);
  }
}

/** Whether a job of the name is new since createJob was sent. */
function mayBeFrom(job: Job, { baselineIds, sentAtMs }: LostCreate): boolean {
  const createdDate = job.raw['createdDate'];
  const createdMs = typeof createdDate === 'string' ? Date.parse(createdDate) : Number.NaN;
  const isOlder = createdMs < sentAtMs - CLOCK_TOLERANCE_MS;
  return exists(job) && !baselineIds.includes(job.jobId) && !isOlder;
}
