import type { DataFlowError } from '../dataflow/errors.ts';
import type { FinalStatus } from '../dataflow/execution-facts.ts';
import type { Execution, Job } from '../dataflow/model.ts';
import type { MergedCondition } from '../job/condition.ts';
import type { How } from './context.ts';

/** What became of a request to cancel. */
export type CancelOutcome =
  /** The service says CANCELED. */
  | { readonly kind: 'canceled' }
  /** It had ended by itself before. */
  | { readonly kind: 'ended'; readonly status: FinalStatus }
  /** The service accepted the request; the execution was not final yet when time ran out. */
  | { readonly kind: 'asked' }
  /** The service refused. */
  | { readonly kind: 'refused'; readonly error: DataFlowError }
  /** The request brought no response in time. */
  | { readonly kind: 'no-response' };

/** What a cancelled step did with an execution that was not final. */
export type AfterCancel = CancelOutcome | { readonly kind: 'left' };

/** Nothing was started, and why. */
export type NotStarted =
  /** `dryRun: true`: everything was checked. */
  | { readonly kind: 'dry-run' }
  /** The inputs are wrong; nothing was sent. */
  | { readonly kind: 'bad-inputs'; readonly problems: readonly string[] }
  /** The job could not be read, or the start was refused. */
  | { readonly kind: 'refused'; readonly error: DataFlowError; readonly missing: readonly string[] }
  /** `ifRunning: fail`, and there are others. */
  | { readonly kind: 'already-running'; readonly others: readonly string[] }
  /** `ifRunning: queue` or `replace`: the others had not ended when waitTimeout was over. */
  | { readonly kind: 'others-still-running'; readonly others: readonly string[] }
  /** `ifRunning: replace`: another could not be cancelled. */
  | {
      readonly kind: 'others-not-cancelled';
      readonly others: readonly string[];
      readonly error: DataFlowError;
    }
  /** A re-run could not read what an earlier attempt has started: starting might be the second time. */
  | {
      readonly kind: 'earlier-attempt-unreadable';
      readonly reason: string;
      readonly nextStep: string;
    }
  /** The step was cancelled before anything was sent. */
  | { readonly kind: 'cancelled-before-start' }
  /** A defect of this action. */
  | { readonly kind: 'crashed-before-start'; readonly error: unknown };

/** A start was sent, and whether there is an execution of it is not known. */
export type Unclear =
  | {
      readonly kind: 'start-unclear';
      readonly error: DataFlowError;
      readonly candidates: readonly string[];
      /** Why the search brought nothing. */
      readonly searchError?: DataFlowError | undefined;
    }
  /** The step was cancelled; the post step searches. */
  | { readonly kind: 'cancelled-during-start' }
  | { readonly kind: 'crashed-during-start'; readonly error: unknown };

/** An execution is known, and how the step left it. */
export type Followed =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'canceled' }
  /** `wait: false`. */
  | { readonly kind: 'started' }
  /** `dryRun: true` with jobExecutionId: it was read once. */
  | { readonly kind: 'dry-run' }
  /** Its state could not be read. */
  | { readonly kind: 'poll-failed'; readonly error: DataFlowError }
  /** The service does not list it (any more). */
  | { readonly kind: 'not-listed' }
  /** waitTimeout is over; `cancel` says what onTimeout: cancel brought. */
  | {
      readonly kind: 'wait-timeout';
      readonly limitMs: number;
      readonly waitedMs: number;
      readonly cancel?: CancelOutcome | undefined;
    }
  /** The start was resent, and the request before was processed too: `others` may come from it. */
  | { readonly kind: 'started-twice'; readonly others: readonly string[] }
  /** The step was cancelled. */
  | { readonly kind: 'step-cancelled'; readonly left: AfterCancel }
  | { readonly kind: 'crashed'; readonly error: unknown };

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

/** Why a step ended: exactly one of these. */
export type Ending = NotStarted | Unclear | Followed;

const CONCLUSIONS = {
  'dry-run': 'skipped',
  'bad-inputs': 'not_started',
  refused: 'not_started',
  'already-running': 'not_started',
  'others-still-running': 'not_started',
  'others-not-cancelled': 'not_started',
  'earlier-attempt-unreadable': 'not_started',
  'cancelled-before-start': 'cancelled',
  'crashed-before-start': 'not_started',
  'start-unclear': 'unknown',
  'cancelled-during-start': 'cancelled',
  'crashed-during-start': 'unknown',
  completed: 'success',
  failed: 'failure',
  canceled: 'cancelled',
  started: 'started',
  'poll-failed': 'unknown',
  'not-listed': 'unknown',
  'wait-timeout': 'timed_out',
  'started-twice': 'unknown',
  'step-cancelled': 'cancelled',
  crashed: 'unknown',
} as const satisfies Record<Ending['kind'], Conclusion>;

/** What is known of the job and of what was sent, whatever the ending. */
export interface RunFacts {
  readonly jobId: string;
  readonly job?: Job | undefined;
  /** What was sent with the start, or would be. */
  readonly condition?: MergedCondition | undefined;
  readonly parameterNames?: readonly string[] | undefined;
  /** The executions listed before. */
  readonly past?: readonly Execution[] | undefined;
  /** How many executions this step started. */
  readonly attempts: number;
}

/** A start that brought no execution to follow. */
export type NoExecution =
  | { readonly state: 'not-started'; readonly ending: NotStarted }
  | { readonly state: 'unclear'; readonly ending: Unclear };

/** How one attempt ended. */
export type Attempt =
  | NoExecution
  | {
      readonly state: 'followed';
      readonly ending: Followed;
      readonly jobExecutionId: string;
      readonly how: How;
      /** As last polled. */
      readonly execution?: Execution | undefined;
    };

/** How a run ended. */
export type Result = RunFacts & Attempt;

/** The execution of a result and its id, where they are known. */
export function executionOf(result: Result): {
  readonly jobExecutionId?: string | undefined;
  readonly execution?: Execution | undefined;
} {
  return result.state === 'followed' ? result : {};
}

/** What a result means for the step. */
export function conclusionOf({ ending }: Result): Conclusion {
  return CONCLUSIONS[ending.kind];
}

const PASSES_WITHOUT_FAIL_ON_ERROR: readonly Ending['kind'][] = ['failed', 'canceled', 'wait-timeout'];

/** Whether the step succeeds. Nothing but these endings makes it succeed. */
export function isSuccess(result: Result, failOnError: boolean): boolean {
  if (['success', 'started', 'skipped'].includes(conclusionOf(result))) return true;
  return !failOnError && PASSES_WITHOUT_FAIL_ON_ERROR.includes(result.ending.kind);
}
