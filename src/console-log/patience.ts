import { pauseAfter } from '../http/retry.ts';
import type { ObjectAnswer } from '../object-storage/object-storage.ts';
import type { Clock } from '../time/clock.ts';

/** How long it is worth trying to read an object. */
export interface Patience {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
  /** On the clock's `elapsedMs`: when to give up whatever is under way. */
  readonly deadlineMs: number;
  /** The longest wait for one answer. */
  readonly tryMs: number;
  /** How long an object that is not there may still appear. */
  readonly appearsWithinMs: number;
}

const MAXIMUM_TRIES = 4;
const LOOK_AGAIN_MS = 500;

/**
 * Asks until there is an answer that stands, or time is up: again after connection errors, 408, 429 and 5xx, and
 * for a while when the object is not there yet.
 * @returns the last answer
 * @throws the signal's reason when that is aborted
 */
export async function askPatiently(
  ask: (timeoutMs: number) => Promise<ObjectAnswer>,
  patience: Patience,
): Promise<ObjectAnswer> {
  const { clock, signal, deadlineMs, tryMs } = patience;
  const againMs = pauses(patience);
  for (;;) {
    const answer = await ask(Math.max(Math.min(tryMs, deadlineMs - clock.elapsedMs()), 1));
    const pauseMs = againMs(answer);
    if (pauseMs === undefined || clock.elapsedMs() + pauseMs >= deadlineMs) return answer;
    await clock.sleep(pauseMs, signal);
  }
}

/** Tells after each answer how long to wait for the next try; undefined when it stands. */
function pauses({ clock, random, appearsWithinMs }: Patience): (answer: ObjectAnswer) => number | undefined {
  let failures = 0;
  let missedSinceMs: number | undefined;
  return (answer) => {
    if (isMissing(answer)) {
      missedSinceMs ??= clock.elapsedMs();
      const leftMs = missedSinceMs + appearsWithinMs - clock.elapsedMs();
      return leftMs > 0 ? Math.min(LOOK_AGAIN_MS, leftMs) : undefined;
    }
    if (!isPassing(answer)) return undefined;
    failures += 1;
    const retryAfterMs = answer.kind === 'refused' ? answer.refusal.retryAfterMs : undefined;
    return failures < MAXIMUM_TRIES ? pauseAfter(failures, random(), retryAfterMs) : undefined;
  };
}

/** The object is not there: it may come. A bucket that is not there does not. */
function isMissing(answer: ObjectAnswer): boolean {
  if (answer.kind !== 'refused') return false;
  return answer.refusal.status === 404 && answer.refusal.code !== 'NoSuchBucket';
}

/** Trouble that may pass. An answer that is too large stays so. */
function isPassing(answer: ObjectAnswer): boolean {
  if (answer.kind === 'no-answer') return !answer.failure.isLasting && answer.failure.code !== 'TOO_LARGE';
  if (answer.kind !== 'refused') return false;
  const { status } = answer.refusal;
  return status === 408 || status === 429 || status >= 500;
}
