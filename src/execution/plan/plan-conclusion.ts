import { didNotComplete, isDone, type PlanRun, type RunState, type RunStates, stateOf } from './run-state.ts';

/** The output `conclusion` of a plan that was run. */
export type PlanConclusion = 'success' | 'failure' | 'cancelled' | 'timed_out' | 'not_started' | 'unknown';

/** The conclusion of one run, as `results` shows it. */
export type RunConclusion = PlanConclusion | 'skipped';

/** Why the plan ended before all runs had. */
export interface Interruption {
  readonly isCancelled: boolean;
  /** waitTimeout passed while there was something left to wait for. */
  readonly isTimeUp: boolean;
}

/** What the whole plan came to. Success only when every run completed or was skipped. */
export function planConclusion(
  runs: readonly PlanRun[],
  states: RunStates,
  { isCancelled, isTimeUp }: Interruption,
): PlanConclusion {
  const all = runs.map(({ name }) => stateOf(states, name));
  if (all.some(({ kind }) => kind === 'unknown')) return 'unknown';
  if (isCancelled) return 'cancelled';
  if (isTimeUp) return 'timed_out';
  if (all.every(isDone)) return 'success';
  return all.some(wasStarted) ? 'failure' : 'not_started';
}

function wasStarted({ kind, attempts }: RunState): boolean {
  return attempts > 0 || kind === 'starting';
}

/** Each kind of state as the conclusion of a run that is left in it. */
const RUN_CONCLUSIONS = {
  waiting: 'not_started',
  'no-place': 'not_started',
  starting: 'unknown',
  running: 'timed_out',
  'retry-pause': 'failure',
  completed: 'success',
  failed: 'failure',
  cancelled: 'cancelled',
  refused: 'not_started',
  skipped: 'skipped',
  'not-run': 'not_started',
  unknown: 'unknown',
} as const satisfies Record<RunState['kind'], RunConclusion>;

/**
 * The conclusion of one run. One that still runs when the plan has ended was left running: by a cancelled step, or by
 * waitTimeout.
 */
export function runConclusion({ kind, attempts }: RunState, isCancelled = false): RunConclusion {
  if (kind === 'running' && isCancelled) return 'cancelled';
  const conclusion = RUN_CONCLUSIONS[kind];
  // The start of a retry was refused: what counts is that its last execution FAILED.
  return conclusion === 'not_started' && attempts > 0 ? 'failure' : conclusion;
}

/** The names of the runs by what became of them, each list in the order of the plan. */
export interface RunLists {
  readonly completed: readonly string[];
  /** FAILED, CANCELED, or the start was refused. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** All that is neither completed nor skipped: what is still to be done. */
  readonly remaining: readonly string[];
}

export function runLists(runs: readonly PlanRun[], states: RunStates): RunLists {
  const namesWhere = (holds: (state: RunState) => boolean) =>
    runs.map(({ name }) => name).filter((name) => holds(stateOf(states, name)));
  return {
    completed: namesWhere(({ kind }) => kind === 'completed'),
    failed: namesWhere((state) => didNotComplete(state) && state.kind !== 'unknown'),
    skipped: namesWhere(({ kind }) => kind === 'skipped'),
    remaining: namesWhere((state) => !isDone(state)),
  };
}
