import { cancelExecution, executionAt } from '../execution.ts';
import { badState, notFound } from '../response.ts';
import { jobWithId } from '../service.ts';
import { isFinal } from '../timeline.ts';
import type { Operation } from './operation-request.ts';

/**
 * POST /api/v1/jobs/{jobId}/executions/{executionId}/cancel: the response is the bare literal
 * `true`. An execution that is not listed yet can be canceled: its id is in the response of executeJob.
 */
export const cancelJobExecution: Operation = ({ route: { jobId, executionId } }, service) => {
  jobWithId(service, jobId);
  const execution = service.executions.find(
    (each) => each.jobId === jobId && each.jobExecutionId === executionId,
  );
  if (!execution) throw notFound(`Job execution ${executionId} does not exist.`);
  const nowMs = service.nowMs();
  const { status } = executionAt(execution, nowMs);
  if (isFinal(status)) throw badState(`Job execution ${executionId} is ${status} already.`);
  cancelExecution(execution, nowMs);
  return { status: 200, body: true, executionId };
};
