import {
  didNotComplete,
  holdsPlace,
  isDone,
  isFinal,
  type PlanRun,
  type RunState,
  type RunStates,
  stateOf,
} from './run-state.ts';

/** What is to be run, and by which rules. The names are unique and the needs form no cycle (`needsProblems`). */
export interface Plan {
  readonly runs: readonly PlanRun[];
  /** How many executions there may be at a time, at least 1. */
  readonly maxParallel: number;
  /** After one did not complete: `stop` starts nothing more, `continue` goes on with what does not need it. */
  readonly onFailure: 'stop' | 'continue';
}

/** When, and whether anything may be started at all. */
export interface Moment {
  /** By the clock that `untilMs` of the states is by. */
  readonly nowMs: number;
  /** The step was cancelled, or waitTimeout has passed: nothing is started any more. */
  readonly isHalted: boolean;
}

/** What follows from what is known. */
export interface NextSteps {
  /** Runs whose start may be sent now, all at once, in this order. */
  readonly start: readonly PlanRun[];
  /** Runs that end without another start, with how they end. */
  readonly ended: ReadonlyMap<string, RunState>;
  /** When a pause ends, and this has to be asked again even if nothing has happened. */
  readonly wakeAtMs: number | undefined;
}

/**
 * What may be started now. To be asked again after each change of a state: the caller has to record `ended`, and
 * each of `start` as `starting`, before it asks again.
 */
export function nextSteps(plan: Plan, states: RunStates, { nowMs, isHalted }: Moment): NextSteps {
  const ended = endsWithoutStart(plan, states, isStopped(plan, states, isHalted));
  const open = plan.runs
    .filter(({ name }) => !ended.has(name))
    .map((run) => ({ run, state: stateOf(states, run.name) }));
  const pauses = open.flatMap(({ state }) =>
    'untilMs' in state && state.untilMs > nowMs ? [state.untilMs] : [],
  );
  return {
    start: startable(open, plan.maxParallel, nowMs, states),
    ended,
    wakeAtMs: pauses.reduce<number | undefined>((first, ms) => Math.min(first ?? ms, ms), undefined),
  };
}

/**
 * The state after an execution FAILED: a pause before the next attempt, or the end. The end also where the pause
 * would outlast the deadline, and after `stop`.
 * @param attempts how many executions were started for the run, this one included
 */
export function afterFailure(
  plan: Plan,
  states: RunStates,
  run: PlanRun,
  { attempts, untilMs, deadlineMs = Number.POSITIVE_INFINITY, isHalted }: FailedAttempt,
): RunState {
  return isStopped(plan, states, isHalted) || attempts > run.retries || untilMs >= deadlineMs
    ? { kind: 'failed', attempts }
    : { kind: 'retry-pause', attempts, untilMs };
}

/** What `afterFailure` has to know of an attempt that FAILED. */
export interface FailedAttempt {
  readonly attempts: number;
  /** When a pause would be over. */
  readonly untilMs: number;
  /** When waitTimeout passes. */
  readonly deadlineMs?: number | undefined;
  readonly isHalted: boolean;
}

/** Whether nothing is started any more: it was halted, or one did not complete and `onFailure` is `stop`. */
export function isStopped(plan: Plan, states: RunStates, isHalted: boolean): boolean {
  const hasFailure = () => plan.runs.some(({ name }) => didNotComplete(stateOf(states, name)));
  return isHalted || (plan.onFailure === 'stop' && hasFailure());
}

/** Runs that wait for a start which can never come. */
function endsWithoutStart(plan: Plan, states: RunStates, isAllStopped: boolean): Map<string, RunState> {
  const lostJobs = new Set(
    plan.runs.filter(({ name }) => isLostStart(stateOf(states, name))).map(({ jobId }) => jobId),
  );
  const ended = new Map<string, RunState>();
  const isDeadEnd = (need: string): boolean => {
    const state = ended.get(need) ?? stateOf(states, need);
    return isFinal(state) && !isDone(state);
  };
  // Once more after each round that ended something: a chain of needs may be written in any order.
  for (let before = -1; before !== ended.size; ) {
    before = ended.size;
    for (const { name, jobId, needs } of plan.runs) {
      const state = stateOf(states, name);
      if (ended.has(name) || isFinal(state) || state.kind === 'starting' || state.kind === 'running')
        continue;
      if (isAllStopped || lostJobs.has(jobId) || needs.some(isDeadEnd)) ended.set(name, endOf(state));
    }
  }
  return ended;
}

function isLostStart(state: RunState): boolean {
  return state.kind === 'unknown' && state.startLost;
}

/** Without another start, what the last attempt brought is the result. */
function endOf({ attempts }: RunState): RunState {
  return { kind: attempts > 0 ? 'failed' : 'not-run', attempts };
}

interface OpenRun {
  readonly run: PlanRun;
  readonly state: RunState;
}

/**
 * Starts of one job are sent one after the other: of two at a time whose responses are lost, nobody could say which
 * execution belongs to which.
 */
function startable(
  open: readonly OpenRun[],
  maxParallel: number,
  nowMs: number,
  states: RunStates,
): PlanRun[] {
  const isPaused = ({ state }: OpenRun) => 'untilMs' in state && state.untilMs > nowMs;
  const due = (kind: RunState['kind']) => open.filter((each) => each.state.kind === kind && !isPaused(each));
  const closedJobs = new Set(
    open
      .filter((each) => each.state.kind === 'starting' || (each.state.kind === 'no-place' && isPaused(each)))
      .map(({ run }) => run.jobId),
  );
  const ready = due('waiting').filter(({ run }) => run.needs.every((need) => isDone(stateOf(states, need))));
  let places = maxParallel - open.filter(({ state }) => holdsPlace(state)).length;
  const starts: PlanRun[] = [];
  for (const { run, state } of [...due('retry-pause'), ...due('no-place'), ...ready]) {
    if (closedJobs.has(run.jobId) || !(holdsPlace(state) || places > 0)) continue;
    closedJobs.add(run.jobId);
    if (!holdsPlace(state)) places -= 1;
    starts.push(run);
  }
  return starts;
}
