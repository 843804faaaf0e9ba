import { completeCondition, jobConditionOf, requirePaths, savedParametersErrors } from '../editions.ts';
import { jobResponse } from '../job.ts';
import { koreanDate } from '../korean-time.ts';
import { badParameters } from '../response.ts';
import { jobWithId } from '../service.ts';
import { bodyObject, type Operation } from './operation-request.ts';

/** PUT /api/v1/jobs/{jobId}/executions. 2025 replaces the settings, 2026 keeps what is left out. */
export const updateJobExecuteConfig: Operation = (request, service) => {
  const { edition } = service.settings;
  const job = jobWithId(service, request.route.jobId);
  const sent = jobConditionOf(bodyObject(request), edition);
  if (edition === '2025') requirePaths(sent);
  const problems = savedParametersErrors(sent, job.type, edition);
  if (problems.length > 0) throw badParameters(problems);
  job.runCondition = completeCondition(sent, job.runCondition, edition);
  job.updatedDate = koreanDate(service.nowMs());
  return { status: 200, body: jobResponse(job, edition) };
};
