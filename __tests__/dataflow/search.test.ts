import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataFlowError } from '../../src/dataflow/errors.ts';
import {
  type Candidate,
  CONFIRMED_AFTER_MS,
  LONG_WINDOW_MS,
  type SearchOptions,
  search,
  WINDOW_MS,
} from '../../src/dataflow/search.ts';
import { StepCancelled } from '../../src/time/step-cancelled.ts';
import { FakeClock } from '../support/fake-clock.ts';

type Entry = string;
type Read = (nowMs: number) => readonly Candidate<Entry>[] | DataFlowError;

const equal = (entry: Entry): Candidate<Entry> => ({ entry, isEqual: true });
const unequal = (entry: Entry): Candidate<Entry> => ({ entry, isEqual: false });
const failure = (status: number, retryAfterMs?: number) =>
  new DataFlowError(status === 429 ? 'rate-limited' : status < 500 ? 'permission' : 'unavailable', {
    operation: 'getJobExecutions',
    status,
    retryAfterMs,
  });
/** A list that shows each entry from its own time on. */
const showing =
  (...shown: readonly [Candidate<Entry>, number][]): Read =>
  (nowMs) =>
    shown.filter(([, fromMs]) => nowMs >= fromMs).map(([candidate]) => candidate);

function searching(read: Read, options: Partial<SearchOptions<Entry>> = {}) {
  const clock = new FakeClock();
  const readsMs: number[] = [];
  const errors: DataFlowError[] = [];
  const controller = new AbortController();
  const run = () =>
    search<Entry>(
      { clock, emit: ({ error }) => errors.push(error) },
      {
        listNew: async () => {
          readsMs.push(clock.elapsedMs());
          const listed = read(clock.elapsedMs());
          if (listed instanceof DataFlowError) throw listed;
          return listed;
        },
        idOf: (entry) => entry,
        windowMs: WINDOW_MS,
        deadlineMs: 3_600_000,
        signal: controller.signal,
        ...options,
      },
    );
  const cancel = () => controller.abort(new StepCancelled(clock.elapsedMs()));
  return { run, clock, readsMs, errors, cancel };
}

