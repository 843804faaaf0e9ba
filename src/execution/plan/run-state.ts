/** One execution that a plan has to bring to an end; it may take several attempts. */
export interface PlanRun {
  /** Unique in the plan: the date of a backfill, the name in run-jobs. */
  readonly name: string;
  readonly jobId: string;
  /** Names of the runs that have to complete (or be skipped) before this one starts. */
  readonly needs: readonly string[];
  /** How often a FAILED execution is started again. */
  readonly retries: number;
}

/** What is known of a run. `attempts` counts the executions that were started for it. */
export type RunState = { readonly attempts: number } & (
  | {
      readonly kind:
        | 'waiting'
        /** A start is being sent, or its execution is being searched. `attempts` does not count it yet. */
        | 'starting'
        | 'running'
        | FinalKind;
    }
  /** FAILED, and to be started again. The pause holds its place among maxParallel. */
  | { readonly kind: 'retry-pause'; readonly untilMs: number }
  /** Refused, since the job has as many executions as it may have: to be tried again. Holds no place. */
  | { readonly kind: 'no-place'; readonly untilMs: number }
  /** `startLost`: whether an execution was started could not be found out. Else the execution's state could not be read. */
  | { readonly kind: 'unknown'; readonly startLost: boolean }
);

/** How a run ends when its end is known. */
type FinalKind =
  | 'completed'
  | 'failed'
  /** CANCELED by somebody in Data Flow, or with the step. */
  | 'cancelled'
  /** The service refused the start. */
  | 'refused'
  /** Done already, so that nothing had to be started. */
  | 'skipped'
  | 'not-run';

/** What is known of each run, by its name; a run that is absent is waiting. */
export type RunStates = ReadonlyMap<string, RunState>;

const WAITING: RunState = { kind: 'waiting', attempts: 0 };

export function stateOf(states: RunStates, name: string): RunState {
  return states.get(name) ?? WAITING;
}

/** The end of a run that is not started again: the result is that of its last attempt. */
export function endWithoutStart(attempts: number): RunState {
  return { kind: attempts > 0 ? 'failed' : 'not-run', attempts };
}

/** Whether what needs this run may start. */
export function isDone({ kind }: RunState): boolean {
  return kind === 'completed' || kind === 'skipped';
}

/** Whether it occupies one of the maxParallel places. */
export function holdsPlace({ kind }: RunState): boolean {
  return kind === 'starting' || kind === 'running' || kind === 'retry-pause';
}

/** Whether nothing changes any more. */
export function isFinal(state: RunState): boolean {
  return !holdsPlace(state) && state.kind !== 'waiting' && state.kind !== 'no-place';
}

/** Whether it came to an end that is no success: this is what `onFailure` is about. */
export function didNotComplete(state: RunState): boolean {
  return isFinal(state) && !isDone(state) && state.kind !== 'not-run';
}
