import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clamped, conditionWith, ownTrigger, parametersWith } from '../../simulator/shown-otherwise.ts';
import type { FaultKind, SimulatedService } from '../../simulator/simulator.ts';
import { conclusionOf, isSuccess } from '../../src/execution/outcome.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  type Going,
  namesAnOldOne,
  serviceIn,
  stepAndPost,
  type Went,
  type World,
} from '../support/simulated-step.ts';
import { type Verdict, verdictOf } from '../support/verdict.ts';

/** A list that is stale for so long is normal: within it nothing may go wrong, whoever else starts the job. */
const NORMAL_LAG_MS = 5_000;
const CLOCKS_APART_MS = 120_000;
const HOUR_MS = 3_600_000;

const ours = { table: 'ours' };
const theirs = { table: 'theirs' };

/** The service that the faults of the sequence under way belong to. */
let current: SimulatedService | undefined;

const plainFaults: FaultKind[] = [
  ...(['none', 'refused', 'reset-before', 'reset-after', 'hang-before', 'hang-after'] as const).map(
    (kind) => ({ kind }),
  ),
  ...(['garbled', 'empty', 'html', 'truncated', 'text-plain'] as const).map((kind) => ({ kind })),
  ...[503, 504, 408].flatMap((status) => [
    { kind: 'status' as const, status },
    { kind: 'status' as const, status, processed: true },
  ]),
  { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  { kind: 'status', status: 401 },
  { kind: 'redirect' },
];
const fault = fc.constantFrom(...plainFaults);
/** Processed, and the response says something that is not so. */
const lies: FaultKind[] = [
  { kind: 'changed', change: (body) => ({ ...(body as object), status: 'COMPLETED' }) },
  namesAnOldOne(() => current),
];
/** A proxy sends it twice, and the refusal of the second comes back. */
const sentTwice: FaultKind = {
  kind: 'changed',
  status: 400,
  change: () => ({ detail: 'as many executions as it may have', errorType: 'bad-state' }),
};
/** Processed after the window, in which a list without it is taken for a proof. */
const lateAfterWindow: fc.Arbitrary<FaultKind> = fc.oneof(
  fc.record({
    kind: fc.constant('late' as const),
    meanwhile: fc.constant('reset' as const),
    delayMs: fc.integer({ min: 10_000, max: 16_000 }),
  }),
  fc.record({
    kind: fc.constant('late' as const),
    meanwhile: fc.constant(504),
    delayMs: fc.integer({ min: 55_000, max: 64_000 }),
  }),
  fc.record({ kind: fc.constant('late' as const), delayMs: fc.integer({ min: 0, max: 90_000 }) }),
);

const startFault = fc.oneof(
  { arbitrary: fault, weight: 6 },
  { arbitrary: fc.constantFrom(...lies, sentTwice), weight: 1 },
  { arbitrary: lateAfterWindow, weight: 2 },
);
const shows = fc.constantFrom(
  ...Array<undefined>(9).fill(undefined),
  clamped('numWorker', 1),
  conditionWith({ nrn: 'nrn:of-the-service' }),
  parametersWith({ run_date: '20250321' }),
  ownTrigger('its-own'),
);
const lag = fc.integer({ min: 0, max: 8_000 });
const normalLag = fc.integer({ min: 0, max: NORMAL_LAG_MS });
const blank = fc.option(
  fc.record({ fromMs: fc.integer({ min: 0, max: 20_000 }), forMs: fc.integer({ min: 0, max: 8_000 }) }),
  { nil: undefined },
);
const other = (parameters: Record<string, string>, lagMs = lag) =>
  fc.record({ atStart: fc.integer({ min: 1, max: 3 }), parameters: fc.constant(parameters), lagMs });

const anyWorlds: fc.Arbitrary<World> = fc.record({
  startFaults: fc.array(startFault, { maxLength: 4 }),
  pollFaults: fc.array(fault, { maxLength: 20 }),
  blank,
  lagMs: lag,
  other: fc.option(other(theirs), { nil: undefined }),
  order: fc.constantFrom('newest-first', 'oldest-first', 'shuffled'),
  singleIsOffered: fc.boolean(),
  runMs: fc.integer({ min: 0, max: 120_000 }),
  final: fc.constantFrom('COMPLETED', 'COMPLETED', 'FAILED', 'CANCELED'),
  history: fc.constantFrom(0, 3, 12, 101),
  parsedParameters: fc.constant('object'),
  shows,
  cancelTakesMs: fc.constantFrom(0, 0, 6_000),
  datesAheadMs: fc.integer({ min: -CLOCKS_APART_MS, max: CLOCKS_APART_MS }),
});
/** After a refusal the list is read once, 6 s later: a proxy that sends twice is not combined with a list that is worse. */
const worlds = anyWorlds.map((world) =>
  world.startFaults.includes(sentTwice)
    ? { ...world, blank: undefined, lagMs: Math.min(world.lagMs, NORMAL_LAG_MS) }
    : world,
);
const limits = fc.record({
  waitTimeoutMs: fc.constantFrom(undefined, 20_000, 90_000),
  pollIntervalMs: fc.constantFrom(undefined, 5_000),
  wait: fc.boolean(),
  onTimeout: fc.constantFrom('leave', 'cancel'),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});
const sometime = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 90_000 }));

