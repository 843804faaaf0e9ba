import { readConfigureJobConfig } from '../inputs/configure-job.ts';
import { configureJob as bringInLine } from '../job/configure.ts';
import { configureJobOutputs } from '../report/jobs/outputs.ts';
import { runJobStep } from './job-step.ts';

/** The configure-job action: keeps a job's saved settings as the repository says. */
export function configureJob(): Promise<void> {
  return runJobStep({
    action: 'configure-job',
    read: readConfigureJobConfig,
    work: bringInLine,
    outputs: configureJobOutputs,
  });
}
