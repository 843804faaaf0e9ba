import { readCreateJobConfig } from '../inputs/create-job.ts';
import { ensureJob } from '../job/ensure.ts';
import { createJobOutputs } from '../report/jobs/outputs.ts';
import { runStep } from './step.ts';

/** The create-job action: makes sure that a job exists, with the settings that its definition file wants. */
export function createJob(): Promise<void> {
  return runStep({
    action: 'create-job',
    read: readCreateJobConfig,
    work: ensureJob,
    outputs: createJobOutputs,
  });
}
