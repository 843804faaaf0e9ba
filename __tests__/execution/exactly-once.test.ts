import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conclusionOf, isSuccess, type Result } from '../../src/execution/outcome.ts';
import { runJob } from '../../src/execution/run.ts';
import { contextOn } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { runOptions } from '../support/run-options.ts';
import { FAULTS, ServiceModel, SHOWN_OTHERWISE, type World } from '../support/service-model.ts';

const SEQUENCES = 1_000;
const FEWER = 500;
/** How many rules are held to below. */
const RULES = 4;
/** A list that lags so long is normal: within it nothing may go wrong, whoever else starts the job. */
const NORMAL_LAG_MS = 5_000;
/** How far the dates of executions may be from the service's own `Date`. */
const CLOCKS_APART_MS = 120_000;

const ours = { table: 'ours' };
/** Most services show all as it was sent. */
const AS_SENT = Array<undefined>(9).fill(undefined);
const worlds: fc.Arbitrary<World> = fc.record({
  startFaults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 5 }),
  lookFaults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 25 }),
  lagMs: fc.integer({ min: 0, max: 8_000 }),
  othersLagMs: fc.integer({ min: 0, max: 8_000 }),
  order: fc.constantFrom('newest-first', 'oldest-first'),
  singleIsOffered: fc.boolean(),
  otherAtStart: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  othersParameters: fc.constant({ table: 'theirs' }),
  runMs: fc.integer({ min: 0, max: 120_000 }),
  final: fc.constantFrom('COMPLETED', 'FAILED', 'CANCELED'),
  history: fc.constantFrom(0, 3, 12, 101, 150),
  showsParameters: fc.constant(true),
  shownOtherwise: fc.constantFrom(...SHOWN_OTHERWISE, ...AS_SENT),
  cancelTakesMs: fc.constantFrom(0, 0, 6_000),
  datesAheadMs: fc.integer({ min: -CLOCKS_APART_MS, max: CLOCKS_APART_MS }),
});
const normalLag = fc.integer({ min: 0, max: NORMAL_LAG_MS });

const limits = fc.record({
  waitTimeoutMs: fc.constantFrom(undefined, 20_000, 90_000),
  pollIntervalMs: fc.constantFrom(undefined, 5_000),
  wait: fc.boolean(),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});

/**
 * What a result says about our executions.
 * @param isCut waitTimeout ended the search for a lost start: what is listed last may not have been seen
 */
function judged(model: ServiceModel, { ending, jobExecutionId }: Result, isCut = false) {
  const [first, ...more] = model.ours;
  const isUnclear =
    ending.why === 'start-lost' || (ending.why === 'step-cancelled' && ending.left.kind === 'start-unclear');
  const candidates = ending.why === 'start-lost' ? ending.candidates : [];
  const isForeign = jobExecutionId !== undefined && jobExecutionId !== first?.id;
  return {
    isTwice: more.length > 0,
    isLost: first !== undefined && !isUnclear && jobExecutionId !== first.id,
    isUnnamed: !isCut && first !== undefined && candidates.length > 0 && !candidates.includes(first.id),
    isForeign,
    isFalse: ending.why === 'completed' && (!first || isForeign || model.statusOf(first) !== 'COMPLETED'),
  };
}
const fine = { isTwice: false, isLost: false, isUnnamed: false, isForeign: false, isFalse: false };

/** Counts what the sequences of one rule came to; all counts are written once, when each rule has held. */
class Tally {
  static readonly held: Tally[] = [];
  readonly rule: string;
  readonly seen = { sequences: 0, startedTwice: 0, lost: 0, takenFromOthers: 0, falselyGreen: 0, unknown: 0 };

  constructor(rule: string) {
    this.rule = rule;
  }

  count(verdict: ReturnType<typeof judged>, result: Result): void {
    this.seen.sequences += 1;
    if (verdict.isTwice) this.seen.startedTwice += 1;
    if (verdict.isLost || verdict.isUnnamed) this.seen.lost += 1;
    if (verdict.isForeign) this.seen.takenFromOthers += 1;
    if (verdict.isFalse) this.seen.falselyGreen += 1;
    if (conclusionOf(result) === 'unknown') this.seen.unknown += 1;
  }

  /** The rule has held. */
  hold(): void {
    Tally.held.push(this);
  }

  toString(): string {
    const counts = Object.entries(this.seen).map(([what, count]) => `${what} ${count}`);
    return `${this.rule}: ${counts.join(', ')}`;
  }
}

afterAll(() => {
  if (Tally.held.length === RULES) process.stdout.write(`exactly once: ${Tally.held.join('; ')}\n`);
});

