import { pauseBeforePoll } from '../src/execution/poll-interval.ts';
import { seededRandom, type Workload } from './pacing-workloads.ts';

/** A way of pacing the looks at an execution. */
export interface Strategy {
  readonly name: string;
  /** The pause between two looks in milliseconds; adaptive unless given. */
  readonly fixedMs?: number;
  /** How many past durations it is told: the last ones. */
  readonly remembers: number;
}

export const WITH_HISTORY: Strategy = { name: 'adaptive, with history', remembers: 100 };
export const WITHOUT_HISTORY: Strategy = { name: 'adaptive, nothing known', remembers: 0 };
export const FIXED_10S: Strategy = fixed(10);
export const STRATEGIES: readonly Strategy[] = [
  WITH_HISTORY,
  WITHOUT_HISTORY,
  fixed(5),
  FIXED_10S,
  fixed(15),
  fixed(30),
  fixed(60),
];

/** How a strategy does on a workload. */
export interface Figures {
  /** From the end of an execution to the end of the look that sees it, in seconds. */
  readonly meanLatenessS: number;
  readonly p95LatenessS: number;
  /** Looks for each execution. */
  readonly meanRequests: number;
  readonly longestPauseS: number;
}

/** The figures of every strategy on one workload. */
export interface Comparison {
  readonly workload: Workload;
  readonly figures: ReadonlyMap<Strategy, Figures>;
}

/** How long a look takes. It sees the state at its begin. */
const LOOK_MS = 50;
const SEED = 20_240_229;

export function compare(workload: Workload): Comparison {
  return { workload, figures: new Map(STRATEGIES.map((strategy) => [strategy, follow(workload, strategy)])) };
}

function follow({ durationsS }: Workload, { fixedMs, remembers }: Strategy): Figures {
  const random = seededRandom(SEED);
  const runs = durationsS.map((durationS, index) => {
    const known = durationsS.slice(Math.max(0, index - remembers), index);
    return followOne(durationS * 1000, { fixedMs, pastDurationsMs: known.map((s) => s * 1000), random });
  });
  const latenessesS = runs.map(({ latenessMs }) => latenessMs / 1000).sort((a, b) => a - b);
  return {
    meanLatenessS: mean(latenessesS),
    p95LatenessS: latenessesS[Math.ceil(0.95 * latenessesS.length) - 1] ?? Number.NaN,
    meanRequests: mean(runs.map(({ requests }) => requests)),
    longestPauseS: runs.reduce((longest, run) => Math.max(longest, run.longestPauseMs), 0) / 1000,
  };
}

/** The looks at one execution, from its start to the look that sees its end. */
function followOne(
  durationMs: number,
  pace: { fixedMs: number | undefined; pastDurationsMs: readonly number[]; random: () => number },
) {
  let longestPauseMs = 0;
  for (let elapsedMs = 0, requests = 1; ; requests += 1) {
    const pauseMs = pauseBeforePoll({ ...pace, elapsedMs, failures: 0, random: pace.random() });
    longestPauseMs = Math.max(longestPauseMs, pauseMs);
    const lookedMs = elapsedMs + pauseMs;
    elapsedMs = lookedMs + LOOK_MS;
    if (lookedMs >= durationMs) return { latenessMs: elapsedMs - durationMs, requests, longestPauseMs };
  }
}

function fixed(seconds: number): Strategy {
  return { name: `fixed ${seconds} s`, fixedMs: seconds * 1000, remembers: 0 };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
