import { untilSettled } from '../http/retry.ts';
import { abortedLater } from '../time/aborted-later.ts';
import type { Context } from './context.ts';
import { DataFlowError, orError, retryAfter } from './errors.ts';
import { CONFIRMED_AFTER_MS, LONG_WINDOW_MS, type SearchOptions, search, WINDOW_MS } from './search.ts';

/** What happens while a request is sent that may take effect only once. */
export type SendEvent =
  /** It was refused for now or never left: it was not processed, and is sent again. */
  | { readonly kind: 'send-again'; readonly error: DataFlowError; readonly pauseMs: number }
  /** It is ambiguous whether it was processed: the list is searched. */
  | { readonly kind: 'ambiguous'; readonly error: DataFlowError }
  /** Nothing new was listed: it was not processed, and is sent once more. */
  | { readonly kind: 'resend'; readonly searchedMs: number }
  /** The list could not be read. */
  | { readonly kind: 'poll-failed'; readonly error: DataFlowError };

/** A request that makes something, and may take effect only once. */
export interface OnceOptions<T> extends Omit<SearchOptions<T>, 'windowMs' | 'signal'> {
  /** The API's name of the operation. */
  readonly operation: string;
  /** Sends it, once. */
  readonly send: (signal: AbortSignal) => Promise<T>;
  /** Whether an entry was listed before: a response that names one of these proves nothing. */
  readonly wasListedBefore: (entry: T) => boolean;
  /**
   * Called before each request with true, and with false as soon as a response proves that nothing was made.
   * `isResent`: a request before had no response, and may still be processed.
   */
  readonly onOpen?: ((isOpen: boolean, isResent: boolean) => void) | undefined;
}

/** What became of it. */
export type SentOnce<T> =
  /** `openMs`: how long another request of it may still be processed; 0 when only one was sent. */
  | {
      readonly kind: 'made';
      readonly entry: T;
      readonly how: 'response' | 'search';
      readonly openMs: number;
    }
  /** Refused: nothing was made. */
  | { readonly kind: 'refused'; readonly error: DataFlowError }
  /** Something may have been made; `candidates` may be it. Nothing more was sent. */
  | {
      readonly kind: 'unclear';
      readonly error: DataFlowError;
      readonly candidates: readonly T[];
      readonly searchError: DataFlowError | undefined;
    }
  /** The step was cancelled; `isOpen`: while it was not known whether something was made. */
  | { readonly kind: 'cancelled'; readonly isOpen: boolean };

/** How often a request without a response is sent at the most. */
const MOST_SENDS = 3;
/** A cancelled step waits this long for the response to a request under way. */
const RESPONSE_AFTER_CANCEL_MS = 1_200;

/**
 * Sends a request that is not idempotent (executeJob, createJob), so that it takes effect exactly once.
 *
 * It is sent again only with proof that the request before was not processed: it was refused for now (429), it never
 * left this machine, or nothing new was listed for 12 s (60 s where the service may go on with it). Without that
 * proof nothing more is sent.
 * @throws only for a defect
 */
export async function sendOnce<T>(
  context: Context<SendEvent>,
  options: OnceOptions<T>,
): Promise<SentOnce<T>> {
  const state = { isOpen: false, isAmbiguous: false };
  try {
    for (let sends = 1; ; sends += 1) {
      const response = await sendUntilAccepted(context, options, state);
      const error = response instanceof DataFlowError ? response : listedBefore(response, options);
      if (!error)
        return { kind: 'made', entry: response as T, how: 'response', openMs: sends > 1 ? WINDOW_MS : 0 };
      if (sends === 1 && !error.mayHaveBeenProcessed) return await refusal(context, options, error);
      state.isAmbiguous = true;
      const found = await searchAfter(context, options, error, sends);
      if (found !== 'none') return found;
      if (sends === MOST_SENDS || error.refused)
        return { kind: 'unclear', error, candidates: [], searchError: undefined };
    }
  } catch (error) {
    if (!context.cancelled.aborted) throw error;
    return { kind: 'cancelled', isOpen: state.isOpen };
  }
}

interface SendState {
  isOpen: boolean;
  /** One request had no response: a later one that was not processed does not change what that one may make. */
  isAmbiguous: boolean;
}

