import { readGetJobConfig } from '../inputs/get-job.ts';
import { gateOnExecutions } from '../job/gate.ts';
import { getJobOutputs } from '../report/jobs/outputs.ts';
import { runJobStep } from './job-step.ts';

/** The get-job action: reads a job, and fails when its executions do not pass the gates. */
export function getJob(): Promise<void> {
  return runJobStep({
    action: 'get-job',
    read: readGetJobConfig,
    work: gateOnExecutions,
    outputs: getJobOutputs,
  });
}
