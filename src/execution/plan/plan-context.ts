import type { Execution } from '../../dataflow/model.ts';
import type { JsonObject } from '../../text/json.ts';
import type { ExecutionContext, ExecutionEvent } from '../context.ts';
import type { LeaveOrCancel } from '../follow.ts';
import type { Ending } from '../outcome.ts';
import type { SavedRun } from '../saved-state.ts';
import type { Interruption } from './plan-conclusion.ts';
import type { PlanRun, RunStates } from './run-state.ts';
import type { Plan } from './schedule.ts';

/** What one run of a plan is started with. */
export interface PlannedRun extends PlanRun {
  readonly jobCondition: JsonObject;
  readonly parameters: JsonObject | undefined;
}

/** How a plan is run. */
export interface PlanOptions extends Omit<Plan, 'runs'> {
  readonly runs: readonly PlannedRun[];
  /** Names of the runs that are done already. */
  readonly skipped: ReadonlySet<string>;
  readonly onCancel: LeaveOrCancel;
  readonly onTimeout: LeaveOrCancel;
  /** For all of it, counted from the start of the step; undefined: no limit. */
  readonly waitTimeoutMs: number | undefined;
  readonly retryDelayMs: number;
}

/** What is known of one run, beside its state. */
export interface RunRecord {
  /** The last one that was started for it. */
  readonly jobExecutionId?: string | undefined;
  readonly execution?: Execution | undefined;
  /** Why its last attempt ended. */
  readonly ending?: Ending | undefined;
}

/** What happens while a plan runs. For people only. */
export type PlanEvent =
  | { readonly kind: 'run-started' | 'run-ended'; readonly run: PlanRun }
  | { readonly kind: 'run-retry'; readonly run: PlanRun; readonly number: number; readonly pauseMs: number }
  /** The start was refused since the job has as many executions as it may have. */
  | { readonly kind: 'run-no-place'; readonly run: PlanRun; readonly pauseMs: number }
  /** `run`: the run that it is about; undefined where it is about several. */
  | { readonly kind: 'of-execution'; readonly run: PlanRun | undefined; readonly event: ExecutionEvent };

/** What running a plan works with. */
export interface PlanContext extends Omit<ExecutionContext, 'emit' | 'remember'> {
  readonly emit: (event: PlanEvent) => void;
  /** Keeps what the post step has to know of one run, at each change. */
  readonly remember: (name: string, run: SavedRun) => void;
}

/** What a plan came to. */
export interface PlanResult {
  readonly states: RunStates;
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly interruption: Interruption;
}
