import type { JobContext } from './context.ts';
import { type Gates, readExecutions, unmetGates } from './last-execution.ts';
import { JobFailure } from './outcome.ts';

/** Which job is read, and the gates that its executions have to pass. */
export type GateOptions = Gates & { readonly jobId: string };

/**
 * Reads a job and its executions, and compares them with the gates.
 * @throws DataFlowError; JobFailure `gate`; the reason of `cancelled`
 */
export async function gateOnExecutions(
  { client, cancelled: signal, facts }: JobContext,
  { jobId, ...gates }: GateOptions,
): Promise<void> {
  facts.job = await client.getJob(jobId, { signal });
  facts.executions = await readExecutions(client, facts.job, gates, signal);
  const unmet = unmetGates(facts.executions, gates);
  if (unmet.length > 0) throw new JobFailure({ why: 'gate', unmet, gates });
}
