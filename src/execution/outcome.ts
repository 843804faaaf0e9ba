import type { DataFlowError } from '../dataflow/errors.ts';
import type { FinalStatus } from '../dataflow/execution-facts.ts';
import type { Execution, Job } from '../dataflow/model.ts';
import type { MergedCondition } from '../job/condition.ts';
import type { JsonObject } from '../text/json.ts';
import type { LostStart } from './recognise.ts';

/** What became of a request to cancel. */
export type CancelOutcome =
  /** The service says CANCELED. */
  | { readonly kind: 'canceled' }
  /** It had ended by itself before. */
  | { readonly kind: 'ended'; readonly status: FinalStatus }
  /** The service took the request; the execution was not final yet when time ran out. */
  | { readonly kind: 'asked' }
  /** The service said no. */
  | { readonly kind: 'refused'; readonly error: DataFlowError }
  /** The request brought no answer in time. */
  | { readonly kind: 'unanswered' };

/** Why a step ended: exactly one of these. `conclusions` says what each means for the step. */
export type Ending =
  | { readonly why: 'completed' }
  | { readonly why: 'failed' }
  | { readonly why: 'canceled' }
  /** `wait: false`, and it was started. */
  | { readonly why: 'started' }
  /** `dryRun: true`: everything was checked, nothing was started. */
  | { readonly why: 'dry-run' }
  /** The inputs are wrong; nothing was sent. */
  | { readonly why: 'bad-inputs'; readonly problems: readonly string[] }
  /** The job could not be read, or the start was refused; nothing was started. */
  | { readonly why: 'refused'; readonly error: DataFlowError; readonly missing: readonly string[] }
  /** `ifRunning: fail`, and there are others. */
  | { readonly why: 'already-running'; readonly others: readonly string[] }
  /** `ifRunning: queue` or `replace`: the others had not ended when waitTimeout passed. */
  | { readonly why: 'others-still-running'; readonly others: readonly string[] }
  /** `ifRunning: replace`: another could not be cancelled. */
  | {
      readonly why: 'others-not-cancelled';
      readonly others: readonly string[];
      readonly error: DataFlowError;
    }
  /** The answer to the start was lost, and what became of it could not be told. */
  | {
      readonly why: 'start-lost';
      readonly error: DataFlowError;
      readonly candidates: readonly string[];
      /** Why the search for its execution told nothing. */
      readonly searchError?: DataFlowError | undefined;
    }
  /** It was started, and its state could not be read any more. */
  | { readonly why: 'sight-lost'; readonly error: DataFlowError }
  /** The service does not list the execution (any more). */
  | { readonly why: 'not-listed' }
  /** waitTimeout has passed; `cancel` says what onTimeout: cancel brought. */
  | { readonly why: 'wait-timeout'; readonly cancel?: CancelOutcome | undefined }
  /** The step was cancelled. */
  | { readonly why: 'step-cancelled'; readonly left: CancelOutcome | { readonly kind: LeftAtCancel } }
  /** A defect of this action; a start may have been sent without an answer. */
  | { readonly why: 'crashed'; readonly error: unknown; readonly startSent: boolean };

/** What a cancelled step leaves behind when it sent no request to cancel. */
export type LeftAtCancel =
  /** Nothing had been started. */
  | 'nothing'
  /** `onCancel: leave`, or it was not this step's to cancel. */
  | 'left'
  /** The start was under way, and its execution could not be found in time: the post step looks for it. */
  | 'start-unclear';

/** The output `conclusion`. */
export type Conclusion =
  | 'success'
  | 'failure'
  | 'cancelled'
  | 'timed_out'
  | 'started'
  | 'not_started'
  | 'skipped'
  | 'unknown';

const CONCLUSIONS: Readonly<Record<Exclude<Ending['why'], 'crashed'>, Conclusion>> = {
  completed: 'success',
  failed: 'failure',
  canceled: 'cancelled',
  started: 'started',
  'dry-run': 'skipped',
  'bad-inputs': 'not_started',
  refused: 'not_started',
  'already-running': 'not_started',
  'others-still-running': 'not_started',
  'others-not-cancelled': 'not_started',
  'start-lost': 'unknown',
  'sight-lost': 'unknown',
  'not-listed': 'unknown',
  'wait-timeout': 'timed_out',
  'step-cancelled': 'cancelled',
};

/** How a step ended and what is known of the execution. */
export interface Result {
  readonly ending: Ending;
  readonly jobId: string;
  readonly job?: Job | undefined;
  readonly jobExecutionId?: string | undefined;
  /** As last seen. */
  readonly execution?: Execution | undefined;
  /** Whether this step started it (or an earlier attempt of it did). */
  readonly startedHere: boolean;
  /** What was sent with the start, or would be. */
  readonly condition?: MergedCondition | undefined;
  readonly parameters?: JsonObject | undefined;
  /** Its start was cancelled before its answer came, and this was found in a hurry: there may be another. */
  readonly guessedFrom?: LostStart | undefined;
  /** The executions listed before. */
  readonly past?: readonly Execution[];
}

/** What a result means for the step. */
export function conclusionOf({ ending, jobExecutionId }: Result): Conclusion {
  if (ending.why === 'crashed') return ending.startSent || jobExecutionId ? 'unknown' : 'not_started';
  return CONCLUSIONS[ending.why];
}

/** Whether the step succeeds. Nothing but these turns it green. */
export function isSuccess(result: Result, failOnError: boolean): boolean {
  const conclusion = conclusionOf(result);
  if (conclusion === 'success' || conclusion === 'started' || conclusion === 'skipped') return true;
  return !failOnError && ['failed', 'canceled', 'wait-timeout'].includes(result.ending.why);
}
