import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { mergeCondition } from './condition.ts';
import type { JobContext } from './context.ts';
import { changedNames } from './definition-difference.ts';
import { settingsDifferences } from './difference.ts';
import { JobFailure, type JobOutcome, type JobRecord, outcomeOf } from './outcome.ts';
import { readUntilShown } from './prove.ts';

/**
 * Whether a step only compares: `false`, it brings the job in line; `true`, it changes nothing and fails when
 * anything differs; `report`, it changes nothing and succeeds.
 */
export type Check = 'false' | 'true' | 'report';

/** Which job's settings, and how they should be. */
export interface ConfigureOptions {
  readonly jobId: string;
  /** The wanted settings; what is left out keeps its saved value. */
  readonly jobCondition: JsonObject;
  readonly check: Check;
}

/** Brings the saved settings of a job in line, or compares them. */
export function configureJob(context: JobContext, options: ConfigureOptions): Promise<JobOutcome> {
  const record: JobRecord = { jobId: options.jobId };
  return outcomeOf(record, context.cancelled, () => configure(context, options, record));
}

async function configure(
  context: JobContext,
  { jobId, jobCondition, check }: ConfigureOptions,
  record: JobRecord,
): Promise<void> {
  const { client, emit, publish, cancelled: signal } = context;
  const job = await client.getJob(jobId, { signal });
  const differences = settingsDifferences(jobCondition, job.savedCondition);
  Object.assign(record, { job, differences });
  publish(record);
  emit({ kind: 'compared', comparison: { differences, onlySaved: [] } });
  if (differences.length === 0 || check === 'report') return;
  if (check === 'true')
    throw new JobFailure({ why: 'differs', by: 'check', fields: changedNames(differences) });
  await saveSettings(context, job, jobCondition, record);
}

/**
 * Saves settings and proves it: reads the job again until it shows them. A lost response decides nothing.
 * @throws DataFlowError; JobFailure when they did not stick; the reason of `cancelled`
 */
export async function saveSettings(
  context: JobContext,
  job: Job,
  jobCondition: JsonObject,
  record: JobRecord,
): Promise<void> {
  const { client, emit, cancelled: signal } = context;
  // The 2025 edition takes what is left out from its defaults, not from what is saved: send the whole.
  const settings = mergeCondition(jobCondition, job.savedCondition).jobCondition;
  emit({ kind: 'saving' });
  Object.assign(record, { settings, save: 'sent' });
  const response = await orError(client.updateJobExecuteConfig(job.jobId, settings, { signal }));
  const error = response instanceof DataFlowError ? response : undefined;
  record.save = error ? 'sent' : 'taken';
  if (error && !error.mayHaveBeenProcessed) {
    record.save = undefined;
    throw error;
  }
  record.job = await readUntilShown(context, job.jobId, error, ({ savedCondition }) =>
    settingsDifferences(settings, savedCondition),
  );
  record.save = 'proven';
  emit({ kind: 'proven', what: 'settings' });
}
