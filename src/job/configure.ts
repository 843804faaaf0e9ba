import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { mergeCondition } from './condition.ts';
import { type JobContext, JobFailure } from './context.ts';
import { differences } from './difference.ts';

/** Which job's settings, and how they should be. */
export interface ConfigureOptions {
  readonly jobId: string;
  /** The wanted settings; what is left out keeps its saved value. */
  readonly jobCondition: JsonObject;
  /** Only compare, and fail when they differ. */
  readonly check: boolean;
}

/** The pauses between the looks at what is saved: a change may take a moment to show. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4_000;

/**
 * Brings the saved settings of a job in line: reads, compares, writes only when something differs, and then reads
 * again until what was sent is what is saved.
 * @returns the job as read last
 * @throws DataFlowError; JobFailure when they differ (`check`) or did not stick; the reason of `cancelled`
 */
export async function configureJob(context: JobContext, options: ConfigureOptions): Promise<Job> {
  const { client, emit, cancelled: signal } = context;
  const { jobId, jobCondition } = options;
  const job = await client.getJob(jobId, { signal });
  const found = differences(jobCondition, job.savedCondition);
  emit({ kind: 'compared', job, differences: found });
  if (found.length === 0) return job;
  if (options.check) throw new JobFailure({ why: 'differs', fields: found.map(({ field }) => field) });
  // The 2025 edition takes what is left out from its defaults, not from what is saved: send the whole.
  const settings = mergeCondition(jobCondition, job.savedCondition).jobCondition;
  emit({ kind: 'saving', settings });
  const answer = await orError(client.updateJobExecuteConfig(jobId, settings, { signal }));
  if (!(answer instanceof DataFlowError)) emit({ kind: 'taken' });
  else if (!answer.mayHaveBeenProcessed) throw answer;
  return proveSaved(context, jobId, settings, answer);
}

/** Reads until the settings show. Also after an answer that was lost: what is saved decides. */
async function proveSaved(
  { client, clock, emit, cancelled: signal }: JobContext,
  jobId: string,
  settings: JsonObject,
  answer: Job | DataFlowError,
): Promise<Job> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    const job = await client.getJob(jobId, { signal });
    const fields = differences(settings, job.savedCondition).map(({ field }) => field);
    if (fields.length === 0) {
      emit({ kind: 'saved', job });
      return job;
    }
    if (pauseMs > LONGEST_PAUSE_MS) {
      throw answer instanceof DataFlowError ? answer : new JobFailure({ why: 'did-not-stick', fields });
    }
    emit({ kind: 'not-saved-yet', fields, pauseMs });
    await clock.sleep(pauseMs, signal);
  }
}
