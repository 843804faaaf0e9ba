import type { DataFlowError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JobContext } from './context.ts';
import { changedNames } from './definition-difference.ts';
import type { Difference } from './difference.ts';
import { JobFailure } from './outcome.ts';

/** The pauses between two reads of the job: a change may take a moment to show. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4_000;

/**
 * Reads a job until it shows what was sent, for about 8 s. What is read decides, also when the response was lost.
 * @param lost the error of a change without a response, which may have been processed all the same
 * @param differencesOf what the job does not show yet
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
