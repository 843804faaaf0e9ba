import { afterAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Fault, SimulatorOptions } from '../../../simulator/simulator.ts';
import { planConclusion } from '../../../src/execution/plan/plan-conclusion.ts';
import type { PlanOptions } from '../../../src/execution/plan/plan-context.ts';
import { isFinal, type RunState, stateOf } from '../../../src/execution/plan/run-state.ts';
import { anyPlan } from './any-plan.ts';
import { PlanScene, plannedRun, planOptions } from './plan-scene.ts';

/** Many generated sequences: on a machine with other work they take minutes. */
jest.setTimeout(240_000);

const COURSES = Number(process.env['COURSES'] ?? 150);

/** What goes wrong with a start; a request is processed late only within the time that a resend waits for. */
const startFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { on: 'executeJob', kind: 'reset-before' },
    { on: 'executeJob', kind: 'reset-after' },
    { on: 'executeJob', kind: 'reset-after' },
    { on: 'executeJob', kind: 'hang-after' },
    { on: 'executeJob', kind: 'hang-before' },
    { on: 'executeJob', kind: 'garbled' },
    { on: 'executeJob', kind: 'status', status: 503 },
    { on: 'executeJob', kind: 'status', status: 503, processed: true },
    { on: 'executeJob', kind: 'status', status: 429, headers: { 'retry-after': '3' } },
    { on: 'executeJob', kind: 'status', status: 400 },
    { on: 'executeJob', kind: 'refused' },
    { on: 'executeJob', kind: 'late', delayMs: 8_000, meanwhile: 'reset' },
    { on: 'executeJob', kind: 'late', delayMs: 45_000, meanwhile: 504 },
  ),
);
const listFault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { on: 'getJobExecutions', kind: 'status', status: 503 },
  { on: 'getJobExecutions', kind: 'status', status: 429 },
  { on: 'getJobExecutions', kind: 'reset-before' },
  { on: 'getJobExecutions', kind: 'html' },
  { on: 'getJobExecutions', kind: 'omit-executions' },
);
const cancelFault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { on: 'cancelJobExecution', kind: 'status', status: 503 },
  { on: 'cancelJobExecution', kind: 'reset-after' },
);
const never = Number.POSITIVE_INFINITY;
const FINALS = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'FAILED', 'FAILED', 'CANCELED'] as const;

interface Course {
  readonly options: PlanOptions;
  readonly simulator: SimulatorOptions;
  readonly cancelAtMs: number;
  /** When somebody else starts one of the jobs. */
  readonly othersAtMs: readonly number[];
  readonly random: number;
}