const PROMISES = ['startedTwice', 'lost', 'takenFromOthers', 'wronglySuccessful', 'cancelledOthers'] as const;

/** Counts what the sequences of one row came to. */
class Tally {
  static readonly held: Tally[] = [];
  readonly row: string;
  sequences = 0;
  readonly broken = {
    startedTwice: 0,
    lost: 0,
    takenFromOthers: 0,
    wronglySuccessful: 0,
    cancelledOthers: 0,
  };
  unknown = 0;
  indistinguishable = 0;
  shownAfterwards = 0;

  constructor(row: string) {
    this.row = row;
  }

  count(verdict: Verdict): void {
    this.sequences += 1;
    for (const promise of PROMISES) if (verdict[promise]) this.broken[promise] += 1;
    if (verdict.unknown) this.unknown += 1;
    if (verdict.indistinguishable) this.indistinguishable += 1;
    if (verdict.shownAfterwards) this.shownAfterwards += 1;
  }

  toString(): string {
    const kept = Object.values(this.broken).every((count) => count === 0)
      ? 'every promise kept'
      : JSON.stringify(this.broken);
    const { indistinguishable: alike, shownAfterwards } = this;
    const forced =
      alike > 0
        ? `, ${alike} indistinguishable (in ${shownAfterwards} of them ours was shown afterwards)`
        : '';
    return `${this.row}: ${this.sequences} sequences, ${kept}, ${this.unknown} end as unknown${forced}`;
  }
}

afterAll(() => {
  process.stdout.write(`exactly once: ${Tally.held.join('; ')}\n`);
});

/** A world in which the post step can see what was processed late: within its window of 60 s. */
function withinTheWindow(world: World): World {
  const startFaults = world.startFaults
    .filter((each) => each !== sentTwice)
    .map((each) => (each.kind === 'late' ? { ...each, delayMs: Math.min(each.delayMs, 50_000) } : each));
  return { ...world, startFaults };
}

/** Runs the sequences of one row: every promise has to hold in each. */
async function holds(
  row: string,
  count: number,
  sequences: fc.Arbitrary<{ world: World; going: Omit<Going, 'service' | 'clock'> }>,
  check: (went: Went, verdict: Verdict, service: SimulatedService) => void = () => undefined,
): Promise<Tally> {
  const tally = new Tally(row);
  await fc.assert(
    fc.asyncProperty(sequences, async ({ world, going }) => {
      const clock = new FakeClock();
      const service = serviceIn(world, clock);
      current = service;
      const went = await stepAndPost({ service, clock, ...going });
      const verdict = verdictOf(service, world, went);
      tally.count(verdict);
      for (const promise of PROMISES) expect([promise, verdict[promise]]).toEqual([promise, false]);
      check(went, verdict, service);
    }),
    { numRuns: count },
  );
  expect(tally.sequences).toBe(count);
  Tally.held.push(tally);
  return tally;
}