function setOpen<T>({ onOpen }: OnceOptions<T>, state: SendState, isOpen: boolean): void {
  state.isOpen = isOpen;
  onOpen?.(isOpen, state.isAmbiguous);
}

/** Sends until the outcome is more than "refused for now" or "never left": a response, a refusal, or ambiguous. */
function sendUntilAccepted<T>(
  context: Context<SendEvent>,
  options: OnceOptions<T>,
  state: SendState,
): Promise<T | DataFlowError> {
  const { clock, random, emit, cancelled } = context;
  const attempt = async (): Promise<T | DataFlowError> => {
    cancelled.throwIfAborted();
    setOpen(options, state, true);
    const response = await orError(options.send(abortedLater(cancelled, RESPONSE_AFTER_CANCEL_MS)));
    if (isProofOfNothing(response) && !state.isAmbiguous) setOpen(options, state, false);
    return response;
  };
  return untilSettled(attempt, {
    clock,
    random,
    signal: cancelled,
    untilMs: options.deadlineMs,
    retryAfterMs: (response) => (isProofOfNothing(response) ? retryAfter(response) : undefined),
    onRetry: (error, pauseMs) => {
      if (error instanceof DataFlowError) emit({ kind: 'send-again', error, pauseMs });
    },
  });
}

/** Whether a response proves that its request was not processed. */
function isProofOfNothing(response: unknown): boolean {
  return response instanceof DataFlowError && !response.mayHaveBeenProcessed;
}

function listedBefore<T>(
  response: T,
  { operation, wasListedBefore, idOf }: OnceOptions<T>,
): DataFlowError | undefined {
  if (!wasListedBefore(response)) return undefined;
  return new DataFlowError('unreadable-response', {
    operation,
    serviceMessage: `it names ${idOf(response)}, which was listed before`,
  });
}

/**
 * A refusal. A proxy that sends a request twice brings back the refusal of the second one: so the list is read once,
 * and something new in it makes the refusal ambiguous. Where the first one can be the reason of the refusal, the list
 * is read 6 s later, since it can be stale for 5 s, and has to be readable.
 */
async function refusal<T>(
  { clock, cancelled: signal }: Context<SendEvent>,
  { listNew }: OnceOptions<T>,
  error: DataFlowError,
): Promise<SentOnce<T>> {
  const { status, code } = error.facts;
  if (status === undefined || status === 429) return { kind: 'refused', error };
  const isAboutState = code === 'bad-state' || status === 409;
  if (isAboutState) await clock.sleep(CONFIRMED_AFTER_MS, signal);
  const untilMs = clock.elapsedMs() + LIST_AFTER_REFUSAL_MS;
  const listed = await orError(listNew({ once: !isAboutState, signal, untilMs }));
  const searchError = listed instanceof DataFlowError && isAboutState ? listed : undefined;
  const candidates = listed instanceof DataFlowError ? [] : listed.map(({ entry }) => entry);
  if (candidates.length === 0 && !searchError) return { kind: 'refused', error };
  return { kind: 'unclear', error, candidates, searchError };
}

/** How long reading the list after a refusal may take. */
const LIST_AFTER_REFUSAL_MS = 10_000;

async function searchAfter<T>(
  context: Context<SendEvent>,
  options: OnceOptions<T>,
  error: DataFlowError,
  sends: number,
): Promise<SentOnce<T> | 'none'> {
  const { clock, emit, cancelled: signal } = context;
  emit({ kind: 'ambiguous', error });
  const beganMs = clock.elapsedMs();
  const windowMs = error.mayStillBeProcessed ? LONG_WINDOW_MS : WINDOW_MS;
  const result = await search(context, { ...options, windowMs, signal });
  switch (result.kind) {
    case 'confirmed': {
      // The entry may come from the request before: then this one can be processed until the end of its window, and be
      // listed as much later as a list may be stale.
      const openMs = sends > 1 ? windowMs + CONFIRMED_AFTER_MS : 0;
      return { kind: 'made', entry: result.entry, how: 'search', openMs };
    }
    case 'none':
      if (sends < MOST_SENDS && !error.refused)
        emit({ kind: 'resend', searchedMs: clock.elapsedMs() - beganMs });
      return 'none';
    case 'unclear':
      return { kind: 'unclear', error, candidates: result.candidates, searchError: result.error };
  }
}