const aCourse = (trouble: {
  readonly faults: boolean;
  readonly interrupted: boolean;
}): fc.Arbitrary<Course> =>
  fc
    .record({
      plan: anyPlan,
      skipped: fc.uniqueArray(fc.nat(13), { maxLength: 2 }),
      onCancel: fc.constantFrom('cancel' as const, 'leave' as const),
      onTimeout: fc.constantFrom('cancel' as const, 'leave' as const),
      waitTimeoutMs: trouble.interrupted
        ? fc.option(fc.integer({ min: 1_000, max: 200_000 }), { nil: undefined })
        : fc.constant(undefined),
      cancelAtMs: trouble.interrupted ? fc.oneof(fc.constant(never), fc.nat(200_000)) : fc.constant(never),
      outcomes: fc.array(
        fc.record({
          final: fc.constantFrom(...FINALS),
          readyMs: fc.nat(4_000),
          runningMs: fc.nat(90_000),
          cancelTakesMs: fc.constantFrom(0, 0, 2_000),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      faults: trouble.faults
        ? fc.array(
            fc.tuple(
              fc.oneof(startFault, startFault, listFault, cancelFault),
              fc.integer({ min: 1, max: 30 }),
            ),
            { maxLength: 6 },
          )
        : fc.constant([]),
      maxConcurrentRuns: fc.constantFrom(1, 2, 1000, 1000),
      overLimit: fc.constantFrom('refuse' as const, 'keep-ready' as const),
      order: fc.constantFrom('newest-first' as const, 'oldest-first' as const, 'shuffled' as const),
      listedAfterMs: fc.constantFrom(0, 0, 1_000, 4_000),
      history: fc.constantFrom(0, 5, 120),
      othersAtMs: fc.array(fc.nat(200_000), { maxLength: 2 }),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(
      ({ plan, skipped, outcomes, faults, maxConcurrentRuns, cancelAtMs, othersAtMs, random, ...rest }) => {
        const { onCancel, onTimeout, waitTimeoutMs, ...simulator } = rest;
        const runs = plan.runs.map((run) => plannedRun(run.name, run));
        const planFor = (number: number) => outcomes[number % outcomes.length] ?? {};
        return {
          options: planOptions(runs, {
            ...plan,
            runs,
            onCancel,
            onTimeout,
            waitTimeoutMs,
            skipped: new Set(
              skipped.map((n) => `n${n}`).filter((name) => runs.some((run) => run.name === name)),
            ),
            retryDelayMs: 5_000,
          }),
          simulator: {
            ...simulator,
            plan: planFor,
            faults: (faults as [Fault, number][]).map(([fault, nth]) => ({ ...fault, nth })),
            jobs: ['job0', 'job1', 'job2'].map((jobId) => ({ jobId, maxConcurrentRuns })),
          },
          cancelAtMs,
          othersAtMs,
          random,
        };
      },
    );

const counts = {
  courses: 0,
  starts: 0,
  lost: 0,
  unknown: 0,
  retried: 0,
  noPlace: 0,
  byConclusion: new Map(),
};

async function played({ options, simulator, cancelAtMs, othersAtMs, random }: Course) {
  const scene = new PlanScene(options, simulator, () => random);
  if (cancelAtMs < never) scene.clock.at(cancelAtMs, () => scene.cancel());
  for (const atMs of othersAtMs)
    scene.clock.at(atMs, () =>
      scene.service.startForeign('job0', { parameters: { run: 'of somebody else' } }),
    );
  const { states, interruption } = await scene.run().catch((error: unknown) => {
    // A step that is cancelled before its jobs are read has no plan.
    if (scene.runner || scene.clock.elapsedMs() < cancelAtMs) throw error;
    return { states: new Map<string, RunState>(), interruption: { isCancelled: true, isTimeUp: false } };
  });
  const conclusion = planConclusion(options.runs, states, interruption);
  counts.courses += 1;
  counts.starts += scene.sent.length;
  counts.byConclusion.set(conclusion, (counts.byConclusion.get(conclusion) ?? 0) + 1);
  const kinds = scene.events.map((event) => (event.kind === 'of-execution' ? event.event.kind : event.kind));
  counts.lost += kinds.filter((kind) => kind === 'ambiguous').length;
  counts.retried += kinds.filter((kind) => kind === 'run-retry').length;
  counts.noPlace += kinds.filter((kind) => kind === 'run-no-place').length;
  const all = options.runs.map((run) => ({ run, state: stateOf(states, run.name) }));
  counts.unknown += all.filter(({ state }) => state.kind === 'unknown').length;
  return { scene, states, conclusion, all };
}

type Played = Awaited<ReturnType<typeof played>>;

/** Rules for each start that was sent. */
function expectRightStarts({ scene, all }: Played): void {
  const { maxParallel, skipped, onFailure } = scene.options;
  const lost = new Set(all.filter(({ state }) => state.kind === 'unknown').map(({ run }) => run.name));
  for (const { name, active, completed, open, before, isResend, failed } of scene.sent) {
    const others = new Set(active.filter((each) => each !== name && !lost.has(each)));
    expect(others.size + 1).toBeLessThanOrEqual(maxParallel);
    expect(open.filter((each) => !lost.has(each))).toEqual([]);
    const run = all.find((each) => each.run.name === name)?.run;
    expect(run?.needs.filter((need) => !completed.has(need) && !skipped.has(need))).toEqual([]);
    expect(skipped.has(name)).toBe(false);
    if (onFailure === 'stop' && !isResend) expect(failed).toEqual([]);
    // One that is sent again after a lost response may have been processed: nothing but FAILED comes before it.
    if (!lost.has(name)) expect(before.filter((status) => status !== 'FAILED')).toEqual([]);
  }
}

/** Rules for what the executions came to, and what is said of them. */
function expectRightStates({ scene, all, conclusion }: Played): void {
  for (const { run, state } of all) {
    const statuses = scene.executionsOf(run.name).map(({ status }) => status);
    if (state.kind === 'unknown' || state.kind === 'starting') continue;
    expect(statuses).toHaveLength(state.attempts);
    expect(state.attempts).toBeLessThanOrEqual(run.retries + 1);
    expect(statuses.slice(0, -1).filter((status) => status !== 'FAILED')).toEqual([]);
    if (state.kind === 'completed') expect(statuses.at(-1)).toBe('COMPLETED');
    if (state.kind === 'failed') expect(statuses.at(-1)).toBe('FAILED');
  }
  if (conclusion !== 'success') return;
  for (const { run, state } of all)
    expect([state.kind, scene.executionsOf(run.name).length]).toEqual(
      state.kind === 'skipped' ? ['skipped', 0] : ['completed', state.attempts],
    );
}

describe('any plan against the service', () => {
  const run = (
    courses: fc.Arbitrary<Course>,
    rule: (course: Played, given: Course) => Promise<void> | void,
  ) =>
    fc.assert(
      fc.asyncProperty(courses, async (course) => rule(await played(course), course)),
      { numRuns: COURSES },
    );

  it('ends with each run in a final state, and what is said is what the service has', async () => {
    await run(aCourse({ faults: false, interrupted: false }), (course, given) => {
      expectRightStarts(course);
      expectRightStates(course);
      expect(course.all.filter(({ state }) => !isFinal(state))).toEqual([]);
      // Only one that somebody else started can leave a doubt: after the list before a refused start (which may be
      // stale by `listedAfterMs`), and before the list that is read 6 s after the refusal.
      const inDoubt = course.all.filter(({ state }) => state.kind === 'unknown');
      const lastSentMs = (name: string) =>
        course.scene.sent.findLast((sent) => sent.name === name)?.atMs ?? 0;
      const isMet = (name: string) =>
        given.othersAtMs.some((ms) => ms - lastSentMs(name) > -4_200 && ms - lastSentMs(name) < 6_200);
      expect(inDoubt.filter(({ run: { name } }) => !isMet(name))).toEqual([]);
    });
  });

  it('with lost responses, 429, 503 and late processing starts nothing twice without saying so', async () => {
    await run(aCourse({ faults: true, interrupted: false }), (course) => {
      expectRightStarts(course);
      expectRightStates(course);
      expect(course.all.filter(({ state }) => !isFinal(state))).toEqual([]);
    });
  });

  it('cancelled or timed out at any moment ends, and after the post step nothing of ours runs that is to be cancelled', async () => {
    await run(aCourse({ faults: true, interrupted: true }), async (course, { options, cancelAtMs }) => {
      expectRightStarts(course);
      expectRightStates(course);
      const { scene, all, conclusion } = course;
      if (!scene.runner) return;
      const isCancelled = scene.clock.elapsedMs() >= cancelAtMs;
      const open = all.filter(({ state }) => !isFinal(state));
      expect(open.filter(({ state }) => !['running', 'starting'].includes(state.kind))).toEqual([]);
      if (!isCancelled) expect(open.filter(({ state }) => state.kind === 'starting')).toEqual([]);
      const cleaned = await scene.post();
      if (conclusion !== 'cancelled' || options.onCancel === 'leave' || options.onTimeout === 'leave') return;
      if (cleaned.some(({ kind }) => kind === 'unclear' || kind === 'candidates')) return;
      const lost = all.filter(({ state }) => state.kind === 'unknown').map(({ run: { name } }) => name);
      const running = scene.ours().filter(({ status }) => status === 'READY' || status === 'RUNNING');
      expect(running.filter(({ parameters }) => !lost.includes(String(parameters?.['run'])))).toEqual([]);
    });
  });

  afterAll(() => {
    const { byConclusion, ...numbers } = counts;
    console.log(
      'plans against the service',
      JSON.stringify({ ...numbers, ...Object.fromEntries(byConclusion) }),
    );
    expect(counts.courses).toBeGreaterThanOrEqual(3 * COURSES);
    expect(Math.min(counts.lost, counts.retried, counts.noPlace, counts.unknown)).toBeGreaterThan(0);
  });
});
