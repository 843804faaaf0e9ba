import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  didNotComplete,
  holdsPlace,
  isDone,
  isFinal,
  type PlanRun,
  type RunState,
  type RunStates,
  stateOf,
} from '../../../src/execution/plan/run-state.ts';
import { afterFailure, nextSteps, type Plan } from '../../../src/execution/plan/schedule.ts';
import { anyPlan } from './any-plan.ts';

const COURSES = 3000;
const RETRY_DELAY_MS = 30;

/** What can happen to a start, and to an execution; chosen at random, good ends more often. */
const START_ENDS = ['ok', 'ok', 'ok', 'ok', 'ok', 'refused', 'no-place', 'lost'] as const;
const EXECUTION_ENDS = ['ok', 'ok', 'ok', 'ok', 'failed', 'failed', 'cancelled', 'unreadable'] as const;

interface Course {
  readonly plan: Plan;
  readonly skipped: ReadonlySet<string>;
  /** After how many events the step is cancelled or waitTimeout passes. */
  readonly haltAfter: number;
  readonly deadlineMs: number;
}

const anyCourse: fc.Arbitrary<Course> = fc.record({
  plan: anyPlan,
  skipped: fc.uniqueArray(fc.nat(13), { maxLength: 3 }).map((list) => new Set(list.map((n) => `n${n}`))),
  haltAfter: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(40)),
  deadlineMs: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(300)),
});

/** All that a course did, for rules about the whole of it. */
interface Account {
  readonly states: RunStates;
  readonly starts: ReadonlyMap<string, number>;
  readonly noPlaces: ReadonlyMap<string, number>;
  readonly isHalted: boolean;
  readonly isCut: boolean;
  readonly mostAtATime: number;
}

/**
 * Plays a plan to its end: what may start is started at once, then one event happens to one run at a time.
 * `onSteps` sees the states before and after each round of starts.
 */
function play(
  { plan, skipped, haltAfter, deadlineMs }: Course,
  choose: (count: number) => number,
  onSteps: (
    before: RunStates,
    starts: readonly PlanRun[],
    after: RunStates,
    nowMs: number,
    isHalted: boolean,
  ) => void = () => {},
): Account {
  const states = new Map<string, RunState>(
    plan.runs
      .filter(({ name }) => skipped.has(name))
      .map(({ name }) => [name, { kind: 'skipped', attempts: 0 }]),
  );
  const starts = new Map<string, number>();
  const noPlaces = new Map<string, number>();
  let nowMs = 0;
  let isCut = false;
  let mostAtATime = 0;
  for (let events = 0; events < 10_000; events += 1) {
    const isHalted = events >= haltAfter;
    const before = new Map(states);
    const steps = nextSteps(plan, states, { nowMs, isHalted });
    for (const [name, state] of steps.ended) states.set(name, state);
    for (const { name } of steps.start) {
      states.set(name, { kind: 'starting', attempts: stateOf(states, name).attempts });
      starts.set(name, (starts.get(name) ?? 0) + 1);
    }
    onSteps(before, steps.start, new Map(states), nowMs, isHalted);
    mostAtATime = Math.max(mostAtATime, [...states.values()].filter(holdsPlace).length);
    const open = plan.runs.filter(({ name }) => ['starting', 'running'].includes(stateOf(states, name).kind));
    if (open.length === 0 && steps.wakeAtMs === undefined)
      return { states, starts, noPlaces, isHalted, isCut, mostAtATime };
    const choice = choose(open.length + (steps.wakeAtMs === undefined ? 0 : 1));
    const run = open[choice];
    if (!run) {
      nowMs = steps.wakeAtMs ?? nowMs;
      continue;
    }
    const { kind, attempts } = stateOf(states, run.name);
    const [untilMs, startMs] = [nowMs + RETRY_DELAY_MS, nowMs];
    if (kind === 'starting') {
      const end = START_ENDS[choose(START_ENDS.length)];
      if (end === 'no-place') noPlaces.set(run.name, (noPlaces.get(run.name) ?? 0) + 1);
      states.set(
        run.name,
        end === 'ok'
          ? { kind: 'running', attempts: attempts + 1 }
          : end === 'refused'
            ? { kind: 'refused', attempts }
            : end === 'no-place'
              ? { kind: 'no-place', attempts, untilMs: startMs + 7 }
              : { kind: 'unknown', attempts, startLost: true },
      );
    } else {
      const end = EXECUTION_ENDS[choose(EXECUTION_ENDS.length)];
      const afterwards: RunState =
        end === 'ok'
          ? { kind: 'completed', attempts }
          : end === 'failed'
            ? afterFailure(plan, states, run, { attempts, untilMs, waitTimeoutMs: deadlineMs }, isHalted)
            : end === 'cancelled'
              ? { kind: 'cancelled', attempts }
              : { kind: 'unknown', attempts, startLost: false };
      if (end === 'failed' && untilMs >= deadlineMs) isCut = true;
      states.set(run.name, afterwards);
    }
  }
  throw new Error('the plan did not come to an end');
}

let played = 0;

/** Holds a rule against many plans, each with outcomes and an order of events of its own. */
function holdsForAny(rule: (course: Course, choose: (count: number) => number) => void): void {
  fc.assert(
    fc.property(anyCourse, fc.infiniteStream(fc.nat(1_000_000)), (course, stream) => {
      played += 1;
      rule(course, (count) => Number(stream.next().value) % count);
    }),
    { numRuns: COURSES },
  );
}

