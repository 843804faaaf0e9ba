import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Result } from '../../src/execution/outcome.ts';
import { cleanUp } from '../../src/execution/post-step.ts';
import { runJob } from '../../src/execution/run.ts';
import { type StepState, stateAfter, stateAtEnd } from '../../src/execution/saved-state.ts';
import { contextOn } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { runOptions } from '../support/run-options.ts';
import { ServiceModel, type World } from '../support/service-model.ts';

/** A list that lags so long is normal. */
const normalLag = fc.integer({ min: 0, max: 5_000 });
const ours = { table: 'ours' };
/** A start whose answer is lost, and somebody else who starts the very same job in the same moment. */
const worlds: fc.Arbitrary<World> = fc.record({
  startFaults: fc.constantFrom(['hang-after'], ['hang-before'], ['reset-after'], ['reset-before']),
  lookFaults: fc.constant([]),
  lagMs: normalLag,
  othersLagMs: normalLag,
  order: fc.constantFrom('newest-first', 'oldest-first'),
  singleIsOffered: fc.boolean(),
  otherAtStart: fc.constantFrom(undefined, 1),
  othersParameters: fc.constant(ours),
  runMs: fc.constant(3_600_000),
  final: fc.constant('COMPLETED'),
  history: fc.constantFrom(0, 150),
  showsParameters: fc.boolean(),
  shownOtherwise: fc.constant(undefined),
  cancelTakesMs: fc.constant(0),
  datesAheadMs: fc.integer({ min: -120_000, max: 120_000 }),
});

/** A step that is cancelled, and the post step after it. */
async function stepAndPost(world: World, cancelAtMs: number) {
  const clock = new FakeClock();
  const model = new ServiceModel(world, clock);
  const { context, cancelStep } = contextOn(model.send, clock);
  let state: StepState | undefined;
  const emit: typeof context.emit = (event) => {
    state = stateAfter(event, 'job1') ?? state;
  };
  clock.at(cancelAtMs, cancelStep);
  const result = await runJob({ ...context, emit }, runOptions({ parameters: ours }));
  state = stateAtEnd(result) ?? state;
  return { model, result, cleaned: await post(model, clock, state) };
}

async function post(model: ServiceModel, clock: FakeClock, state: StepState | undefined) {
  if (!state || state.phase === 'settled') return undefined;
  const { context } = contextOn(model.send, clock);
  if (state.phase === 'following') return cleanUp(context, { kind: 'execution', ...state }, true);
  return cleanUp(context, { kind: 'start', lost: { ...state.lost, parameters: ours } }, true);
}

/** Executions that the step or the post step has told of as its own, or as one that may be. */
function named({ jobExecutionId, ending }: Result, cleaned: Awaited<ReturnType<typeof post>>): string[] {
  const ids = [jobExecutionId ?? '', ...(ending.why === 'start-lost' ? ending.candidates : [])];
  if (!cleaned) return ids;
  if ('jobExecutionId' in cleaned) ids.push(cleaned.jobExecutionId);
  return 'candidates' in cleaned ? [...ids, ...cleaned.candidates] : ids;
}

describe('a step that is cancelled while the answer to its start is lost, and its post step', () => {
  it('leave no execution of their own running that they have not named, whoever else starts the job', async () => {
    const reached = { cancelled: 0, several: 0, nothing: 0, guessed: 0 };
    const sometime = fc.oneof(fc.integer({ min: 0, max: 2_500 }), fc.integer({ min: 0, max: 40_000 }));
    await fc.assert(
      fc.asyncProperty(worlds, sometime, async (world, cancelAtMs) => {
        const { model, result, cleaned } = await stepAndPost(world, cancelAtMs);
        expect(model.ours.length).toBeLessThanOrEqual(1);
        const left = model.ours.filter((execution) => model.statusOf(execution) === 'RUNNING');
        for (const { id } of left) expect(named(result, cleaned)).toContain(id);
        if (cleaned?.kind === 'cancelled') reached.cancelled += 1;
        if (cleaned?.kind === 'several') reached.several += 1;
        if (cleaned?.kind === 'nothing-started') reached.nothing += 1;
        if (result.guessedFrom) reached.guessed += 1;
      }),
      { numRuns: 500 },
    );
    for (const [what, count] of Object.entries(reached)) expect([what, count > 0]).toEqual([what, true]);
  });
});
