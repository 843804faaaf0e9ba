import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JobContext } from './context.ts';
import { changedNames } from './definition-difference.ts';
import type { Difference } from './difference.ts';
import { JobFailure } from './outcome.ts';

/** The pauses between two reads of the job: a change may take a moment to show. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4_000;

/** A change of a job. */
export interface JobChange {
  /** Which fact says how far it got. */
  readonly fact: 'update' | 'save';
  readonly jobId: string;
  readonly send: () => Promise<unknown>;
  /** What a job does not show yet. */
  readonly differencesOf: (job: Job) => readonly Difference[];
}

/**
 * Sends a change and proves it: reads the job again until it shows what was sent. After a lost response, too, what is
 * read decides.
 * @throws DataFlowError; JobFailure `did-not-stick`; the reason of `cancelled`
 */
export async function changeAndProve(context: JobContext, change: JobChange): Promise<void> {
  const { facts, emit } = context;
  const { fact, jobId, send, differencesOf } = change;
  facts[fact] = 'sent';
  const response = await orError(send());
  const error = response instanceof DataFlowError ? response : undefined;
  if (error && !error.mayHaveBeenProcessed) {
    facts[fact] = undefined;
    throw error;
  }
  if (!error) facts[fact] = 'taken';
  facts.job = await readUntilShown(context, jobId, error, differencesOf);
  facts[fact] = 'proven';
  emit({ kind: 'proven', what: fact === 'update' ? 'job' : 'settings' });
}

/**
 * Reads a job until it shows what was sent, for about 8 s.
 * @param lost the error of a change that may have been processed
 * @param differencesOf what a job does not show yet
 * @throws `lost`, or JobFailure `did-not-stick`; DataFlowError of a read; the reason of `cancelled`
 */
export async function readUntilShown(
  { client, clock, emit, cancelled: signal }: JobContext,
  jobId: string,
  lost: DataFlowError | undefined,
  differencesOf: (job: Job) => readonly Difference[],
): Promise<Job> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    const job = await client.getJob(jobId, { signal });
    const fields = changedNames(differencesOf(job));
    if (fields.length === 0) return job;
    if (pauseMs > LONGEST_PAUSE_MS) throw lost ?? new JobFailure({ why: 'did-not-stick', fields });
    emit({ kind: 'not-saved-yet', fields, pauseMs });
    await clock.sleep(pauseMs, signal);
  }
}