/** Whether the service processes a request that meets this at once. */
function isProcessed(each: FaultKind): boolean {
  if (each.kind === 'status') return each.processed === true;
  return (
    each !== sentTwice &&
    !['late', 'refused', 'reset-before', 'hang-before', 'html', 'redirect'].includes(each.kind)
  );
}

/** Each of these has to have come up: else the sequences prove nothing about it. */
function expectAllReached(reached: Record<string, number>): void {
  for (const [what, count] of Object.entries(reached)) expect([what, count > 0]).toEqual([what, true]);
}

const optionsOf = ({ random, ...waiting }: typeof limits extends fc.Arbitrary<infer L> ? L : never) =>
  ({ options: { parameters: ours, ...waiting }, random }) as const;

describe('whatever breaks on the way, a step', () => {
  it('starts one execution, does not lose it, and succeeds only when the service said COMPLETED', async () => {
    const reached = { success: 0, unknown: 0, not_started: 0, found: 0, resent: 0, candidates: 0, twice: 0 };
    const sequences = fc.record({ world: worlds, going: limits.map(optionsOf) });
    const tally = await holds('others with other parameters', 1_000, sequences, ({ result, events }) => {
      if (!result) throw new Error('nobody killed it');
      const conclusion = conclusionOf(result);
      if (conclusion in reached) reached[conclusion as 'success'] += 1;
      if (result.ending.kind === 'start-unclear' && result.ending.candidates.length > 0)
        reached.candidates += 1;
      if (result.ending.kind === 'started-twice') reached.twice += 1;
      if (events.some(({ kind }) => kind === 'resend')) reached.resent += 1;
      if (events.some((event) => event.kind === 'identified' && event.how === 'found')) reached.found += 1;
      expect(isSuccess(result, true)).toBe(['success', 'started'].includes(conclusion));
    });
    expect(tally.indistinguishable).toBe(0);
    expectAllReached(reached);
  });

  it('that is cancelled at any moment names what it started, and says "none" only when that is so', async () => {
    const reached = { before: 0, during: 0, left: 0, canceled: 0 };
    const going = fc.record({ cancelAtMs: sometime, onCancel: fc.constantFrom(undefined, 'leave' as const) });
    const sequences = fc.record({
      world: worlds.map(withinTheWindow),
      going: going.map(({ cancelAtMs, onCancel }) => ({
        cancelAtMs,
        options: { parameters: ours, onCancel },
      })),
    });
    await holds('cancelled at any moment', 500, sequences, ({ result }, _verdict, service) => {
      const ending = result?.ending;
      if (ending?.kind === 'cancelled-before-start') {
        reached.before += 1;
        expect(service.executions.filter(({ startedBy }) => startedBy === 'request')).toEqual([]);
      }
      if (ending?.kind === 'cancelled-during-start') reached.during += 1;
      if (ending?.kind === 'step-cancelled' && ending.left.kind in reached)
        reached[ending.left.kind as 'left'] += 1;
    });
    expectAllReached(reached);
  });

  it('that is killed at any moment has a post step that knows what to do', async () => {
    const reached = { nothing: 0, cancelled: 0, none: 0, candidates: 0 };
    const sequences = fc.record({
      world: worlds.map((world) => ({ ...withinTheWindow(world), runMs: HOUR_MS })),
      going: fc
        .record({ killAtMs: sometime, arrives: fc.boolean() })
        .map((going) => ({ ...going, options: { parameters: ours } })),
    });
    await holds('killed at any moment', 500, sequences, ({ result, cleaned }) => {
      if (result) return;
      const [kind] = cleaned.map((each) => each.kind);
      if (kind === undefined) reached.nothing += 1;
      if (kind === 'cancelled') reached.cancelled += 1;
      if (kind === 'nothing-started') reached.none += 1;
      if (kind === 'candidates') reached.candidates += 1;
    });
    expectAllReached(reached);
  });
});

