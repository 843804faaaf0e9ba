import { durationMs, finalStatus } from '../dataflow/execution-facts.ts';
import type { Execution } from '../dataflow/model.ts';

/** How long an execution of a job takes, going by those that completed. */
export interface TypicalDuration {
  readonly medianMs: number;
  readonly slowestMs: number;
  /** How many executions that is taken from. */
  readonly count: number;
}

/** Fewer past executions say nothing. */
const FEWEST = 3;

/** @returns undefined without at least three executions that completed */
export function typicalDuration(past: readonly Execution[]): TypicalDuration | undefined {
  const sorted = completedDurationsMs(past).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const medianMs = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
  return sorted.length < FEWEST
    ? undefined
    : { medianMs, slowestMs: sorted.at(-1) ?? 0, count: sorted.length };
}

/** How long the executions that completed took, in milliseconds; failures say nothing about that. */
export function completedDurationsMs(executions: readonly Execution[]): number[] {
  return executions
    .filter((execution) => finalStatus(execution) === 'COMPLETED')
    .map(durationMs)
    .filter((ms) => ms !== undefined);
}
