import type { RunConclusion } from '../../execution/plan/plan-conclusion.ts';
import { plainLine, shortened } from '../../text/plain.ts';

/** What is known of one run of a plan: a row of the summary. All texts can come from outside. */
export interface PlanRow {
  /** The date of a backfill, the name in run-jobs. */
  readonly name: string;
  readonly jobId: string;
  readonly needs: readonly string[];
  /** The last one that was started for it. */
  readonly jobExecutionId?: string | undefined;
  /** The status that the service gave last. */
  readonly status?: string | undefined;
  readonly conclusion: RunConclusion;
  /** When its last execution was started: milliseconds since 1970. */
  readonly startedAtMs?: number | undefined;
  readonly durationSeconds?: number | undefined;
  /** How many executions were started for it. */
  readonly attempts: number;
  /** Why it ended as it did, in one line; never a value of `parameters`. */
  readonly note?: string | undefined;
  /** It still ran, as far as is known, when the step ended. */
  readonly isRunning?: boolean;
}

const LONGEST_NAME = 60;

/** The name, and the execution where there is one: `2026-11-12 (execution e12)`. */
export function nameWithExecution({ name, jobExecutionId }: PlanRow): string {
  return jobExecutionId ? `${shortName(name)} (execution ${shortName(jobExecutionId)})` : shortName(name);
}

/** A name from outside, as a part of a line. */
export function shortName(text: string): string {
  return shortened(plainLine(text), LONGEST_NAME);
}

/** What the runs of a plan are called. */
export interface PlanWords {
  readonly action: 'backfill' | 'run-jobs';
  readonly one: string;
  readonly many: string;
  /** The output with what is left. */
  readonly rest: string;
}

export const BACKFILL: PlanWords = { action: 'backfill', one: 'date', many: 'dates', rest: 'remaining' };
export const RUN_JOBS: PlanWords = { action: 'run-jobs', one: 'job', many: 'jobs', rest: 'notRun' };

/** `1 date`, `12 dates`. */
export function counted(count: number, { one, many }: PlanWords): string {
  return `${count} ${count === 1 ? one : many}`;
}
