import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { changeAndProve } from './change.ts';
import { mergeCondition } from './condition.ts';
import type { JobContext } from './context.ts';
import { changedNames } from './definition-difference.ts';
import { type Comparison, settingsDifferences } from './difference.ts';
import { JobFailure } from './outcome.ts';

/**
 * Whether a step only compares: `false`, it brings the job in line; `true`, it changes nothing and fails when
 * anything differs; `report`, it changes nothing and succeeds.
 */
export type Check = (typeof CHECKS)[number];

export const CHECKS = ['false', 'true', 'report'] as const;

/** Which job's settings, and how they should be. */
export interface ConfigureOptions {
  readonly jobId: string;
  /** The wanted settings; what is left out keeps its saved value. */
  readonly jobCondition: JsonObject;
  readonly check: Check;
}

/**
 * Brings the saved settings of a job in line, or compares them.
 * @throws DataFlowError; JobFailure when they differ or did not stick; the reason of `cancelled`
 */
export async function configureJob(
  context: JobContext,
  { jobId, jobCondition, check }: ConfigureOptions,
): Promise<void> {
  const { client, facts, cancelled: signal } = context;
  const job = await client.getJob(jobId, { signal });
  facts.job = job;
  const differences = settingsDifferences(jobCondition, job.savedCondition);
  if (mayChange(context, { differences, onlySaved: [] }, check))
    await saveSettings(context, job, jobCondition);
}

/**
 * Publishes what differs.
 * @returns whether there is something to change, and it may be changed
 * @throws JobFailure `differs` when `check` is `true` and anything differs
 */
export function mayChange(
  { facts, publish, emit }: JobContext,
  comparison: Comparison,
  check: Check,
): boolean {
  const { differences } = comparison;
  facts.differences = differences;
  publish();
  emit({ kind: 'compared', comparison });
  if (differences.length > 0 && check === 'true')
    throw new JobFailure({ why: 'differs', by: 'check', fields: changedNames(differences) });
  return differences.length > 0 && check === 'false';
}

/**
 * Saves settings and proves it.
 * @throws DataFlowError; JobFailure when they did not stick; the reason of `cancelled`
 */
export function saveSettings(context: JobContext, job: Job, jobCondition: JsonObject): Promise<void> {
  const { client, emit, facts, cancelled: signal } = context;
  // The 2025 edition takes what is left out from its defaults, not from what is saved: send the whole.
  const settings = mergeCondition(jobCondition, job.savedCondition).jobCondition;
  emit({ kind: 'saving' });
  facts.settings = settings;
  return changeAndProve(context, {
    fact: 'save',
    jobId: job.jobId,
    send: () => client.updateJobExecuteConfig(job.jobId, settings, { signal }),
    differencesOf: ({ savedCondition }) => settingsDifferences(settings, savedCondition),
  });
}
