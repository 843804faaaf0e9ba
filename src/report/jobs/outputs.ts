import type { Job } from '../../dataflow/model.ts';
import { stringifyJson } from '../../text/json.ts';
import type { StepEvent } from './progress.ts';

/** The outputs that an event makes known, so that they are written at once. Empty where the service says nothing. */
export type Outputs = Readonly<Record<string, string>>;

/** The outputs of create-job/action.yml. */
export function createJobOutputs(event: StepEvent): Outputs {
  if (event.kind === 'not-there') return { name: event.name, created: 'false' };
  if (event.kind === 'compared' || event.kind === 'saved') return jobOutputs(event.job);
  if (event.kind !== 'known') return {};
  return { ...jobOutputs(event.job), jobId: event.job.jobId, created: String(event.how === 'created') };
}

/** The outputs of configure-job/action.yml. */
export function configureJobOutputs(event: StepEvent): Outputs {
  if (event.kind !== 'compared' && event.kind !== 'saved') return {};
  const changed = event.kind === 'saved' || event.differences.length > 0;
  return { changed: String(changed), runCondition: stringifyJson(event.job.savedCondition) };
}

/** The outputs of get-job/action.yml. */
export function getJobOutputs(event: StepEvent): Outputs {
  if (event.kind !== 'last-execution') return {};
  const { job, last } = event;
  return {
    ...jobOutputs(job),
    type: job.type ?? '',
    lastExecutionStatus: last.status ?? '',
    lastExecutionDate: last.date ?? '',
    runCondition: stringifyJson(job.savedCondition),
  };
}

function jobOutputs(job: Job): Outputs {
  return { name: job.name ?? '', status: job.status ?? '', job: stringifyJson(job.raw) };
}
