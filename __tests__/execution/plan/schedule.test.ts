import { describe, expect, it } from '@jest/globals';
import type { PlanRun, RunState } from '../../../src/execution/plan/run-state.ts';
import { afterFailure, nextSteps, type Plan } from '../../../src/execution/plan/schedule.ts';
import { aRun } from './any-plan.ts';

const planOf = (runs: readonly PlanRun[], rules: Partial<Plan> = {}): Plan => ({
  runs,
  maxParallel: 10,
  onFailure: 'continue',
  ...rules,
});
const steps = (plan: Plan, states: Record<string, RunState>, nowMs = 0, isHalted = false) => {
  const { start, ended, wakeAtMs } = nextSteps(plan, new Map(Object.entries(states)), { nowMs, isHalted });
  return {
    start: start.map(({ name }) => name),
    ended: Object.fromEntries([...ended].map(([name, { kind }]) => [name, kind])),
    wakeAtMs,
  };
};
const is = (kind: 'starting' | 'running' | 'completed' | 'failed' | 'skipped' | 'refused', attempts = 1) =>
  ({ kind, attempts }) as RunState;
const lost: RunState = { kind: 'unknown', attempts: 0, startLost: true };
const unreadable: RunState = { kind: 'unknown', attempts: 1, startLost: false };
const pause = (untilMs: number): RunState => ({ kind: 'retry-pause', attempts: 1, untilMs });
const noPlace = (untilMs: number): RunState => ({ kind: 'no-place', attempts: 0, untilMs });

describe('what may start now', () => {
  const a = aRun('a', { jobId: 'A' });
  const b = aRun('b', { jobId: 'B' });
  const a2 = aRun('a2', { jobId: 'A' });

  it('is one run of each job, in the order of the plan', () => {
    expect(steps(planOf([a, a2, b]), {}).start).toEqual(['a', 'b']);
  });

  it('is at most what maxParallel leaves', () => {
    expect(steps(planOf([a, b], { maxParallel: 1 }), {}).start).toEqual(['a']);
    expect(steps(planOf([a, b], { maxParallel: 1 }), { a: is('running') }).start).toEqual([]);
  });

  it('is nothing of a job whose start is under way, and all of another', () => {
    expect(steps(planOf([a, a2, b]), { a: is('starting', 0) }).start).toEqual(['b']);
  });

  it('is nothing more of a job with a lost start: its runs end as not run', () => {
    expect(steps(planOf([a, a2, b]), { a: lost })).toMatchObject({ start: ['b'], ended: { a2: 'not-run' } });
  });

  it('is everything else of a job whose execution could not be read', () => {
    expect(steps(planOf([a, a2, b]), { a: unreadable }).start).toEqual(['a2', 'b']);
  });

  it('is a run whose need was skipped', () => {
    const c = aRun('c', { needs: ['a'] });
    expect(steps(planOf([a, c]), { a: is('skipped', 0) }).start).toEqual(['c']);
  });

  it('is no run below a failed one, however far below and in whatever order it is written', () => {
    const chain = [aRun('d', { needs: ['c'] }), aRun('c', { needs: ['a'] }), a, b];
    expect(steps(planOf(chain), { a: is('failed') })).toMatchObject({
      start: ['b'],
      ended: { c: 'not-run', d: 'not-run' },
    });
  });

  it('is nothing after a failure when onFailure is stop: a pause ends as failed, a waiting run as not run', () => {
    const plan = planOf([a, b, a2], { onFailure: 'stop' });
    expect(steps(plan, { a: is('failed'), b: pause(50) })).toEqual({
      start: [],
      ended: { b: 'failed', a2: 'not-run' },
      wakeAtMs: undefined,
    });
  });

  it('is nothing once halted, and what runs is left to end', () => {
    expect(steps(planOf([a, b, a2]), { a: is('running'), b: noPlace(9) }, 0, true)).toEqual({
      start: [],
      ended: { b: 'not-run', a2: 'not-run' },
      wakeAtMs: undefined,
    });
  });

  it('is a retry when its pause is over, before runs that never started', () => {
    const plan = planOf([a, a2], { maxParallel: 2 });
    expect(steps(plan, { a2: pause(50) }, 49)).toMatchObject({ start: ['a'], wakeAtMs: 50 });
    expect(steps(plan, { a2: pause(50) }, 50)).toMatchObject({ start: ['a2'], wakeAtMs: undefined });
  });

  it('is held back by a retry pause, which keeps its place', () => {
    expect(steps(planOf([a, b], { maxParallel: 1 }), { a: pause(50) }, 0).start).toEqual([]);
  });

  it('is no other run of a job that has no place, and a run of another job takes the place', () => {
    const plan = planOf([a, a2, b], { maxParallel: 1 });
    expect(steps(plan, { a: noPlace(50) }, 0)).toMatchObject({ start: ['b'], wakeAtMs: 50 });
    expect(steps(plan, { a: noPlace(50) }, 50).start).toEqual(['a']);
  });

  it('is the next one as soon as a place is free, in a plan of 10,000 dates', () => {
    const runs = Array.from({ length: 10_000 }, (_, index) => aRun(`n${index}`));
    const states = Object.fromEntries(runs.slice(0, 9_000).map(({ name }) => [name, is('completed')]));
    expect(steps(planOf(runs, { maxParallel: 3 }), states).start).toEqual(['n9000']);
  });
});

describe('after an execution FAILED', () => {
  const run = aRun('a', { retries: 1 });
  const other = aRun('b');
  const afterAttempt = (
    attempts: number,
    more: { waitTimeoutMs?: number; isHalted?: boolean } = {},
    states: Record<string, RunState> = {},
    rules = {},
  ) =>
    afterFailure(
      planOf([run, other], rules),
      new Map(Object.entries(states)),
      run,
      { attempts, untilMs: 100, waitTimeoutMs: more.waitTimeoutMs },
      more.isHalted ?? false,
    );
  const failed = (attempts: number) => ({ kind: 'failed', attempts });

  it('the run pauses while retries are left', () => {
    expect(afterAttempt(1)).toEqual({ kind: 'retry-pause', attempts: 1, untilMs: 100 });
  });

  it('the run fails when none are left', () => expect(afterAttempt(2)).toEqual(failed(2)));

  it('a pause that would outlast waitTimeout is not begun', () => {
    expect(afterAttempt(1, { waitTimeoutMs: 100 })).toEqual(failed(1));
    expect(afterAttempt(1, { waitTimeoutMs: 101 })).toMatchObject({ kind: 'retry-pause' });
  });

  it('nothing is retried after stop', () => {
    expect(afterAttempt(1, {}, { b: is('refused') }, { onFailure: 'stop' })).toEqual(failed(1));
    expect(afterAttempt(1, {}, { b: is('refused') })).toMatchObject({ kind: 'retry-pause' });
  });

  it('nothing is retried once halted', () => expect(afterAttempt(1, { isHalted: true })).toEqual(failed(1)));
});
