import { DataFlowError, orError } from '../../dataflow/errors.ts';
import { activeExecutions } from '../../dataflow/executions.ts';
import type { Job } from '../../dataflow/model.ts';
import { PAST_PAGE } from '../prepare.ts';
import type { PlanContext } from './plan-context.ts';

/** The list is read for so long to learn whether a job has a free place. */
const READ_MS = 10_000;

/**
 * Whether a start was refused since the job has `maxConcurrentRuns` executions: how is not documented.
 * @param running ids of what this step started for the job and still runs: the list may not show it yet
 * @throws the reason of `cancelled`
 */
export async function isWithoutPlace(
  { client, clock, cancelled: signal }: Pick<PlanContext, 'client' | 'clock' | 'cancelled'>,
  jobId: string,
  job: Job | undefined,
  error: DataFlowError,
  running: readonly string[],
): Promise<boolean> {
  if (error.kind !== 'refused') return false;
  const untilMs = clock.elapsedMs() + READ_MS;
  const listed = await orError(client.getJobExecutions(jobId, PAST_PAGE, { signal, untilMs }));
  const seen = listed instanceof DataFlowError ? [] : activeExecutions(listed, client.serviceClock.nowMs());
  const active = new Set([...seen.map(({ jobExecutionId }) => jobExecutionId), ...running]);
  const most = Number(job?.raw['maxConcurrentRuns']);
  const isFull = most > 0 && active.size >= most;
  return active.size > 0 && (isFull || error.facts.code === 'bad-state');
}