describe('whatever breaks on the way, a run', () => {
  it('starts one execution, does not lose it, and is green only when the service said COMPLETED', async () => {
    const tally = new Tally('others with other parameters');
    const reached = { success: 0, unknown: 0, not_started: 0, foundAgain: 0, sentAgain: 0, doubtful: 0 };
    await fc.assert(
      fc.asyncProperty(worlds, limits, async (world, { random, ...waiting }) => {
        const clock = new FakeClock();
        const model = new ServiceModel(world, clock);
        const { context, kinds, events } = contextOn(model.send, clock, () => random);
        const result = await runJob(context, runOptions({ parameters: ours, ...waiting }));

        const conclusion = conclusionOf(result);
        const verdict = judged(model, result);
        tally.count(verdict, result);
        if (conclusion in reached) reached[conclusion as 'success'] += 1;
        if (result.ending.why === 'start-lost' && result.ending.candidates.length > 0) reached.doubtful += 1;
        if (kinds().includes('start-not-processed')) reached.sentAgain += 1;
        if (events.some((event) => event.kind === 'identified' && event.how === 'found'))
          reached.foundAgain += 1;
        expect(verdict).toEqual(fine);
        expect(isSuccess(result, true)).toBe(['success', 'started'].includes(conclusion));
      }),
      { numRuns: SEQUENCES },
    );
    const none = { startedTwice: 0, lost: 0, takenFromOthers: 0, falselyGreen: 0 };
    expect(tally.seen).toMatchObject({ sequences: SEQUENCES, ...none });
    for (const [what, count] of Object.entries(reached)) expect([what, count > 0]).toEqual([what, true]);
    tally.hold();
  });

  it('that is cancelled at any moment names what it started, and says "nothing" only when that is so', async () => {
    const tally = new Tally('cancelled at any moment');
    const reached = { nothing: 0, left: 0, canceled: 0, ended: 0, 'start-unclear': 0 };
    const sometime = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 90_000 }));
    const onCancels = fc.constantFrom(undefined, 'leave' as const);
    await fc.assert(
      fc.asyncProperty(worlds, sometime, onCancels, async (world, cancelAtMs, onCancel) => {
        const clock = new FakeClock();
        const model = new ServiceModel(world, clock);
        const { context, cancelStep } = contextOn(model.send, clock);
        clock.at(cancelAtMs, cancelStep);
        const result = await runJob(context, runOptions({ parameters: ours, onCancel }));
        const verdict = judged(model, result);
        tally.count(verdict, result);
        expect(verdict).toEqual(fine);
        if (result.ending.why !== 'step-cancelled') return;
        const { kind } = result.ending.left;
        if (kind in reached) reached[kind as 'left'] += 1;
        const [first] = model.ours;
        if (kind === 'nothing') expect(first).toBeUndefined();
        if (kind === 'canceled') expect(first && model.statusOf(first)).toBe('CANCELED');
      }),
      { numRuns: FEWER },
    );
    for (const [what, count] of Object.entries(reached)) expect([what, count > 0]).toEqual([what, true]);
    tally.hold();
  });

  /** Somebody else starts the same job in the same moment as we do. */
  const beside = async (tally: Tally, othersParameters: unknown, changes: Partial<World>) => {
    const reached = { several: 0, completed: 0 };
    const otherAtStart = fc.integer({ min: 1, max: 3 });
    const together = fc.record({ world: worlds, lagMs: normalLag, othersLagMs: normalLag, otherAtStart });
    await fc.assert(
      fc.asyncProperty(together, limits, async ({ world, ...moment }, { random, ...waiting }) => {
        const clock = new FakeClock();
        const model = new ServiceModel({ ...world, ...moment, othersParameters, ...changes }, clock);
        const { context } = contextOn(model.send, clock, () => random);
        const result = await runJob(context, runOptions({ parameters: ours, ...waiting }));
        const isCut = clock.elapsedMs() >= (waiting.waitTimeoutMs ?? Number.POSITIVE_INFINITY);
        const verdict = judged(model, result, isCut);
        tally.count(verdict, result);
        expect(verdict).toMatchObject({ isTwice: false, isLost: false, isUnnamed: false });
        if (result.ending.why === 'completed') reached.completed += 1;
        if (result.ending.why !== 'start-lost' || result.ending.candidates.length === 0) return;
        reached.several += 1;
      }),
      { numRuns: SEQUENCES },
    );
    expect(tally.seen).toMatchObject({ sequences: SEQUENCES, startedTwice: 0, lost: 0 });
    for (const [what, count] of Object.entries(reached)) expect([what, count > 0]).toEqual([what, true]);
    tally.hold();
  };

  it('beside one that is exactly alike starts no second one and does not lose its own', async () => {
    await beside(new Tally('one that is exactly alike'), ours, {});
  });

  it('starts no second one and does not lose its own where the service shows no parameters', async () => {
    const changes = { showsParameters: false };
    await beside(new Tally('no parameters shown'), { table: 'theirs' }, changes);
  });
});
