import { executionResponse } from '../execution-response.ts';
import { executionWithId } from '../service.ts';
import type { Operation } from './operation-request.ts';

/** GET /api/v1/jobs/{jobId}/executions/{executionId}: an entry of the list by itself. */
export const getJobExecution: Operation = ({ route, omits }, service) => {
  const execution = executionWithId(service, route.jobId, route.executionId, omits);
  return { status: 200, body: executionResponse(execution, service.settings, service.nowMs()) };
};
