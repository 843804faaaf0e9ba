/** What the pause before the next look is decided from. */
export interface PaceFacts {
  /** `pollInterval` in milliseconds, when it was given: then the pace is fixed. */
  readonly fixedMs?: number | undefined;
  /** How long the execution has been under way, in milliseconds, 0 or more. */
  readonly elapsedMs: number;
  /** Durations of past executions that completed, in milliseconds, in any order. */
  readonly pastDurationsMs: readonly number[];
  /** Looks in a row that brought nothing. */
  readonly failures: number;
  /** How long the service asked to wait, in milliseconds, in its last answer. */
  readonly retryAfterMs?: number | undefined;
  /** How long ago the service last said that it gets too many requests, in milliseconds; undefined: never. */
  readonly sinceThrottledMs?: number | undefined;
  /** From 0 to 1. */
  readonly random: number;
}

const FIRST_TROUBLE_PAUSE_MS = 1_000;
const LONGEST_TROUBLE_PAUSE_MS = 30_000;
/** A refusal is confirmed soon, however long a fixed pace is. */
const QUICK_LOOKS_AFTER_FAILURE = 3;
const LONGEST_RETRY_AFTER_MS = 120_000;
/** Up to this part of a Retry-After is added to it, so that steps which were told the same time spread. */
const RETRY_AFTER_SPREAD = 0.25;

/** For so long after it throttled a look the service is asked half as often. */
const THROTTLED_FOR_MS = 5 * 60_000;
const THROTTLED_FACTOR = 2;

/** Fewer past durations than these say nothing. */
const DURATIONS_TO_KNOW = 3;
/** No pause is longer, whatever the past says. */
const LONGEST_PAUSE_S = 30;
/** No pause is longer where the past says nothing. */
const LONGEST_UNKNOWING_PAUSE_S = 10;
/** No pause is shorter on average: the state of an execution is not worth more than a request a second. */
const SHORTEST_MEAN_PAUSE_S = 1;
/** A pause is random within this part of its mean, to both sides. */
const JITTER = 1 / 4;

/** So much mean lateness a request is worth. */
const REQUEST_WORTH_S = 0.032;
/** Steps in which the pace is summed up over the time ahead. */
const STEP_S = 1;

/** With nothing known, the part of the executions still under way after t is `(1 + t / START_S) ** -TAIL`. */
const START_S = 5;
const TAIL = 0.62;

/**
 * The pause before the next look at an execution, in milliseconds; positive.
 *
 * - After a failed look: 1 s doubling to 30 s, jittered downwards to a half; not shorter than a Retry-After,
 *   of which 120 s are obeyed, nor, from the fourth failure on, than a fixed pace.
 * - With `fixedMs`: exactly that.
 * - Otherwise adaptive: from 1 s, growing with the time waited, and at most 10 s while nothing is known. With three
 *   past durations or more: up to 30 s where an end is improbable, down to 1 s where it is expected; 10 s again
 *   once the longest of them has passed. For 5 minutes after the service throttled a look: twice that, within 30 s.
 *
 * Why so: a look costs a request, a pause of s costs s / 2 of lateness if the execution ends in it. Where it ends
 * with the hazard rate h (its chance to end within the next second, having lasted until now), looking r times a
 * second costs `REQUEST_WORTH_S * r + h / (2 * r)` a second. That is least at `r = sqrt(h / (2 * REQUEST_WORTH_S))`:
 * the pace goes with the square root of the hazard. The next look is due when this rate, summed over the time
 * ahead, makes one look: a long pause does not run blindly into the time of an expected end.
 *
 * The jitter is a quarter of the pause to both sides, and leaves its mean. It adds up from look to look: steps that
 * started in the same second are out of step after some ten looks. It costs 2 % of lateness.
 */
export function pauseBeforeLook(facts: PaceFacts): number {
  if (facts.failures > 0) return pauseAfterFailure(facts);
  if (facts.fixedMs !== undefined) return facts.fixedMs;
  const pauseMs = Math.round(adaptivePauseS(facts) * 1000);
  const throttled = (facts.sinceThrottledMs ?? Number.POSITIVE_INFINITY) < THROTTLED_FOR_MS;
  return throttled ? Math.min(pauseMs * THROTTLED_FACTOR, LONGEST_PAUSE_S * 1000) : pauseMs;
}

