import { refusalBody } from '../refusal-body.ts';
import { type OperationResponse, Refusal } from '../response.ts';
import type { OperationName } from '../routes.ts';
import type { Service } from '../service.ts';
import { cancelJobExecution } from './cancel-job-execution.ts';
import { createJob } from './create-job.ts';
import { executeJob } from './execute-job.ts';
import { getJob } from './get-job.ts';
import { getJobExecution } from './get-job-execution.ts';
import { getJobExecutions } from './get-job-executions.ts';
import { getJobs } from './get-jobs.ts';
import type { Operation, OperationRequest } from './operation-request.ts';
import { updateJob } from './update-job.ts';
import { updateJobExecuteConfig } from './update-job-execute-config.ts';

const operations: Readonly<Record<OperationName, Operation>> = {
  createJob,
  getJob,
  getJobs,
  updateJob,
  updateJobExecuteConfig,
  executeJob,
  getJobExecutions,
  getJobExecution,
  cancelJobExecution,
};

/** Carries out the operation that a request is for; a refusal becomes Data Flow's own error. */
export function carryOut(request: OperationRequest, service: Service): OperationResponse {
  try {
    return operations[request.route.operation](request, service);
  } catch (error) {
    if (error instanceof Refusal) {
      return { status: error.status, body: refusalBody(error, service.settings.edition) };
    }
    throw error;
  }
}
