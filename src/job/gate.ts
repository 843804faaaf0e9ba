import type { JobContext } from './context.ts';
import { type Gates, readExecutions, unmetGates } from './last-execution.ts';
import { JobFailure, type JobOutcome, type JobRecord, outcomeOf } from './outcome.ts';

/** Which job is read, and the gates that its executions have to pass. */
export type GateOptions = Gates & { readonly jobId: string };

/** Reads a job and its executions, and compares them with the gates. */
export function gateOnExecutions(context: JobContext, options: GateOptions): Promise<JobOutcome> {
  const record: JobRecord = { jobId: options.jobId };
  return outcomeOf(record, context.cancelled, () => gate(context, options, record));
}

async function gate(
  { client, cancelled: signal }: JobContext,
  { jobId, ...gates }: GateOptions,
  record: JobRecord,
): Promise<void> {
  const job = await client.getJob(jobId, { signal });
  record.job = job;
  const executions = await readExecutions(client, job, gates, signal);
  record.executions = executions;
  const unmet = unmetGates(executions, gates);
  if (unmet.length > 0) throw new JobFailure({ why: 'gate', unmet, gates });
}
