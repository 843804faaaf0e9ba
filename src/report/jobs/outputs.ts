import type { Job } from '../../dataflow/model.ts';
import { changedNames } from '../../job/definition-difference.ts';
import type { JobFacts } from '../../job/outcome.ts';
import { stringifyJson } from '../../text/json.ts';

/** Outputs by name, as far as they are known. Empty where the service says nothing. */
export type Outputs = Readonly<Record<string, string>>;

/** The outputs of create-job/action.yml. */
export function createJobOutputs({ job, name, creation, differences }: JobFacts): Outputs {
  const isNew = creation === 'created' || creation === 'not-there';
  const changed = isNew ? ['job'] : differences && changedNames(differences);
  return {
    ...(creation === 'not-there' ? { name: name ?? '' } : {}),
    ...(job ? { jobId: job.jobId, ...jobOutputs(job) } : {}),
    ...(creation && creation !== 'unclear' ? { created: String(creation === 'created') } : {}),
    ...(changed ? { changed: stringifyJson(changed) } : {}),
  };
}

/** The outputs of configure-job/action.yml. */
export function configureJobOutputs({ job, differences }: JobFacts): Outputs {
  if (!job || !differences) return {};
  return { changed: String(differences.length > 0), runCondition: stringifyJson(job.savedCondition) };
}

/** The outputs of get-job/action.yml. */
export function getJobOutputs({ job, executions }: JobFacts): Outputs {
  if (!job) return {};
  const ofJob = { ...jobOutputs(job), type: job.type ?? '', runCondition: stringifyJson(job.savedCondition) };
  if (!executions) return ofJob;
  const { last, completed } = executions;
  return {
    ...ofJob,
    lastExecutionStatus: last.status ?? '',
    lastExecutionDate: last.date ?? '',
    lastExecutionId: last.id ?? '',
    lastCompletedId: completed?.id ?? '',
    lastCompletedDate: completed?.date ?? '',
  };
}

function jobOutputs(job: Job): Outputs {
  return { name: job.name ?? '', status: job.status ?? '', job: stringifyJson(job.raw) };
}
