import type { Context } from '../dataflow/context.ts';
import type { DataFlowError } from '../dataflow/errors.ts';
import type { Execution, Job } from '../dataflow/model.ts';
import type { SendEvent } from '../dataflow/send-once.ts';
import type { MergedCondition } from '../job/condition.ts';
import type { TypicalDuration } from './history.ts';
import type { SavedRun } from './saved-state.ts';

/** How the execution became known. */
export type How =
  /** The response to our start named it. */
  | 'started'
  /** The response was lost; a search confirmed it. */
  | 'found'
  /** An earlier attempt of this workflow run started it. */
  | 'resumed'
  /** Somebody else's, or given as jobExecutionId. */
  | 'attached';

/** Why an execution is cancelled. */
export type CancelReason =
  | 'the step was cancelled'
  | 'the step ended early'
  | 'waitTimeout is over'
  | 'ifRunning is replace';

/** What happens while an execution is started and waited for. For people only: no code learns from it. */
export type ExecutionEvent =
  | SendEvent
  /** The job and what will be sent, before the start. */
  | {
      readonly kind: 'prepared';
      readonly jobId: string;
      readonly job: Job | undefined;
      readonly condition: MergedCondition;
      readonly parameterNames: readonly string[];
      readonly typical: TypicalDuration | undefined;
    }
  /** An earlier attempt of this workflow run started an execution; `isTaken`: its result counts. */
  | {
      readonly kind: 'earlier-attempt';
      readonly jobExecutionId: string;
      readonly status: string | undefined;
      readonly isTaken: boolean;
    }
  /** getJob was refused, and the given options are complete. */
  | { readonly kind: 'job-unreadable'; readonly error: DataFlowError }
  /** The execution whose result is that of the step is known. */
  | {
      readonly kind: 'identified';
      readonly execution: Execution | undefined;
      readonly jobExecutionId: string;
      readonly how: How;
    }
  | { readonly kind: 'polled'; readonly execution: Execution }
  /** The execution is not listed. */
  | { readonly kind: 'not-listed'; readonly jobExecutionId: string }
  /** Executions of others are active. */
  | { readonly kind: 'others-active'; readonly executions: readonly Execution[]; readonly ifRunning: string }
  /** No execution is active any more; the list is read once more after a random pause. */
  | { readonly kind: 'queue-pause'; readonly pauseMs: number }
  | { readonly kind: 'cancelling'; readonly jobExecutionId: string; readonly reason: CancelReason }
  /** FAILED, and `retries` allows another start. */
  | {
      readonly kind: 'retrying';
      readonly jobExecutionId: string;
      /** The number of the attempt to come, from 2. */
      readonly attempt: number;
      readonly pauseMs: number;
    }
  /** The start of a retry was refused: the result is that of the execution before. */
  | { readonly kind: 'retry-refused'; readonly error: DataFlowError };

/** What everything in this folder works with. */
export interface ExecutionContext extends Context<ExecutionEvent> {
  /** Keeps what the post step has to know, at each change. */
  readonly remember: (run: SavedRun) => void;
}
