import type { DataFlowClient } from '../dataflow/client.ts';
import type { DataFlowError } from '../dataflow/errors.ts';
import type { Execution, Job } from '../dataflow/model.ts';
import type { MergedCondition } from '../job/condition.ts';
import type { Clock } from '../time/clock.ts';
import type { TypicalDuration } from './history.ts';
import type { LostStart } from './recognise.ts';

/** What happens on the way, told to whoever reports it. */
export type ExecutionEvent =
  /** The job and what will be sent, before the start. */
  | {
      readonly kind: 'prepared';
      readonly jobId: string;
      readonly job: Job | undefined;
      readonly condition: MergedCondition;
      readonly parameterNames: readonly string[];
      readonly typical: TypicalDuration | undefined;
    }
  /** An earlier attempt of this run had started an execution; `isTaken`: its result counts. */
  | {
      readonly kind: 'earlier-attempt';
      readonly jobExecutionId: string;
      readonly status: string | undefined;
      readonly isTaken: boolean;
    }
  /** getJob was refused, and the given options are complete. */
  | { readonly kind: 'job-unreadable'; readonly error: DataFlowError }
  /** The start is about to be sent. Whoever finds only this knows what to look for. */
  | { readonly kind: 'sending'; readonly start: LostStart }
  /** The start was refused for now and is sent again: it was not processed. */
  | { readonly kind: 'start-again'; readonly error: DataFlowError; readonly pauseMs: number }
  /** The answer to the start was lost: looking whether there is an execution. */
  | { readonly kind: 'start-unanswered'; readonly error: DataFlowError }
  /** There is none: the start is sent once more. */
  | { readonly kind: 'start-not-processed'; readonly lookedForMs: number }
  /** The execution that this step answers for is known. */
  | {
      readonly kind: 'identified';
      readonly execution: Execution | undefined;
      readonly jobExecutionId: string;
      readonly how: 'started' | 'found' | 'resumed' | 'attached';
    }
  /** An execution was looked at. */
  | { readonly kind: 'seen'; readonly execution: Execution }
  /** The executions could not be looked at. */
  | { readonly kind: 'look-failed'; readonly error: DataFlowError }
  /** The execution is not listed. */
  | { readonly kind: 'not-listed'; readonly jobExecutionId: string }
  /** Executions of others are active. */
  | { readonly kind: 'others-active'; readonly executions: readonly Execution[]; readonly ifRunning: string }
  | { readonly kind: 'cancelling'; readonly jobExecutionId: string; readonly reason: CancelReason };

/** Why an execution is cancelled. */
export type CancelReason = 'the step was cancelled' | 'waitTimeout has passed' | 'ifRunning is replace';

/** The reason of `cancelled`: the runner wants the step to end. */
export class StepCancelled extends Error {
  override name = 'StepCancelled';
  /** When that was, on the clock's `elapsedMs`. */
  readonly atMs: number;

  constructor(atMs: number) {
    super('the step was cancelled');
    this.atMs = atMs;
  }
}

/** What everything in this folder works with. */
export interface ExecutionContext {
  readonly client: DataFlowClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly emit: (event: ExecutionEvent) => void;
  /** Aborted when the step is cancelled. */
  readonly cancelled: AbortSignal;
}
