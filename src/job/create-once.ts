import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import { LOOK_FOR_MS } from '../dataflow/search.ts';
import { untilSettled } from '../http/retry.ts';
import type { JsonObject } from '../text/json.ts';
import { abortedLater } from '../time/aborted-later.ts';
import type { JobContext } from './context.ts';
import { findLostJob, type LostCreate } from './lost-create.ts';
import { JobFailure } from './outcome.ts';

/** What to create, and what is known before. */
export interface CreateOptions {
  readonly name: string;
  /** The body of createJob, with the name in it. */
  readonly definition: JsonObject;
  /** Jobs of that name listed before; undefined when the service does not list jobs. */
  readonly baseline: readonly Job[] | undefined;
}

/** How often a createJob without an answer is sent at the most. */
const MOST_SENDS = 3;
/** How long a list that cannot be read is asked for. */
const SEARCH_BUDGET_MS = 120_000;
/** A cancelled step waits this long for the answer to a createJob under way, and then looks this long for the job. */
const ANSWER_AFTER_CANCEL_MS = 1_200;
const SEARCH_AFTER_CANCEL_MS = 1_000;

/**
 * Creates exactly one job. createJob has no idempotency key: it is sent again only when it is proven that the one
 * before was not processed (the service refused it for now, it never left this machine, or no job of it was listed
 * for LOOK_FOR_MS). When that cannot be told, nothing more is sent.
 * @throws DataFlowError for a refusal: no job was created; JobFailure when what became of it cannot be told; the
 * reason of `cancelled`
 */
export async function createOnce(context: JobContext, options: CreateOptions): Promise<Job> {
  const { client, emit, cancelled } = context;
  const lost = asLostCreate(options);
  for (let sends = 1; ; sends += 1) {
    emit({ kind: 'creating' });
    const answer = await sendUntilTaken(context, options, lost);
    if (!(answer instanceof DataFlowError)) return answer;
    if (sends === 1 && !answer.mayHaveBeenProcessed) throw answer;
    if (!options.baseline) throw createLost(options, answer);
    emit({ kind: 'create-unanswered', error: answer });
    const found = await search(context, lost, answer);
    if (found) return client.getJob(found.jobId, { signal: cancelled }).catch(() => found);
    if (sends === MOST_SENDS || answer.refused) throw createLost(options, answer);
    emit({ kind: 'create-not-processed', lookedForMs: LOOK_FOR_MS });
  }
}

function asLostCreate({ name, baseline = [] }: CreateOptions): LostCreate {
  return {
    name,
    baselineIds: baseline.map(({ jobId }) => jobId),
  };
}

/** @returns the job, a refusal, or an error that leaves open whether createJob was processed */
async function sendUntilTaken(
  context: JobContext,
  { definition, baseline }: CreateOptions,
  lost: LostCreate,
): Promise<Job | DataFlowError> {
  const { client, clock, random, emit, cancelled } = context;
  let isUnderWay = false;
  const send = async () => {
    cancelled.throwIfAborted();
    isUnderWay = true;
    return client.createJob(definition, { signal: abortedLater(cancelled, ANSWER_AFTER_CANCEL_MS) });
  };
  const retrying = untilSettled(() => orError(send()), {
    clock,
    random,
    signal: cancelled,
    retryAfterMs: (outcome) =>
      outcome instanceof DataFlowError && outcome.retryable && !outcome.mayHaveBeenProcessed
        ? (outcome.facts.retryAfterMs ?? 0)
        : undefined,
    onRetry: (error, pauseMs) => {
      isUnderWay = false;
      if (error instanceof DataFlowError) emit({ kind: 'create-again', error, pauseMs });
    },
  });
  try {
    return await retrying;
  } catch (error) {
    const found = isUnderWay && baseline ? await searchAfterCancel(context, lost) : undefined;
    if (!found) throw error;
    return found;
  }
}

/** The job of a createJob without an answer; undefined when there is proof that there is none. */
async function search(context: JobContext, lost: LostCreate, error: DataFlowError): Promise<Job | undefined> {
  const deadlineMs = context.clock.elapsedMs() + SEARCH_BUDGET_MS;
  const result = await findLostJob(context, lost, { deadlineMs, signal: context.cancelled });
  if (result.kind === 'none') return undefined;
  if (result.kind === 'unclear') throw createLost(lost, result.error ?? error);
  const [job, ...others] = result.found;
  if (job && others.length === 0) return job;
  throw createLost(lost, error, result.found);
}

/** The step has seconds left: whoever sent createJob has to say what became of it. */
async function searchAfterCancel(context: JobContext, lost: LostCreate): Promise<Job | undefined> {
  const deadlineMs = context.clock.elapsedMs() + SEARCH_AFTER_CANCEL_MS;
  const result = await findLostJob(context, lost, { deadlineMs, hurry: true });
  const [job, ...others] = result.kind === 'found' ? result.found : [];
  return others.length === 0 ? job : undefined;
}

function createLost(
  { name }: { readonly name: string },
  error: DataFlowError,
  candidates: readonly Job[] = [],
): JobFailure {
  return new JobFailure({
    why: 'create-lost',
    name,
    error,
    candidates: candidates.map(({ jobId }) => jobId),
  });
}
