import { durationMs } from '../../dataflow/execution-facts.ts';
import { executionOf, type Result } from '../../execution/outcome.ts';
import { formatDuration } from '../../time/duration.ts';

export const CONSOLE_HISTORY = "the job's execution history in the Data Flow console";

/** How to wait for an execution again. */
export function attachTo(jobExecutionId: string | undefined): string {
  return `To wait for it again, run a step with jobExecutionId: ${jobExecutionId}. A re-run of this workflow run keeps its inputs.`;
}

/** `Execution X of job "name"`, or that there is none. */
export function executionName(result: Result): string {
  const { jobExecutionId } = executionOf(result);
  return jobExecutionId
    ? `Execution ${jobExecutionId} of job ${jobName(result)}`
    : `The execution of job ${jobName(result)}`;
}

/** `"name" (id)`, or the id alone. */
export function jobName(result: Result): string {
  const name = executionOf(result).execution?.jobName ?? result.job?.name;
  return name ? `"${name}" (${result.jobId})` : result.jobId;
}

/** ` after 12m`, where it is known. */
export function took(result: Result): string {
  const { execution } = executionOf(result);
  const ms = execution && durationMs(execution);
  return ms === undefined ? '' : ` after ${formatDuration(ms)}`;
}