const lostJobs = ({ runs }: Plan, states: RunStates) =>
  runs
    .filter(({ name }) => {
      const state = stateOf(states, name);
      return state.kind === 'unknown' && state.startLost;
    })
    .map(({ jobId }) => jobId);
const hasFailed = ({ runs }: Plan, states: RunStates) =>
  runs.some(({ name }) => didNotComplete(stateOf(states, name)));
const isPausedUntilLater = (state: RunState, nowMs: number) => 'untilMs' in state && state.untilMs > nowMs;

describe('whatever happens to the runs of a plan', () => {
  it('there are never more than maxParallel, a retry pause counted', () => {
    holdsForAny((course, choose) => {
      expect(play(course, choose).mostAtATime).toBeLessThanOrEqual(course.plan.maxParallel);
    });
  });

  it('no run starts before its needs are completed or skipped', () => {
    holdsForAny((course, choose) => {
      play(course, choose, (before, starts) => {
        for (const { needs } of starts)
          for (const need of needs) expect(['completed', 'skipped']).toContain(stateOf(before, need).kind);
      });
    });
  });

  it('only a run that waits, or whose pause is over, is started', () => {
    holdsForAny((course, choose) => {
      play(course, choose, (before, starts, _after, nowMs) => {
        for (const { name } of starts) {
          const state = stateOf(before, name);
          expect(['waiting', 'retry-pause', 'no-place']).toContain(state.kind);
          expect(isPausedUntilLater(state, nowMs)).toBe(false);
        }
      });
    });
  });

  it('a run starts once, and once more for each retry and each refusal for want of a place', () => {
    holdsForAny((course, choose) => {
      const { starts, noPlaces } = play(course, choose);
      for (const { name, retries } of course.plan.runs)
        expect(starts.get(name) ?? 0).toBeLessThanOrEqual(1 + retries + (noPlaces.get(name) ?? 0));
    });
  });

  it('a job never has two starts under way', () => {
    holdsForAny((course, choose) => {
      play(course, choose, (_before, _starts, after) => {
        const jobs = course.plan.runs
          .filter(({ name }) => stateOf(after, name).kind === 'starting')
          .map(({ jobId }) => jobId);
        expect(new Set(jobs).size).toBe(jobs.length);
      });
    });
  });

  it('a lost start is the last one of its job', () => {
    holdsForAny((course, choose) => {
      play(course, choose, (before, starts) => {
        for (const { jobId } of starts) expect(lostJobs(course.plan, before)).not.toContain(jobId);
      });
    });
  });

  it('nothing starts after a failure when onFailure is stop, nor after the plan is halted', () => {
    holdsForAny((course, choose) => {
      play(course, choose, (before, starts, _after, _nowMs, isHalted) => {
        if (isHalted || (course.plan.onFailure === 'stop' && hasFailed(course.plan, before)))
          expect(starts).toEqual([]);
      });
    });
  });

  it('no place stays free while a run could have it', () => {
    holdsForAny(({ plan, ...course }, choose) => {
      play({ plan, ...course }, choose, (_before, _starts, after, nowMs, isHalted) => {
        const held = plan.runs.filter(({ name }) => holdsPlace(stateOf(after, name))).length;
        if (held >= plan.maxParallel || isHalted) return;
        const lost = lostJobs(plan, after);
        const closed = plan.runs
          .filter(({ name }) => {
            const state = stateOf(after, name);
            return (
              state.kind === 'starting' || (state.kind === 'no-place' && isPausedUntilLater(state, nowMs))
            );
          })
          .map(({ jobId }) => jobId);
        const left = plan.runs.filter(
          ({ name, jobId, needs }) =>
            stateOf(after, name).kind === 'waiting' &&
            needs.every((need) => isDone(stateOf(after, need))) &&
            !lost.includes(jobId) &&
            !closed.includes(jobId),
        );
        expect(left).toEqual([]);
      });
    });
  });

  it('every run ends as completed, failed, cancelled, refused, unknown, skipped or not run', () => {
    holdsForAny((course, choose) => {
      const { states } = play(course, choose);
      for (const { name } of course.plan.runs) expect(isFinal(stateOf(states, name))).toBe(true);
    });
  });

  it('a run stays undone only for a reason', () => {
    holdsForAny(({ plan, ...course }, choose) => {
      const { states, isHalted } = play({ plan, ...course }, choose);
      const lost = lostJobs(plan, states);
      for (const { name, jobId, needs } of plan.runs) {
        if (stateOf(states, name).kind !== 'not-run') continue;
        const isStopped = isHalted || (plan.onFailure === 'stop' && hasFailed(plan, states));
        const lacksNeed = needs.some((need) => !isDone(stateOf(states, need)));
        expect(isStopped || lacksNeed || lost.includes(jobId)).toBe(true);
      }
    });
  });

  it('a run ends as failed only when its retries are used up, or when nothing more may be started', () => {
    holdsForAny(({ plan, ...course }, choose) => {
      const { states, isHalted, isCut } = play({ plan, ...course }, choose);
      const lost = lostJobs(plan, states);
      const failures = plan.runs.filter(({ name }) => didNotComplete(stateOf(states, name)));
      for (const { name, jobId, retries } of failures) {
        const { kind, attempts } = stateOf(states, name);
        if (kind !== 'failed' || attempts > retries) continue;
        const hasOther = failures.some((other) => other.name !== name);
        expect(isHalted || isCut || (plan.onFailure === 'stop' && hasOther) || lost.includes(jobId)).toBe(
          true,
        );
      }
    });
  });

  afterAll(() => {
    console.log(`${played} plans were played to their end`);
    expect(played).toBeGreaterThanOrEqual(11 * COURSES);
  });
});
