import { type FailedAttempt, isRetried } from '../deadline.ts';
import {
  didNotComplete,
  endWithoutStart,
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
interface Moment {
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
  /** When the first pause ends: `nextSteps` is called again then, even if nothing has happened. */
  readonly wakeAtMs: number | undefined;
}

/**
 * What may be started now. The caller records `ended`, and each of `start` as `starting`, and calls this again after
 * each change of a state.
 */
export function nextSteps(plan: Plan, states: RunStates, { nowMs, isHalted }: Moment): NextSteps {
  const ended = endsWithoutStart(plan, states, isStopped(plan, states, isHalted));
  const open = plan.runs
    .filter(({ name }) => !ended.has(name))
    .map((run) => ({ run, state: stateOf(states, run.name) }));
  const pauses = open.map(({ state }) => pauseEndMs(state, nowMs)).filter((ms) => ms !== undefined);
  return {
    start: startable(open, plan.maxParallel, nowMs, states),
    ended,
    wakeAtMs: pauses.reduce<number | undefined>((first, ms) => Math.min(first ?? ms, ms), undefined),
  };
}

/**
 * The state after an execution FAILED: a pause before the next attempt, or the end. The end also where the pause
 * would outlast waitTimeout, and after `stop`.
 */
export function afterFailure(
  plan: Plan,
  states: RunStates,
  run: PlanRun,
  failed: FailedAttempt,
  isHalted: boolean,
): RunState {
  const { attempts, untilMs } = failed;
  return isRetried(failed, run) && !isStopped(plan, states, isHalted)
    ? { kind: 'retry-pause', attempts, untilMs }
    : { kind: 'failed', attempts };
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
      if (isAllStopped || lostJobs.has(jobId) || needs.some(isDeadEnd))
        ended.set(name, endWithoutStart(state.attempts));
    }
  }
  return ended;
}

function isLostStart(state: RunState): boolean {
  return state.kind === 'unknown' && state.startLost;
}

/** When the pause of a run is over; undefined when it has none any more. */
function pauseEndMs(state: RunState, nowMs: number): number | undefined {
  return 'untilMs' in state && state.untilMs > nowMs ? state.untilMs : undefined;
}

interface OpenRun {
  readonly run: PlanRun;
  readonly state: RunState;
}

/**
 * Starts of one job are sent one after the other: of two at a time whose responses are lost, nobody could know which
 * execution belongs to which.
 */
function startable(
  open: readonly OpenRun[],
  maxParallel: number,
  nowMs: number,
  states: RunStates,
): PlanRun[] {
  const isPaused = ({ state }: OpenRun) => pauseEndMs(state, nowMs) !== undefined;
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