describe('a search', () => {
  it('confirms an equal candidate that is the only one for 6 s, not before', async () => {
    const { run, clock } = searching(showing([equal('ours'), 0]));
    expect(await run()).toEqual({ kind: 'confirmed', entry: 'ours' });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(CONFIRMED_AFTER_MS);
    expect(clock.elapsedMs()).toBeLessThan(WINDOW_MS);
  });

  it('confirms a candidate that is listed 8 s late', async () => {
    const { run } = searching(showing([equal('ours'), 8_000]));
    expect(await run()).toEqual({ kind: 'confirmed', entry: 'ours' });
  });

  it.each([0, 40, 1_000, 4_000, 5_000])(
    'names both candidates when the second is listed %i ms after the first',
    async (ms) => {
      const { run } = searching(showing([equal('theirs'), 0], [equal('ours'), ms]));
      expect(await run()).toEqual({
        kind: 'unclear',
        candidates: ['theirs', 'ours'],
        error: undefined,
      });
    },
  );

  it('never confirms a candidate that shows anything otherwise, and names it', async () => {
    const { run, clock } = searching(showing([unequal('odd'), 0]));
    expect(await run()).toEqual({ kind: 'unclear', candidates: ['odd'], error: undefined });
    expect(clock.elapsedMs()).toBeLessThan(WINDOW_MS);
  });

  it('never confirms an equal candidate beside one that shows something otherwise', async () => {
    const { run } = searching(showing([equal('ours'), 0], [unequal('theirs'), 0]));
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: ['ours', 'theirs'] });
  });

  it('keeps a candidate that a later list does not show any more', async () => {
    const { run } = searching((nowMs) => (nowMs < 1_000 ? [unequal('odd')] : []));
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: ['odd'] });
  });

  it('does not count a list that lacks the candidate: 6 s begin again', async () => {
    const { run, clock } = searching((nowMs) => {
      if (nowMs < 1_000) return [equal('theirs')];
      return nowMs < 9_000 ? [] : [equal('theirs'), equal('ours')];
    });
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: ['theirs', 'ours'] });
    expect(clock.elapsedMs()).toBeGreaterThan(9_000);
  });

  it.each([WINDOW_MS, LONG_WINDOW_MS])(
    'proves that nothing was made after %i ms without a new entry',
    async (windowMs) => {
      const { run, clock } = searching(() => [], { windowMs });
      expect(await run()).toEqual({ kind: 'none' });
      expect(clock.elapsedMs()).toBeGreaterThanOrEqual(windowMs);
      expect(clock.elapsedMs()).toBeLessThan(windowMs + 5_000);
    },
  );

  it('takes no list that could not be read as one without a new entry', async () => {
    const { run, clock, errors } = searching((nowMs) => (nowMs < 30_000 ? failure(503) : [equal('ours')]));
    expect(await run()).toMatchObject({ kind: 'confirmed' });
    expect(clock.elapsedMs()).toBeGreaterThan(30_000);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('is unclear when the list cannot be read until the deadline', async () => {
    const { run, clock } = searching(() => failure(503), { deadlineMs: 60_000 });
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: [], error: { facts: { status: 503 } } });
    expect(clock.elapsedMs()).toBe(60_000);
  });

  it('is unclear after three refusals in a row, within seconds', async () => {
    const { run, clock, readsMs } = searching(() => failure(403));
    expect(await run()).toMatchObject({ kind: 'unclear', error: { facts: { status: 403 } } });
    expect(readsMs).toHaveLength(3);
    expect(clock.elapsedMs()).toBeLessThan(5_000);
  });

  it('names a listed candidate though waitTimeout leaves it no time to be confirmed', async () => {
    const { run, clock } = searching(showing([equal('ours'), 0]), { deadlineMs: 4_000 });
    expect(await run()).toEqual({ kind: 'unclear', candidates: ['ours'], error: undefined });
    expect(clock.elapsedMs()).toBe(4_000);
  });

  it('is unclear without candidates when the deadline leaves no time for the window', async () => {
    expect(await searching(() => [], { deadlineMs: 5_000 }).run()).toMatchObject({
      kind: 'unclear',
      candidates: [],
    });
  });

  it('waits as long as a 429 asks with Retry-After', async () => {
    const { run, readsMs } = searching((nowMs) => (nowMs === 0 ? failure(429, 20_000) : []));
    await run();
    expect(readsMs.slice(0, 2)).toEqual([0, 20_000]);
  });

  it('ends at once when the step is cancelled', async () => {
    const { run, clock, cancel } = searching(showing([equal('ours'), 0]));
    clock.at(1_000, cancel);
    await expect(run()).rejects.toThrow('the step was cancelled');
    expect(clock.elapsedMs()).toBe(1_000);
  });

  it('confirms only what was alone for 6 s, whatever is listed when', async () => {
    const times = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 20_000 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(times, async (entries) => {
        const shown = entries.map(
          ([isEqual, fromMs], index) => [{ entry: `e${index}`, isEqual }, fromMs] as const,
        );
        const { run, clock } = searching(
          showing(...shown.map(([a, b]): [Candidate<Entry>, number] => [a, b])),
        );
        const result = await run();
        const listed = shown.filter(([, fromMs]) => fromMs <= clock.elapsedMs());
        if (result.kind === 'none') expect(listed).toEqual([]);
        if (result.kind !== 'confirmed') return;
        expect(listed.map(([candidate]) => candidate)).toEqual([{ entry: result.entry, isEqual: true }]);
        expect(clock.elapsedMs() - (listed[0]?.[1] ?? 0)).toBeGreaterThanOrEqual(CONFIRMED_AFTER_MS);
      }),
    );
  });
});
