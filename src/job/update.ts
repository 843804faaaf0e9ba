import type { UpdateMethod } from '../dataflow/client.ts';
import { DataFlowError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { changeAndProve } from './change.ts';
import type { JobContext } from './context.ts';
import { compareDefinition, isSameType } from './definition-difference.ts';

/**
 * Changes a job to its definition and proves it. So a PATCH that ignores nodes is detected.
 * @throws DataFlowError; JobFailure when the change did not stick; the reason of `cancelled`
 */
export function updateJob(context: JobContext, job: Job, definition: JsonObject): Promise<void> {
  context.emit({ kind: 'updating' });
  return changeAndProve(context, {
    fact: 'update',
    jobId: job.jobId,
    send: () => sendUpdate(context, job, bodyFor(job, definition)),
    differencesOf: (read) => compareDefinition(definition, read).differences,
  });
}

/** Both editions require `type`. Where the definition means the job's own, it is sent as the service names it. */
function bodyFor(job: Job, definition: JsonObject): JsonObject {
  const { type } = definition;
  const isOwn = type === undefined || isSameType(type, job.type);
  return { ...definition, type: isOwn ? (job.type ?? type) : type };
}

/** Tries the HTTP method of the edition that the job seems to be from, and the other one when the service lacks it. */
async function sendUpdate(
  { client, emit, cancelled: signal }: JobContext,
  job: Job,
  body: JsonObject,
): Promise<void> {
  const [first, second]: [UpdateMethod, UpdateMethod] = isOf2025(job) ? ['PUT', 'PATCH'] : ['PATCH', 'PUT'];
  try {
    await client.updateJob(job.jobId, first, body, { signal });
  } catch (error) {
    if (!(error instanceof DataFlowError && isMethodUnknown(error))) throw error;
    emit({ kind: 'update-other-method', error });
    await client.updateJob(job.jobId, second, body, { signal });
  }
}

/** The job itself has just been read: a 404 is about the method. */
function isMethodUnknown({ facts: { status } }: DataFlowError): boolean {
  return status === 404 || status === 405;
}

/** The 2025 edition has one type, and shows the saved settings as `runCondition`. */
function isOf2025({ type, raw }: Job): boolean {
  return type === 'DATAFLOW' || (type === undefined && 'runCondition' in raw);
}
