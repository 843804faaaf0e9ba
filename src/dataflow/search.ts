import type { Clock } from '../time/clock.ts';
import type { CallOptions } from './call.ts';
import { DataFlowError, orError } from './errors.ts';

/** What a search for the work of a call without an answer brought. */
export type Search<T> =
  /** One that must be it, or several that could. */
  | { readonly kind: 'found'; readonly found: readonly T[] }
  /** It was looked for long enough: there is none. */
  | { readonly kind: 'none' }
  /** The list could not be read, time ran out, or all that is new is doubtful: nothing is known. */
  | {
      readonly kind: 'unclear';
      readonly error: DataFlowError | undefined;
      readonly doubtful: readonly T[];
    };

/** What a look has seen. */
export interface Seen<T> {
  /** What could be it. */
  readonly likely: readonly T[];
  /** What is new and does not look like it, without being proven to be something else. */
  readonly doubtful: readonly T[];
}

/** How long to look. Times are on the clock's `elapsedMs`. */
export interface SearchLimits {
  /** A list that cannot be read proves nothing: then it looks on until here. */
  readonly deadlineMs: number;
  /** There is no time to see whether one stays the only one. */
  readonly hurry?: boolean;
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined;
}

/** How long something new may take to be listed. Only after that, "none" means that there is none. */
export const LOOK_FOR_MS = 12_000;
/** A list that lags 5 s is normal: only after that, the only one that is listed is the only one. */
const SETTLED_AFTER_MS = 6_000;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
const SHORTEST_LOOK_MS = 500;
/** Refusals in a row before they are taken as the service's last word. */
const CONFIRMATIONS = 3;

const NOTHING = { likely: [], doubtful: [] } as const;

/**
 * Looks for what a call without an answer may have made: until one has been the only one that could be it for as
 * long as a list may lag, or until there has been none for longer.
 * @param onError told of each look that failed
 * @throws the signal's reason when aborted
 */
export async function searchFor<T>(
  clock: Clock,
  look: (call: CallOptions) => Promise<Seen<T>>,
  { deadlineMs, hurry = false, signal }: SearchLimits,
  onError?: (error: DataFlowError) => void,
): Promise<Search<T>> {
  const beganMs = clock.elapsedMs();
  let refusals = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.6, LONGEST_PAUSE_MS)) {
    const lookedForMs = clock.elapsedMs() - beganMs;
    const untilMs = Math.max(deadlineMs, clock.elapsedMs() + SHORTEST_LOOK_MS);
    const seen = await orError(look({ once: true, untilMs, signal }));
    const error = seen instanceof DataFlowError ? seen : undefined;
    const { likely: found, doubtful } = seen instanceof DataFlowError ? NOTHING : seen;
    const isSure = found.length > 1 || hurry || lookedForMs >= SETTLED_AFTER_MS;
    if (found.length > 0 && isSure) return { kind: 'found', found };
    const isNone = !error && found.length === 0 && lookedForMs >= LOOK_FOR_MS;
    if (isNone && doubtful.length === 0) return { kind: 'none' };
    if (error) onError?.(error);
    refusals = error?.refused ? refusals + 1 : 0;
    const leftMs = deadlineMs - clock.elapsedMs();
    if (isNone || refusals >= CONFIRMATIONS || leftMs <= 0)
      return { kind: 'unclear', error, doubtful: lookedForMs >= SETTLED_AFTER_MS ? doubtful : [] };
    await clock.sleep(Math.min(pauseMs, leftMs), signal);
  }
}
