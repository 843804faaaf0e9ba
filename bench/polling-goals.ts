import type { Verdict } from './goals.ts';
import {
  type Comparison,
  FIXED_10S,
  type Figures,
  type Strategy,
  WITH_HISTORY,
  WITHOUT_HISTORY,
} from './polling-simulation.ts';
import { REGULAR } from './polling-workloads.ts';

/** What counts as a job of up to a minute: a minute, ± 10 %. */
const SHORT_S = 66;

/** Whether each goal is met. */
export function verdicts(comparisons: readonly Comparison[]): Verdict[] {
  const short = comparisons.filter(({ workload }) =>
    workload.durationsS.every((seconds) => seconds <= SHORT_S),
  );
  const regular = comparisons.filter(({ workload }) => REGULAR.some((name) => name === workload.name));
  return [
    latenessBelow(1, WITH_HISTORY, short, 'Jobs up to a minute, with history'),
    latenessBelow(1.5, WITHOUT_HISTORY, short, 'Jobs up to a minute, nothing known'),
    latenessBelow(2, WITH_HISTORY, regular, 'Regular jobs of 14 min, with history'),
    fewerRequestsThanFixed10(regular),
    latenessBelow(5, WITHOUT_HISTORY, comparisons, 'Any job, nothing known'),
    neverBlind(comparisons),
  ];
}

function latenessBelow(
  limitS: number,
  strategy: Strategy,
  comparisons: readonly Comparison[],
  whose: string,
): Verdict {
  const latenesses = comparisons.map((comparison) => figuresOf(comparison, strategy).meanLatenessS);
  return {
    goal: `${whose}: mean lateness under ${limitS} s`,
    met: latenesses.every((seconds) => seconds < limitS),
    measured: latenesses.map((seconds) => `${seconds.toFixed(2)} s`).join(', '),
  };
}

function fewerRequestsThanFixed10(comparisons: readonly Comparison[]): Verdict {
  const pairs = comparisons.map((comparison) => ({
    ours: figuresOf(comparison, WITH_HISTORY).meanRequests,
    fixed: figuresOf(comparison, FIXED_10S).meanRequests,
  }));
  return {
    goal: 'Regular jobs of 14 min, with history: fewer requests than fixed 10 s',
    met: pairs.every(({ ours, fixed }) => ours < fixed),
    measured: pairs.map(({ ours, fixed }) => `${ours.toFixed(1)} against ${fixed.toFixed(1)}`).join(', '),
  };
}

function neverBlind(comparisons: readonly Comparison[]): Verdict {
  const pausesS = comparisons.flatMap((comparison) =>
    [WITH_HISTORY, WITHOUT_HISTORY].map((strategy) => figuresOf(comparison, strategy).longestPauseS),
  );
  const longestS = Math.max(...pausesS);
  return {
    goal: 'Any job, with history or without: no pause above 30 s',
    met: longestS <= 30,
    measured: `${longestS.toFixed(2)} s at most`,
  };
}

function figuresOf({ figures, workload }: Comparison, strategy: Strategy): Figures {
  const found = figures.get(strategy);
  if (!found) throw new Error(`No figures of "${strategy.name}" on "${workload.name}"`);
  return found;
}
