import { missingOptions } from '../execution/plan/missing-options.ts';
import type { PlanContext, PlannedRun, PlanResult } from '../execution/plan/plan-context.ts';
import { readJobs } from '../execution/plan/read-jobs.ts';
import { PlanRunner } from '../execution/plan/run-plan.ts';
import type { ManyExecutionsConfig } from '../inputs/many-executions.ts';
import type { Markers } from '../object-storage/find-markers.ts';
import { dryRunLines } from '../report/plan/dry-run-lines.ts';
import type { PlanLog } from '../report/plan/plan-log.ts';
import type { PlanWords } from '../report/plan/plan-row.ts';
import type { Connection } from './connection.ts';

/** What is run, and how. */
export interface PlanOfStep {
  readonly config: ManyExecutionsConfig;
  readonly runs: readonly PlannedRun[];
  /** Reads which runs are done already; a problem ends the step before anything is started. Default: none is done. */
  readonly readDone?: (connection: Connection, cancelled: AbortSignal) => Promise<Markers>;
}

/** What running a plan needs of the step. */
interface PlanStepContext {
  readonly words: PlanWords;
  readonly context: PlanContext;
  readonly connection: Connection;
  readonly log: PlanLog;
}

/** What a plan came to. */
export interface PlanEnd {
  readonly result: PlanResult;
  /** Why nothing was started. */
  readonly problem?: string | undefined;
  readonly isDryRun?: boolean;
}

/** Reads all that must be known before anything is started, and runs the plan; with dryRun it is only shown. */
export async function runPlan(
  { words, context, connection, log }: PlanStepContext,
  { config, runs, readDone }: PlanOfStep,
): Promise<PlanEnd> {
  try {
    const { jobs, unreadable } = await readJobs(context, runs, config.waitTimeoutMs);
    if (unreadable.length > 0) {
      const problem = unreadable.map(({ jobId, error }) => `job ${jobId}: ${error.message}`).join('; ');
      return { result: nothing(context), problem };
    }
    const done = (await readDone?.(connection, context.cancelled)) ?? { names: new Set<string>() };
    if ('problem' in done) return { result: nothing(context), problem: done.problem };
    const runner = new PlanRunner(context, { ...config, runs, skipped: done.names }, jobs);
    log.begin({ words, runs, maxParallel: config.maxParallel, jobs, result: () => runner.result });
    if (!config.dryRun) return { result: await runner.run() };
    log.dryRun(dryRunLines(runs, done.names));
    const problem = missingOptions(runs, jobs);
    return { result: runner.result, problem, isDryRun: problem === undefined };
  } catch (error) {
    if (!context.cancelled.aborted) throw error;
    return { result: nothing(context) };
  }
}

/** The result before anything is started. */
function nothing({ cancelled }: PlanContext): PlanResult {
  return {
    states: new Map(),
    records: new Map(),
    interruption: { isCancelled: cancelled.aborted, isTimeUp: false },
  };
}
