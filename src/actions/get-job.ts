import { readGetJobConfig } from '../inputs/get-job.ts';
import { gateOnLastExecution } from '../job/last-execution.ts';
import { getJobOutputs } from '../report/jobs/outputs.ts';
import { runStep } from './step.ts';

/** The get-job action: reads a job, and fails when its last execution does not pass the gates. */
export function getJob(): Promise<void> {
  return runStep({
    action: 'get-job',
    read: readGetJobConfig,
    work: gateOnLastExecution,
    outputs: getJobOutputs,
  });
}
