import type { ExecuteJob } from '../dataflow/client.ts';
import { DataFlowError, orError } from '../dataflow/errors.ts';
import { idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { LOOK_FOR_MS } from '../dataflow/search.ts';
import { MAXIMUM_TRIES, pauseAfter } from '../http/retry.ts';
import { missingFields } from '../job/condition.ts';
import type { JsonObject } from '../text/json.ts';
import { abortedLater } from '../time/aborted-later.ts';
import { baselineOf } from './baseline.ts';
import type { ExecutionContext } from './context.ts';
import type { Ending, LeftAtCancel } from './outcome.ts';
import { findLostStart, type LostStart } from './recognise.ts';

/** What to start, and what is known before. */
export interface StartOptions {
  readonly jobId: string;
  readonly start: ExecuteJob;
  /** The parameters that were given, wherever they stand, and those that the job has saved. */
  readonly parameters: JsonObject;
  readonly savedParameters: JsonObject;
  /** Executions listed before the start. */
  readonly past: readonly Execution[];
  /** When to stop looking for a lost start, on the clock's `elapsedMs`. */
  readonly deadlineMs: number;
}

/** One execution is under way and known, or the reason why none is. */
export type Started =
  | {
      readonly execution: Execution;
      readonly how: 'started' | 'found';
      /** It was found in a hurry: another one may be listed later. */
      readonly guessedFrom?: LostStart;
    }
  | { readonly ending: Ending };

/** How often a start without an answer is sent at the most. */
const MOST_SENDS = 3;
/** A cancelled step waits this long for the answer to a start that is under way, and then looks this long for it. */
const ANSWER_AFTER_CANCEL_MS = 1_200;
const SEARCH_AFTER_CANCEL_MS = 1_000;

/**
 * Starts exactly one execution. A start is sent again only when it is proven that the one before was not
 * processed: the service refused it for now, it never left this machine, or no execution of it was listed for
 * LOOK_FOR_MS. When that cannot be told, nothing more is sent.
 */
export async function startOnce(context: ExecutionContext, options: StartOptions): Promise<Started> {
  const lost = asLostStart(options);
  const progress = { mayBeUnderWay: false };
  try {
    for (let sends = 1; ; sends += 1) {
      context.emit({ kind: 'sending', start: lost });
      const answer = await sendUntilTaken(context, options, progress);
      if (!(answer instanceof DataFlowError)) return { execution: answer, how: 'started' };
      if (sends === 1 && !answer.mayHaveBeenProcessed) return { ending: refusal(answer, options) };
      const found = await search(context, lost, answer, options.deadlineMs);
      if (found) return found;
      if (sends === MOST_SENDS || answer.refused) return lostStart(answer, []);
      progress.mayBeUnderWay = false;
      context.emit({ kind: 'start-not-processed', lookedForMs: LOOK_FOR_MS });
    }
  } catch (error) {
    if (!context.cancelled.aborted) throw error;
    return progress.mayBeUnderWay ? searchAfterCancel(context, lost) : stepCancelled('nothing');
  }
}

function asLostStart({ jobId, start, parameters, savedParameters, past }: StartOptions): LostStart {
  const { jobCondition, triggerId } = start;
  return { jobId, jobCondition, triggerId, parameters, savedParameters, baseline: baselineOf(past) };
}

/**
 * Sends the start, and again as long as the service refuses it for now or cannot be reached.
 * @returns the execution, a refusal, or an error that leaves open whether it was processed
 */
async function sendUntilTaken(
  { client, clock, random, emit, cancelled }: ExecutionContext,
  { jobId, start, deadlineMs }: StartOptions,
  progress: { mayBeUnderWay: boolean },
): Promise<Execution | DataFlowError> {
  for (let failures = 1; ; failures += 1) {
    cancelled.throwIfAborted();
    const mayHaveBeenBefore = progress.mayBeUnderWay;
    progress.mayBeUnderWay = true;
    const answer = await orError(
      client.executeJob(jobId, start, { signal: abortedLater(cancelled, ANSWER_AFTER_CANCEL_MS) }),
    );
    if (!(answer instanceof DataFlowError) || answer.mayHaveBeenProcessed) return answer;
    progress.mayBeUnderWay = mayHaveBeenBefore;
    const pauseMs = pauseAfter(failures, random(), answer.facts.retryAfterMs);
    const isLast = failures >= MAXIMUM_TRIES || clock.elapsedMs() + pauseMs >= deadlineMs;
    if (!answer.retryable || isLast) return answer;
    emit({ kind: 'start-again', error: answer, pauseMs });
    await clock.sleep(pauseMs, cancelled);
  }
}

/** What became of a start without an answer; undefined when there is proof that there is no execution of it. */
async function search(
  context: ExecutionContext,
  lost: LostStart,
  error: DataFlowError,
  deadlineMs: number,
): Promise<Started | undefined> {
  context.emit({ kind: 'start-unanswered', error });
  const signal = context.cancelled;
  const search = await findLostStart(context, lost, { deadlineMs, signal });
  if (search.kind === 'none') return undefined;
  if (search.kind === 'unclear') return lostStart(error, idsOf(search.doubtful), search.error);
  const [execution, ...others] = search.found;
  if (execution && others.length === 0) return { execution, how: 'found' };
  return lostStart(error, idsOf(search.found));
}

/** The step has seconds left: whoever sent the start has to say what became of it. */
async function searchAfterCancel(context: ExecutionContext, lost: LostStart): Promise<Started> {
  const deadlineMs = context.clock.elapsedMs() + SEARCH_AFTER_CANCEL_MS;
  const search = await findLostStart(context, lost, { deadlineMs, hurry: true });
  const [execution, ...others] = search.kind === 'found' ? search.found : [];
  if (!execution || others.length > 0) return stepCancelled('start-unclear');
  return { execution, how: 'found', guessedFrom: lost };
}

function refusal(error: DataFlowError, { start }: StartOptions): Ending {
  return { why: 'refused', error, missing: missingFields(start.jobCondition) };
}

function lostStart(
  error: DataFlowError,
  candidates: readonly string[],
  searchError?: DataFlowError,
): Started {
  return { ending: { why: 'start-lost', error, candidates, searchError } };
}

function stepCancelled(kind: LeftAtCancel): Started {
  return { ending: { why: 'step-cancelled', left: { kind } } };
}