function pauseAfterFailure({ fixedMs = 0, failures, retryAfterMs = 0, random }: PaceFacts): number {
  const troubleMs = Math.min(FIRST_TROUBLE_PAUSE_MS * 2 ** (failures - 1), LONGEST_TROUBLE_PAUSE_MS);
  const askedMs = Math.min(retryAfterMs * (1 + RETRY_AFTER_SPREAD * random), LONGEST_RETRY_AFTER_MS);
  const leastMs = failures <= QUICK_LOOKS_AFTER_FAILURE ? 0 : fixedMs;
  return Math.max(leastMs, troubleMs * (0.5 + random / 2), askedMs);
}

function adaptivePauseS({ elapsedMs, pastDurationsMs, random }: PaceFacts): number {
  const elapsedS = elapsedMs / 1000;
  const pastS = pastDurationsMs.length < DURATIONS_TO_KNOW ? [] : pastDurationsMs.map((ms) => ms / 1000);
  const longestS = Math.max(0, ...pastS);
  const hazardAt = hazardFrom(pastS);
  let looksToSum = 1 + JITTER * (2 * random - 1);
  for (let pauseS = 0; pauseS < LONGEST_PAUSE_S; pauseS += STEP_S) {
    const atS = elapsedS + pauseS + STEP_S / 2;
    const longestPauseS = atS < longestS ? LONGEST_PAUSE_S : LONGEST_UNKNOWING_PAUSE_S;
    const meanPauseS = Math.sqrt((2 * REQUEST_WORTH_S) / hazardAt(atS));
    const allowedS = Math.max(SHORTEST_MEAN_PAUSE_S, Math.min(meanPauseS, longestPauseS / (1 + JITTER)));
    const looks = STEP_S / allowedS;
    if (looks >= looksToSum) return pauseS + looksToSum * allowedS;
    looksToSum -= looks;
  }
  return LONGEST_PAUSE_S;
}

/** One past duration, spread: a log-logistic distribution around it. */
interface Kernel {
  readonly logCentre: number;
  /** Scale of the logarithm: about the relative width. */
  readonly width: number;
}

/**
 * The hazard rate over the time under way: chances to end a second, positive at all times.
 *
 * A mixture of two guesses. The past durations, each spread over a log-logistic kernel: as wide as the way to its
 * neighbours (the √n-th on its nearer side), so two modes stay two, an outlier is no more than itself, and a heavy
 * tail stays one. And a heavy-tailed distribution that knows nothing, whose hazard falls like 1 / t. The latter
 * has a weight of 1 / √(n + 1): so far off may n samples be about a probability; and past durations are those of
 * executions that completed, others fail early. It is what remains once the known ends have passed.
 */
function hazardFrom(pastS: readonly number[]): (atS: number) => number {
  const doubt = 1 / Math.sqrt(pastS.length + 1);
  const kernels = kernelsAround(pastS, doubt / 10);
  const weight = (1 - doubt) / Math.max(kernels.length, 1);
  return (atS) => {
    let surviving = doubt * (1 + atS / START_S) ** -TAIL;
    let ending = (surviving * TAIL) / (START_S + atS);
    const logAt = Math.log(atS);
    for (const { logCentre, width } of kernels) {
      const lasting = 1 / (1 + Math.exp((logAt - logCentre) / width));
      surviving += weight * lasting;
      ending += (weight * lasting * (1 - lasting)) / (width * atS);
    }
    return ending / surviving;
  };
}

function kernelsAround(pastS: readonly number[], leastWidth: number): Kernel[] {
  const logs = pastS.map((seconds) => Math.log(Math.max(seconds, 1))).sort((a, b) => a - b);
  const reach = Math.floor(Math.sqrt(logs.length));
  return logs.map((logCentre, index) => {
    const below = logCentre - (logs[index - reach] ?? Number.NEGATIVE_INFINITY);
    const above = (logs[index + reach] ?? Number.POSITIVE_INFINITY) - logCentre;
    return { logCentre, width: Math.max(leastWidth, Math.min(below, above) / 2) };
  });
}
