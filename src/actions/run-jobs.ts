import { type RunJobsConfig, readRunJobsConfig } from '../inputs/run-jobs.ts';
import { RUN_JOBS } from '../report/plan/plan-row.ts';
import { runPlanAction } from './plan.ts';

/** The run-jobs action: runs many jobs that may need each other. */
export function runJobs(): Promise<void> {
  return runPlanAction<RunJobsConfig>({
    words: RUN_JOBS,
    read: readRunJobsConfig,
    runs: ({ entries }) => [...entries],
    readDone: async () => ({ names: new Set() }),
  });
}
