import { readRunJobsConfig } from '../inputs/run-jobs.ts';
import { RUN_JOBS } from '../report/plan/plan-row.ts';
import { runPlanAction } from './plan.ts';

/** The run-jobs action: runs many jobs that may need each other. */
export function runJobs(): Promise<void> {
  return runPlanAction(RUN_JOBS, async (source) => {
    const config = await readRunJobsConfig(source);
    return { config, runs: config.entries };
  });
}
