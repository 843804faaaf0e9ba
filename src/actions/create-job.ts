import { readCreateJobConfig } from '../inputs/create-job.ts';
import { ensureJob } from '../job/ensure.ts';
import { createJobOutputs } from '../report/jobs/outputs.ts';
import { runJobStep } from './job-step.ts';

/** The create-job action: makes sure that a job exists as its definition file says. */
export function createJob(): Promise<void> {
  return runJobStep({
    action: 'create-job',
    read: readCreateJobConfig,
    work: ensureJob,
    outputs: createJobOutputs,
  });
}
