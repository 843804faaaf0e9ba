import { completeCondition, jobConditionOf, requirePaths, savedParametersErrors } from '../editions.ts';
import { jobResponse } from '../job.ts';
import { koreanDate } from '../korean-time.ts';
import { badParameters } from '../response.ts';
import { jobWithId } from '../service.ts';
import { bodyObject, type Operation } from './call.ts';

/** PUT /api/v1/jobs/{jobId}/executions. 2025 replaces the settings, 2026 keeps what is left out. */
export const updateJobExecuteConfig: Operation = (call, service) => {
  const { edition } = service.settings;
  const job = jobWithId(service, call.route.jobId);
  const sent = jobConditionOf(bodyObject(call), edition);
  if (edition === '2025') requirePaths(sent);
  const problems = savedParametersErrors(sent, job.type, edition);
  if (problems.length > 0) throw badParameters(problems);
  job.runCondition = completeCondition(sent, job.runCondition, edition);
  job.updatedDate = koreanDate(service.nowMs());
  return { status: 200, body: jobResponse(job, edition) };
};
