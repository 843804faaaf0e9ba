/** What the pause before the next poll depends on. */
export interface PollFacts {
  /** `pollInterval` in milliseconds, when it was given: then the interval is fixed. */
  readonly fixedMs?: number | undefined;
  /** How long the execution has been under way, in milliseconds, 0 or more. */
  readonly elapsedMs: number;
  /** Durations of past executions that completed, in milliseconds, in any order. */
  readonly pastDurationsMs: readonly number[];
  /** Polls in a row that failed. */
  readonly failures: number;
  /** How long the service asked to wait, in milliseconds, in its last response. */
  readonly retryAfterMs?: number | undefined;
  /** How long ago the service last said that it gets too many requests, in milliseconds; undefined: never. */
  readonly sinceThrottledMs?: number | undefined;
  /** From 0 to 1. */
  readonly random: number;
}

const FIRST_TROUBLE_PAUSE_MS = 1_000;
const LONGEST_TROUBLE_PAUSE_MS = 30_000;
/** A refusal is confirmed soon, however long a fixed interval is. */
const QUICK_POLLS_AFTER_FAILURE = 3;
const LONGEST_RETRY_AFTER_MS = 120_000;
/** Up to this part of a Retry-After is added to it, so that steps with the same Retry-After do not poll together. */
const RETRY_AFTER_SPREAD = 0.25;

/** For so long after a poll was rate-limited the service is polled half as often. */
const THROTTLED_FOR_MS = 5 * 60_000;
const THROTTLED_FACTOR = 2;

/** Fewer past durations than these are no history. */
const DURATIONS_TO_KNOW = 3;
/** No pause is longer, whatever the history says. */
const LONGEST_PAUSE_S = 30;
/** No pause is longer where there is no history. */
const LONGEST_PAUSE_WITHOUT_HISTORY_S = 10;
/** No pause is shorter on average: the state of an execution is not worth more than a request a second. */
const SHORTEST_MEAN_PAUSE_S = 1;
/** A pause is random within this part of its mean, to both sides. */
const JITTER = 1 / 4;

/** So much mean lateness a request is worth. */
const REQUEST_WORTH_S = 0.032;
/** Steps in which the polls are summed up over the time ahead. */
const STEP_S = 1;

/** With nothing known, the part of the executions still under way after t is `(1 + t / START_S) ** -TAIL`. */
const START_S = 5;
const TAIL = 0.62;

/**
 * The pause before the next poll of an execution, in milliseconds; positive.
 *
 * - After a failed poll: 1 s doubling to 30 s, with jitter down to a half; not shorter than a Retry-After (at most
 *   120 s of it), nor, from the fourth failure on, than a fixed interval.
 * - With `fixedMs`: exactly that.
 * - Otherwise adaptive: from 1 s, growing with the time waited, and at most 10 s without a history. With three past
 *   durations or more: up to 30 s where an end is improbable, down to 1 s where it is expected; 10 s again once the
 *   longest of them is over. For 5 minutes after a rate-limited poll: twice that, within 30 s.
 *
 * Why: a poll costs a request; a pause of s seconds costs s / 2 of lateness if the execution ends in it. Where it
 * ends with the hazard rate h (its chance to end within the next second, having lasted until now), polling r times a
 * second costs `REQUEST_WORTH_S * r + h / (2 * r)` a second. That is least at `r = sqrt(h / (2 * REQUEST_WORTH_S))`:
 * the rate goes with the square root of the hazard. The next poll is due when this rate, summed over the time ahead,
 * makes one poll: so a long pause ends before the time of an expected end.
 *
 * The jitter is a quarter of the pause to both sides, and leaves its mean. It adds up from poll to poll: steps that
 * started in the same second are out of step after some ten polls. It costs 2 % of lateness.
 */
export function pauseBeforePoll(facts: PollFacts): number {
  if (facts.failures > 0) return pauseAfterFailure(facts);
  if (facts.fixedMs !== undefined) return facts.fixedMs;
  const pauseMs = Math.round(adaptivePauseS(facts) * 1000);
  const throttled = (facts.sinceThrottledMs ?? Number.POSITIVE_INFINITY) < THROTTLED_FOR_MS;
  return throttled ? Math.min(pauseMs * THROTTLED_FACTOR, LONGEST_PAUSE_S * 1000) : pauseMs;
}

function pauseAfterFailure({ fixedMs = 0, failures, retryAfterMs = 0, random }: PollFacts): number {
  const troubleMs = Math.min(FIRST_TROUBLE_PAUSE_MS * 2 ** (failures - 1), LONGEST_TROUBLE_PAUSE_MS);
  const askedMs = Math.min(retryAfterMs * (1 + RETRY_AFTER_SPREAD * random), LONGEST_RETRY_AFTER_MS);
  const leastMs = failures <= QUICK_POLLS_AFTER_FAILURE ? 0 : fixedMs;
  return Math.max(leastMs, troubleMs * (0.5 + random / 2), askedMs);
}

function adaptivePauseS({ elapsedMs, pastDurationsMs, random }: PollFacts): number {
  const elapsedS = elapsedMs / 1000;
  const pastS = pastDurationsMs.length < DURATIONS_TO_KNOW ? [] : pastDurationsMs.map((ms) => ms / 1000);
  const longestS = pastS.reduce((longest, each) => Math.max(longest, each), 0);
  const hazardAt = hazardFrom(pastS);
  let pollsToSum = 1 + JITTER * (2 * random - 1);
  for (let pauseS = 0; pauseS < LONGEST_PAUSE_S; pauseS += STEP_S) {
    const atS = elapsedS + pauseS + STEP_S / 2;
    const longestPauseS = atS < longestS ? LONGEST_PAUSE_S : LONGEST_PAUSE_WITHOUT_HISTORY_S;
    const meanPauseS = Math.sqrt((2 * REQUEST_WORTH_S) / hazardAt(atS));
    const allowedS = Math.max(SHORTEST_MEAN_PAUSE_S, Math.min(meanPauseS, longestPauseS / (1 + JITTER)));
    const polls = STEP_S / allowedS;
    if (polls >= pollsToSum) return pauseS + pollsToSum * allowedS;
    pollsToSum -= polls;
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
 * A mixture of two guesses. The past durations, each spread over a log-logistic kernel: as wide as the distance to its
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
