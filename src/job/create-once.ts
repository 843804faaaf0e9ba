import { DataFlowError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import { type SendEvent, sendOnce } from '../dataflow/send-once.ts';
import type { JsonObject } from '../text/json.ts';
import type { JobContext, JobEvent } from './context.ts';
import { exists, jobsNamed } from './find-jobs.ts';
import { JobFailure } from './outcome.ts';

/** What to create, and what is known before. */
interface CreateOptions {
  readonly name: string;
  /** The body of createJob, with the name in it. */
  readonly definition: JsonObject;
  /** Jobs of that name listed before; undefined when the service does not list jobs. */
  readonly baseline: readonly Job[] | undefined;
}

/** How long reading the list is retried. */
const SEARCH_BUDGET_MS = 120_000;

/**
 * Creates exactly one job (createJob through `sendOnce`).
 * https://api.ncloud-docs.com/docs/en/dataflow-createjob
 * @throws DataFlowError for a refusal: no job was created; JobFailure when it is not known what was created; the
 * reason of `cancelled`
 */
export async function createOnce(context: JobContext, options: CreateOptions): Promise<Job> {
  const { client, clock, cancelled, emit, facts } = context;
  const { name, definition, baseline } = options;
  const known = (baseline ?? []).map(({ jobId }) => jobId);
  emit({ kind: 'creating' });
  const result = await sendOnce<Job>(
    { ...context, emit: (event) => emit(jobEvent(event)) },
    {
      operation: 'createJob',
      send: (signal) => client.createJob(definition, { signal }),
      listNew: async (listOptions) => {
        if (!baseline) throw new DataFlowError('not-found', { operation: 'getJobs', status: 404 });
        const jobs = await jobsNamed(client, name, listOptions);
        return jobs
          .filter((job) => exists(job) && !known.includes(job.jobId))
          .map((entry) => ({ entry, isEqual: true }));
      },
      idOf: ({ jobId }) => jobId,
      wasListedBefore: ({ jobId }) => known.includes(jobId),
      deadlineMs: clock.elapsedMs() + SEARCH_BUDGET_MS,
      onOpen: (isOpen) => {
        facts.creation = isOpen ? 'unclear' : undefined;
      },
    },
  );
  switch (result.kind) {
    case 'made':
      if (result.how === 'response') return result.entry;
      return client.getJob(result.entry.jobId, { signal: cancelled }).catch(() => result.entry);
    case 'refused':
      throw result.error;
    case 'cancelled':
      throw cancelled.reason;
    case 'unclear':
      throw new JobFailure({
        why: 'create-lost',
        name,
        error: result.error,
        candidates: result.candidates.map(({ jobId }) => jobId),
      });
  }
}

function jobEvent(event: SendEvent): JobEvent {
  switch (event.kind) {
    case 'send-again':
      return { ...event, kind: 'create-again' };
    case 'ambiguous':
    case 'poll-failed':
      return { kind: 'create-ambiguous', error: event.error };
    case 'resend':
      return { ...event, kind: 'create-resend' };
  }
}
