import { pauseBeforePoll } from '../src/execution/poll-interval.ts';
import { seededRandom, type Workload } from './polling-workloads.ts';

/** A way of choosing the polling intervals of an execution. */
export interface Strategy {
  readonly name: string;
  /** The polling interval in milliseconds. Default: adaptive. */
  readonly fixedMs?: number;
  /** How many past durations it knows: the last ones. */
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
  /** From the end of an execution to the end of the poll that sees it, in seconds. */
  readonly meanLatenessS: number;
  readonly p95LatenessS: number;
  /** Polls of each execution. */
  readonly meanRequests: number;
  readonly longestPauseS: number;
}

/** The figures of every strategy on one workload. */
export interface Comparison {
  readonly workload: Workload;
  readonly figures: ReadonlyMap<Strategy, Figures>;
}

/** How long a poll takes. It sees the state at its begin. */
const POLL_MS = 50;
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

/** The polls of one execution, from its start to the poll that sees its end. */
function followOne(
  durationMs: number,
  options: { fixedMs: number | undefined; pastDurationsMs: readonly number[]; random: () => number },
) {
  let longestPauseMs = 0;
  for (let elapsedMs = 0, requests = 1; ; requests += 1) {
    const pauseMs = pauseBeforePoll({ ...options, elapsedMs, failures: 0, random: options.random() });
    longestPauseMs = Math.max(longestPauseMs, pauseMs);
    const polledMs = elapsedMs + pauseMs;
    elapsedMs = polledMs + POLL_MS;
    if (polledMs >= durationMs) return { latenessMs: elapsedMs - durationMs, requests, longestPauseMs };
  }
}

function fixed(seconds: number): Strategy {
  return { name: `fixed ${seconds} s`, fixedMs: seconds * 1000, remembers: 0 };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
