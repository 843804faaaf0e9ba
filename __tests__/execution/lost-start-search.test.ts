import { describe, expect, it } from '@jest/globals';
import { LOOK_FOR_MS, type SearchLimits } from '../../src/dataflow/search.ts';
import { findLostStart, type LostStart } from '../../src/execution/recognise.ts';
import { contextOn, executionJson } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answer, gatewayError, listed, lost, type Step, scriptedService } from '../support/scripted-send.ts';

const start: LostStart = {
  jobId: 'job1',
  jobCondition: { nrn: 'nrn:1' },
  triggerId: undefined,
  parameters: {},
  savedParameters: {},
  baseline: { ids: ['old'] },
};
const ours = executionJson({ jobExecutionId: 'ours' });
const twin = executionJson({ jobExecutionId: 'twin' });
/** How long a list may lag. */
const LAG_MS = 5_000;

function searching(steps: Step[], limits: Partial<SearchLimits> = {}, clock = new FakeClock()) {
  const service = scriptedService({ list: steps });
  const { context, kinds, cancelStep } = contextOn(service.send, clock);
  const search = () =>
    findLostStart(context, start, { deadlineMs: 3_600_000, signal: context.cancelled, ...limits });
  return { ...service, search, clock, kinds, cancelStep };
}

/** A list that shows each execution from its own time on. */
function showing(clock: FakeClock, fromMs: Record<string, number>): Step {
  return (request) => {
    const shown = Object.entries(fromMs).filter(([, ms]) => clock.elapsedMs() >= ms);
    return listed(...shown.map(([jobExecutionId]) => executionJson({ jobExecutionId })))(request);
  };
}

describe('the search', () => {
  it('takes the only one that may be it once no other has shown up for as long as a list may lag', async () => {
    const { search, clock } = searching([listed(ours)]);
    expect(await search()).toMatchObject({ kind: 'found', found: [{ jobExecutionId: 'ours' }] });
    expect(clock.elapsedMs()).toBeGreaterThan(LAG_MS);
    expect(clock.elapsedMs()).toBeLessThan(LOOK_FOR_MS);
  });

  it.each([0, 40, 1_000, 4_000, LAG_MS])('names both when the other is listed %i ms later', async (ms) => {
    const clock = new FakeClock();
    const { search } = searching([showing(clock, { twin: 0, ours: ms })], {}, clock);
    expect(await search()).toMatchObject({
      kind: 'found',
      found: [{ jobExecutionId: 'twin' }, { jobExecutionId: 'ours' }],
    });
  });

  it('names all that may be it at once: waiting makes them no fewer', async () => {
    const { search, clock } = searching([listed(ours, twin)]);
    expect(await search()).toMatchObject({
      found: [{ jobExecutionId: 'ours' }, { jobExecutionId: 'twin' }],
    });
    expect(clock.elapsedMs()).toBe(0);
  });

  it('finds one that is listed eight seconds late', async () => {
    const clock = new FakeClock();
    const { search } = searching([showing(clock, { ours: 8_000 })], {}, clock);
    expect(await search()).toMatchObject({ kind: 'found', found: [{ jobExecutionId: 'ours' }] });
    expect(clock.elapsedMs()).toBeLessThan(LOOK_FOR_MS);
  });

  it('says that there is none after ten seconds of lists without it, not before', async () => {
    const { search, clock } = searching([listed(executionJson({ jobExecutionId: 'old' }))]);
    expect(await search()).toEqual({ kind: 'none' });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(10_000);
    expect(clock.elapsedMs()).toBeLessThan(20_000);
  });

  it('does not count a list that cannot be read as one without it', async () => {
    const { search, clock } = searching([...Array(12).fill(lost()), listed(ours)]);
    expect(await search()).toMatchObject({ kind: 'found' });
    expect(clock.elapsedMs()).toBeGreaterThan(LOOK_FOR_MS);
  });

  it('says that nothing is known when the list cannot be read until the deadline', async () => {
    const { search, clock } = searching([gatewayError(503, '500')], { deadlineMs: 60_000 });
    expect(await search()).toMatchObject({ kind: 'unclear', error: { facts: { status: 503 } } });
    expect(clock.elapsedMs()).toBe(60_000);
  });

  it('says the same within seconds when the list is refused for good', async () => {
    const { search, clock, requests } = searching([answer(403)]);
    expect(await search()).toMatchObject({ kind: 'unclear', error: { facts: { status: 403 } } });
    expect(requests).toHaveLength(3);
    expect(clock.elapsedMs()).toBeLessThan(5_000);
  });

  it('says that nothing is known when there was no time to look long enough', async () => {
    const none = searching([listed()], { deadlineMs: 5_000 });
    expect(await none.search()).toEqual({ kind: 'unclear', error: undefined, doubtful: [] });
    const one = searching([listed(ours)], { deadlineMs: 4_000 });
    expect(await one.search()).toEqual({ kind: 'unclear', error: undefined, doubtful: [] });
    expect(one.clock.elapsedMs()).toBe(4_000);
  });

  it('ends at once when the step is cancelled', async () => {
    const { search, clock, cancelStep } = searching([listed(ours)]);
    clock.at(1_000, cancelStep);
    await expect(search()).rejects.toThrow('the step was cancelled');
    expect(clock.elapsedMs()).toBe(1_000);
  });
});

