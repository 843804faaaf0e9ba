import { completeCondition, jobConditionOf, requirePaths } from '../editions.ts';
import { acceptedResponse } from '../execution-response.ts';
import type { Job } from '../job.ts';
import { badParameter, badState, isJsonObject, type JsonObject } from '../response.ts';
import { jobWithId, planFor, requirePlace, startExecution } from '../service.ts';
import { bodyObject, type Operation } from './operation-request.ts';

const startable = new Set(['RUNNABLE', 'RUNNING', 'READY']);

/** POST /api/v1/jobs/{jobId}/executions?triggerId&workflowId. Every accepted request starts an execution. */
export const executeJob: Operation = (request, service) => {
  const { edition, executeStatus } = service.settings;
  const { query, jobId } = request.route;
  const job = jobWithId(service, jobId);
  const body = bodyObject(request, edition === '2026');
  const jobCondition = completeCondition(jobConditionOf(body, edition), savedSettings(job), edition);
  requirePaths(jobCondition);
  const parameters = parametersOf(body['parameters'] ?? jobCondition['parameters']);
  if (!startable.has(job.status)) throw badState(`Job ${jobId} is ${job.status} and can not be executed.`);
  requirePlace(service, job);
  service.starts += 1;
  const execution = startExecution(service, job, {
    jobCondition,
    parameters,
    triggerId: query.get('triggerId') ?? undefined,
    workflowId: query.get('workflowId') ?? undefined,
    startedBy: 'request',
    plan: planFor(service, service.starts),
  });
  return {
    status: executeStatus,
    body: acceptedResponse(execution, service.settings, execution.acceptedAtMs),
    executionId: execution.jobExecutionId,
  };
};

/** A saved workerType, which 2026 does not know any more, does not come back through an execution. */
function savedSettings(job: Job): JsonObject {
  const { workerType: _, ...settings } = job.runCondition;
  return settings;
}

function parametersOf(value: unknown): JsonObject | undefined {
  if (value === undefined || isJsonObject(value)) return value;
  throw badParameter('parameters', 'must be an object');
}
