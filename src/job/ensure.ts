import { isKind } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { configureJob } from './configure.ts';
import { type JobContext, JobFailure } from './context.ts';
import { createOnce } from './create-once.ts';
import { exists, jobsNamed } from './find-jobs.ts';

/** What to do when a job of exactly that name exists. */
export type IfExists = 'reuse' | 'fail' | 'create';

/** Which job there should be. */
export interface EnsureOptions {
  readonly name: string;
  /** The body of createJob, with the name in it. */
  readonly definition: JsonObject;
  /** The saved settings that it should have; empty: whatever they are. */
  readonly jobCondition: JsonObject;
  readonly ifExists: IfExists;
  /** Create and change nothing; fail when the settings differ. */
  readonly check: boolean;
}

/**
 * Makes sure that a job exists and, where that is asked for, that its saved settings are as wanted.
 * @throws DataFlowError, JobFailure, or the reason of `cancelled`
 */
export async function ensureJob(context: JobContext, options: EnsureOptions): Promise<void> {
  const job = await jobOf(context, options);
  if (!job || Object.keys(options.jobCondition).length === 0) return;
  await configureJob(context, { ...options, jobId: job.jobId });
}

async function jobOf(context: JobContext, options: EnsureOptions): Promise<Job | undefined> {
  const { client, emit, cancelled: signal } = context;
  const { name, definition, check } = options;
  emit({ kind: 'looking', name });
  const baseline = await listed(context, options);
  const found = existing(options, baseline ?? []);
  if (found) {
    const job = await client.getJob(found.jobId, { signal });
    emit({ kind: 'known', job, how: 'found' });
    return job;
  }
  if (check) {
    emit({ kind: 'not-there', name });
    return undefined;
  }
  const job = await createOnce(context, { name, definition, baseline });
  emit({ kind: 'known', job, how: 'created' });
  return job;
}

/** Jobs of the name. Only `create` can do without the list, for want of the operation or of the permission. */
async function listed(
  { client, cancelled: signal }: JobContext,
  { name, ifExists }: EnsureOptions,
): Promise<Job[] | undefined> {
  try {
    return await jobsNamed(client, name, { signal });
  } catch (error) {
    const isNotOffered = isKind(error, 'not-found', 'permission');
    if (ifExists === 'create' && isNotOffered) return undefined;
    throw error;
  }
}

/** The job to use; undefined when one is to be created. */
function existing({ name, ifExists }: EnsureOptions, baseline: readonly Job[]): Job | undefined {
  const jobs = ifExists === 'create' ? [] : baseline.filter(exists);
  const jobIds = jobs.map(({ jobId }) => jobId);
  if (jobs.length > 0 && ifExists === 'fail') throw new JobFailure({ why: 'exists', name, jobIds });
  if (jobs.length > 1) throw new JobFailure({ why: 'several', name, jobIds });
  return jobs[0];
}
