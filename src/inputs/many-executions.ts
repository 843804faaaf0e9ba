import type { LeaveOrCancel } from '../execution/follow.ts';
import { type ExecutionInputs, LEAVE_OR_CANCEL, readExecutionInputs } from './execution-inputs.ts';
import type { InputReader } from './reader.ts';

const ON_FAILURE = ['stop', 'continue'] as const;

/** What backfill and run-jobs have in common. */
export interface ManyExecutionsConfig extends ExecutionInputs {
  /** How many executions at a time, from 1 to 50. */
  readonly maxParallel: number;
  /** After an execution that did not complete: start no more, or go on. */
  readonly onFailure: (typeof ON_FAILURE)[number];
  /** What becomes of the executions that the step started when it is cancelled. */
  readonly onCancel: LeaveOrCancel;
}

/** The inputs that backfill/action.yml and run-jobs/action.yml share; `maxParallel` has a default in each. */
export function readManyExecutions(
  reader: InputReader,
  whenAbsent: { readonly maxParallel: number },
): ManyExecutionsConfig {
  return {
    ...readExecutionInputs(reader),
    maxParallel: reader.integer('maxParallel', { minimum: 1, maximum: 50 }, whenAbsent.maxParallel),
    onFailure: reader.choice('onFailure', ON_FAILURE, 'stop'),
    onCancel: reader.choice('onCancel', LEAVE_OR_CANCEL, 'cancel'),
  };
}
