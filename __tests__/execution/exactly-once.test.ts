import { afterAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { FaultKind, SimulatedService } from '../../simulator/simulator.ts';
import { conclusionOf, isSuccess } from '../../src/execution/outcome.ts';
import {
  HOUR_MS,
  isProcessed,
  limits,
  normalLag,
  optionsOf,
  other,
  ours,
  setCurrent,
  sometime,
  theirs,
  withinTheWindow,
  worlds,
} from '../support/any-world.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Going, serviceIn, stepAndPost, type Went, type World } from '../support/simulated-step.ts';
import { expectAllReached, kept, PROMISES, Tally } from '../support/tally.ts';
import { type Verdict, verdictOf } from '../support/verdict.ts';

/** Many generated sequences: on a machine with other work they take minutes. */
jest.setTimeout(240_000);

afterAll(() => {
  process.stdout.write(`exactly once: ${Tally.held.join('; ')}\n`);
});

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
      setCurrent(service);
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
        setCurrent(service);
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
        // The earlier attempt may have said that it does not know: then a start of it may still be processed.
        if (verdictOf(service, world, before).unknown)
          return tally.count({ ...verdict, ...kept, unknown: true });
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