describe('one that is new and shows an option otherwise than it was sent', () => {
  const odd = executionJson({ jobExecutionId: 'odd', jobCondition: { nrn: 'nrn:2' } });

  it('is no proof that there is none: nothing is known, and it is named', async () => {
    const { search, clock } = searching([listed(odd)]);
    expect(await search()).toMatchObject({ kind: 'unclear', doubtful: [{ jobExecutionId: 'odd' }] });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(LOOK_FOR_MS);
    expect(clock.elapsedMs()).toBeLessThan(20_000);
  });

  it('that nobody lists any more at the end leaves none', async () => {
    const { search } = searching([listed(odd), listed()]);
    expect(await search()).toEqual({ kind: 'none' });
  });
});

describe('the search in a hurry', () => {
  it('takes the only one at first sight', async () => {
    const { search, clock } = searching([listed(ours)], { hurry: true, deadlineMs: 1_000 });
    expect(await search()).toMatchObject({ kind: 'found', found: [{ jobExecutionId: 'ours' }] });
    expect(clock.elapsedMs()).toBe(0);
  });

  it('names all that may be it', async () => {
    const { search } = searching([listed(ours, twin)], { hurry: true, deadlineMs: 1_000 });
    expect(await search()).toMatchObject({ found: [{}, {}] });
  });

  it('never says that there is none', async () => {
    const { search, clock } = searching([listed()], { hurry: true, deadlineMs: 1_000 });
    expect(await search()).toEqual({ kind: 'unclear', error: undefined, doubtful: [] });
    expect(clock.elapsedMs()).toBe(1_000);
  });
});

describe('a look of the search', () => {
  /** Answers after so long, unless the request is given up before. */
  const slow =
    (clock: FakeClock, ms: number, then: Step): Step =>
    (request) => {
      clock.pass(Math.min(ms, request.timeoutMs));
      if (request.timeoutMs < ms) return lost();
      return typeof then === 'function' ? then(request) : then;
    };

  it('ends with the deadline, however many pages it has and however slow they are', async () => {
    const clock = new FakeClock();
    const endless: Step = ({ path }) => answer(200, { list: [executionJson({ jobExecutionId: path })] });
    const { search } = searching([slow(clock, 3_000, endless)], { deadlineMs: 10_000 }, clock);
    expect(await search()).toMatchObject({ kind: 'unclear' });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(10_500);
  });

  it('has half a second beyond the deadline at the most', async () => {
    const clock = new FakeClock();
    const { search } = searching([slow(clock, 25_000, listed(ours))], { deadlineMs: 0, hurry: true }, clock);
    expect(await search()).toMatchObject({ kind: 'unclear' });
    expect(clock.elapsedMs()).toBe(500);
  });
});
