import type { DataFlowError } from '../../dataflow/errors.ts';
import type { Job } from '../../dataflow/model.ts';

/**
 * Whether a start was refused since the job has `maxConcurrentRuns` executions: how is not documented.
 * @param active ids of the executions of the job that were active before the start
 */
export function isWithoutPlace(
  job: Job | undefined,
  error: DataFlowError,
  active: readonly string[],
): boolean {
  if (error.kind !== 'refused' || active.length === 0) return false;
  const most = Number(job?.raw['maxConcurrentRuns']);
  return (most > 0 && active.length >= most) || error.facts.code === 'bad-state';
}
