import { type Execution, executionAt } from './execution.ts';

/** An execution as seen from outside, with its status at this moment. */
export interface ExecutionView
  extends Pick<
    Execution,
    | 'jobExecutionId'
    | 'jobId'
    | 'parameters'
    | 'jobCondition'
    | 'triggerId'
    | 'workflowId'
    | 'acceptedAtMs'
    | 'startedBy'
  > {
  readonly status: string;
  readonly consoleLogPath: string | undefined;
}

/** The view of an execution, by the service's clock. */
export function executionView(execution: Execution, nowMs: number): ExecutionView {
  const { jobExecutionId, jobId, parameters, jobCondition, triggerId, workflowId } = execution;
  const { acceptedAtMs, startedBy } = execution;
  const { status, consoleLogPath } = executionAt(execution, nowMs);
  const identity = { jobExecutionId, jobId, triggerId, workflowId, acceptedAtMs, startedBy };
  return { ...identity, parameters, jobCondition, status, consoleLogPath };
}