describe('a re-run', () => {
  const attempt = fc.record({
    cancelAtMs: fc.option(sometime, { nil: undefined }),
    killAtMs: fc.option(sometime, { nil: undefined }),
  });
  const sequences = fc.record({
    world: worlds.map(withinTheWindow),
    first: attempt,
    second: attempt,
    pauseMs: fc.integer({ min: 0, max: 120_000 }),
    blankMs: fc.integer({ min: 0, max: 8_000 }),
  });

  it('starts nothing beside what an earlier attempt started, and takes no result but that', async () => {
    const tally = new Tally('re-runs after an earlier attempt');
    const reached = { resumed: 0, anew: 0, kept: 0 };
    await fc.assert(
      fc.asyncProperty(sequences, async ({ world, first, second, pauseMs, blankMs }) => {
        const clock = new FakeClock();
        const service = serviceIn(world, clock);
        current = service;
        const going = { service, clock, options: { parameters: ours } };
        const before = await stepAndPost({ ...going, ...first });
        clock.pass(pauseMs);
        const identified = before.events.find((event) => event.kind === 'identified');
        const id = identified?.jobExecutionId;
        const status = service.executions.find((each) => each.jobExecutionId === id)?.status ?? '';
        const starts = service.requestCount('executeJob');
        const known = service.executions.map(({ jobExecutionId }) => jobExecutionId);
        service.addFault({
          on: ['getJobExecutions', 'getJobExecution'],
          kind: 'omit-executions',
          forMs: blankMs,
        });
        const earlier = async () =>
          id === undefined
            ? ({ kind: 'none' } as const)
            : ({ kind: 'execution', jobExecutionId: id } as const);
        const went = await stepAndPost({ ...going, ...second, earlier });
        const verdict = verdictOf(service, world, went, known);
        tally.count(verdict);
        for (const promise of PROMISES) expect([promise, verdict[promise]]).toEqual([promise, false]);
        const isKept = ['READY', 'RUNNING', 'COMPLETED'].includes(status);
        if (isKept) expect(service.requestCount('executeJob')).toBe(starts);
        if (isKept) reached.kept += 1;
        if (service.requestCount('executeJob') > starts) reached.anew += 1;
        if (went.result && 'how' in went.result && went.result.how === 'resumed') reached.resumed += 1;
      }),
      { numRuns: 500 },
    );
    expectAllReached(reached);
    Tally.held.push(tally);
  });
});

describe('beside somebody else who starts the job in the same moment, a step', () => {
  const alike = (changes: Partial<World>, parameters = ours) =>
    fc
      .record({ world: worlds, lagMs: normalLag, other: other(parameters, normalLag) })
      .map(({ world, ...rest }) => ({ ...world, shows: undefined, ...rest, ...changes }));
  const moments = fc.oneof(
    limits.map(optionsOf),
    fc.record({ cancelAtMs: sometime }).map((going) => ({ ...going, options: { parameters: ours } })),
    fc.record({ killAtMs: sometime }).map((going) => ({ ...going, options: { parameters: ours } })),
  );

  it('keeps its own and leaves the other, which is exactly alike', async () => {
    const sequences = fc.record({ world: alike({}).map(withinTheWindow), going: moments });
    const tally = await holds('one that is exactly alike', 700, sequences);
    expectAllReached({ unknown: tally.unknown, indistinguishable: tally.indistinguishable });
  });

  it('never mistakes one that is exactly alike for its own when its own was processed at once', async () => {
    const processed = alike({}).map((world) => ({
      ...world,
      startFaults: world.startFaults.map(
        (each): FaultKind => (isProcessed(each) ? each : { kind: 'reset-after' }),
      ),
    }));
    const sequences = fc.record({ world: processed, going: moments });
    const tally = await holds('exactly alike, and ours processed at once', 300, sequences);
    expect(tally.indistinguishable).toBe(0);
    expectAllReached({ unknown: tally.unknown });
  });

  it('keeps its own and leaves the other where the service shows no parameters', async () => {
    const sequences = fc.record({
      world: alike({ parsedParameters: 'empty-array' }, theirs).map(withinTheWindow),
      going: moments,
    });
    const tally = await holds('no parameters shown', 500, sequences);
    expectAllReached({ unknown: tally.unknown, indistinguishable: tally.indistinguishable });
  });
});
