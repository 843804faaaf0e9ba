import { executionAt } from '../execution.ts';
import { type Job, jobResponse } from '../job.ts';
import { koreanDate } from '../korean-time.ts';
import type { JsonObject } from '../response.ts';
import { jobWithId, listedExecutions, type Service } from '../service.ts';
import type { Operation } from './operation-request.ts';

/** GET /api/v1/jobs/{jobId}. */
export const getJob: Operation = ({ route }, service) => ({
  status: 200,
  body: jobWithLastExecution(jobWithId(service, route.jobId), service),
});

/**
 * A job with its last execution. lastExecutionStatus is in the table of the 2025 edition and not in its
 * example; here only the 2026 edition has it.
 */
export function jobWithLastExecution(job: Job, service: Service): JsonObject {
  const { edition } = service.settings;
  const last = listedExecutions(service, job.jobId).at(-1);
  const status = last ? executionAt(last, service.nowMs()).status : job.lastExecutionStatus;
  const date = last ? koreanDate(last.acceptedAtMs + service.settings.datesAheadMs) : job.lastExecutionDate;
  return {
    ...jobResponse(job, edition),
    ...(edition === '2026' && status && { lastExecutionStatus: status }),
    ...(date && { lastExecutionDate: date }),
  };
}
