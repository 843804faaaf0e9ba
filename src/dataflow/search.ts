import type { CallOptions } from './call.ts';
import type { Context } from './context.ts';
import { DataFlowError, orError } from './errors.ts';

/** Something new in a list: it may come from our own request. */
export interface Candidate<T> {
  readonly entry: T;
  /** Whether everything that it shows is equal to what was sent. Only such a candidate can be confirmed. */
  readonly isEqual: boolean;
}

/** What a search for the work of a request without a response brought. */
export type Search<T> =
  /** The only new one for CONFIRMED_AFTER_MS, and equal in everything it shows: it is ours. */
  | { readonly kind: 'confirmed'; readonly entry: T }
  /** Nothing new was listed for the whole window: the request was not processed. */
  | { readonly kind: 'none' }
  /** The list could not be read, time ran out, or nobody can know which of the candidates is ours. */
  | {
      readonly kind: 'unclear';
      readonly candidates: readonly T[];
      readonly error: DataFlowError | undefined;
    };

/** How to search. Times are on the clock's `elapsedMs`. */
export interface SearchOptions<T> {
  /** Reads the list once: everything in it that was not listed before the request. */
  readonly listNew: (call: CallOptions) => Promise<readonly Candidate<T>[]>;
  readonly idOf: (entry: T) => string;
  /** How long nothing new may be listed before that proves that nothing was made, in milliseconds. */
  readonly windowMs: number;
  /** When to stop. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Longer than a new entry is expected to need until it is listed (5 s were measured): the window of a search. */
export const WINDOW_MS = 12_000;
/** The window where the service may go on with the request: after 504, 408 and a response that did not come in time. */
export const LONG_WINDOW_MS = 60_000;
/** A candidate has to be the only one for so long: the list may show another one up to 5 s later. */
export const CONFIRMED_AFTER_MS = 6_000;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
/** A longer Retry-After is cut to this. */
const LONGEST_RETRY_AFTER_MS = 120_000;
const SHORTEST_READ_MS = 500;
/** So many refusals in a row are final. */
const CONFIRMATIONS = 3;

/**
 * Searches a list for the work of a request whose response was lost.
 *
 * Every new entry is a candidate, and stays one, even when a later list does not show it. One candidate alone is
 * confirmed when it is equal in everything it shows and has been listed as the only one for 6 s. Nothing else is ever
 * confirmed, since no difference that the service shows proves that an entry is somebody else's.
 * @throws the signal's reason when it is aborted
 */
export async function search<T>(
  { clock, emit }: Pick<Context<{ kind: 'poll-failed'; error: DataFlowError }>, 'clock' | 'emit'>,
  options: SearchOptions<T>,
): Promise<Search<T>> {
  const { windowMs, deadlineMs, signal } = options;
  const beganMs = clock.elapsedMs();
  const seen = new SeenCandidates<T>(options.idOf);
  let refusals = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.6, LONGEST_PAUSE_MS)) {
    const untilMs = Math.max(deadlineMs, clock.elapsedMs() + SHORTEST_READ_MS);
    const searchedMs = clock.elapsedMs() - beganMs;
    const listed = await orError(options.listNew({ once: true, untilMs, signal }));
    const error = listed instanceof DataFlowError ? listed : undefined;
    if (error) emit({ kind: 'poll-failed', error });
    refusals = error?.refused ? refusals + 1 : 0;
    if (!(listed instanceof DataFlowError)) seen.add(listed, clock.elapsedMs());
    const sole = error ? undefined : seen.confirmed(clock.elapsedMs());
    if (sole) return { kind: 'confirmed', entry: sole };
    if (!error && seen.isEmpty && searchedMs >= windowMs) return { kind: 'none' };
    const leftMs = deadlineMs - clock.elapsedMs();
    if (seen.isHopeless(clock.elapsedMs()) || refusals >= CONFIRMATIONS || leftMs <= 0)
      return { kind: 'unclear', candidates: seen.entries, error };
    const askedMs = Math.min(error?.facts.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
    await clock.sleep(Math.min(Math.max(pauseMs, askedMs), leftMs), signal);
  }
}

/** The candidates of a search, with the times when they appeared. */
class SeenCandidates<T> {
  readonly #idOf: (entry: T) => string;
  readonly #candidates = new Map<string, Candidate<T>>();
  /** When the last new one appeared, or a list did not show one that was listed before: that list was stale. */
  #changedMs = 0;

  constructor(idOf: (entry: T) => string) {
    this.#idOf = idOf;
  }

  add(listed: readonly Candidate<T>[], nowMs: number): void {
    const before = this.#candidates.size;
    const isStale = listed.length < before;
    for (const candidate of listed) this.#candidates.set(this.#idOf(candidate.entry), candidate);
    if (isStale || this.#candidates.size > before) this.#changedMs = nowMs;
  }

  get isEmpty(): boolean {
    return this.#candidates.size === 0;
  }

  get entries(): T[] {
    return [...this.#candidates.values()].map(({ entry }) => entry);
  }

  confirmed(nowMs: number): T | undefined {
    const [sole, ...others] = this.#candidates.values();
    const isSettled = nowMs - this.#changedMs >= CONFIRMED_AFTER_MS;
    return sole?.isEqual && others.length === 0 && isSettled ? sole.entry : undefined;
  }

  /** Whether waiting longer cannot confirm one. All that may still be listed has had the time to appear. */
  isHopeless(nowMs: number): boolean {
    const isSettled = nowMs - this.#changedMs >= CONFIRMED_AFTER_MS;
    const [sole, ...others] = this.#candidates.values();
    return sole !== undefined && (others.length > 0 || !sole.isEqual) && isSettled;
  }
}
