import type { UpdateMethod } from '../dataflow/client.ts';
import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import type { JobContext } from './context.ts';
import { compareDefinition, isSameType } from './definition-difference.ts';
import type { JobRecord } from './outcome.ts';
import { readUntilShown } from './prove.ts';

/**
 * Changes a job to its definition and proves it: reads the job again until it shows what was sent. A PATCH that
 * ignores nodes is found out in this way. A lost response decides nothing.
 * @throws DataFlowError; JobFailure when the change did not stick; the reason of `cancelled`
 */
export async function updateJob(
  context: JobContext,
  job: Job,
  definition: JsonObject,
  record: JobRecord,
): Promise<void> {
  context.emit({ kind: 'updating' });
  record.update = 'sent';
  const error = await sendUpdate(context, job, bodyFor(job, definition));
  record.update = error ? 'sent' : 'taken';
  if (error && !error.mayHaveBeenProcessed) {
    record.update = undefined;
    throw error;
  }
  record.job = await readUntilShown(
    context,
    job.jobId,
    error,
    (read) => compareDefinition(definition, read).differences,
  );
  record.update = 'proven';
  context.emit({ kind: 'proven', what: 'job' });
}

/** Both editions require `type`. Where the definition means the job's own, it goes out as the service names it. */
function bodyFor(job: Job, definition: JsonObject): JsonObject {
  const { type } = definition;
  const isOwn = type === undefined || isSameType(type, job.type);
  return { ...definition, type: isOwn ? (job.type ?? type) : type };
}

/** Tries the HTTP method of the edition that the job seems to come from, and the other one when the service has no such. */
async function sendUpdate(
  { client, emit, cancelled: signal }: JobContext,
  job: Job,
  body: JsonObject,
): Promise<DataFlowError | undefined> {
  const [first, second]: [UpdateMethod, UpdateMethod] = isOf2025(job) ? ['PUT', 'PATCH'] : ['PATCH', 'PUT'];
  const error = await errorOf(client.updateJob(job.jobId, first, body, { signal }));
  if (!error || !isMethodUnknown(error)) return error;
  emit({ kind: 'update-other-method', error });
  return errorOf(client.updateJob(job.jobId, second, body, { signal }));
}

/** Undefined when the service accepted the change. */
async function errorOf(call: Promise<void>): Promise<DataFlowError | undefined> {
  const response = await orError(call);
  return response instanceof DataFlowError ? response : undefined;
}

/** The job itself has just been read: a 404 is about the method. */
function isMethodUnknown({ facts: { status } }: DataFlowError): boolean {
  return status === 404 || status === 405;
}

/** The 2025 edition has one type, and shows the saved settings as `runCondition`. */
function isOf2025({ type, raw }: Job): boolean {
  return type === 'DATAFLOW' || (type === undefined && 'runCondition' in raw);
}
