import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PollFacts, pauseBeforePoll } from '../../src/execution/poll-interval.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The pause with nothing known, nothing waited, and jitter that leaves the mean, but for what is given. */
const pauseMs = (facts: Partial<PollFacts>) =>
  pauseBeforePoll({ elapsedMs: 0, pastDurationsMs: [], failures: 0, random: 0.5, ...facts });

const random = fc.double({ min: 0, max: 1, noNaN: true });
const elapsedMs = fc.oneof(
  fc.double({ min: 0, max: 10 * MINUTE_MS, noNaN: true }),
  fc.double({ min: 0, max: 30 * DAY_MS, noNaN: true }),
  fc.constantFrom(0, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE),
);
const durationMs = fc.oneof(
  fc.integer({ min: 1, max: 8 * 60 * MINUTE_MS }),
  fc.constantFrom(0, Number.MIN_VALUE, 1, MINUTE_MS, MINUTE_MS, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE),
);
const history = (minLength: number, maxLength: number) => fc.array(durationMs, { minLength, maxLength });
/** Anything that can be known and have happened, while polls succeed. */
const calm = fc.record({ elapsedMs, random, pastDurationsMs: history(0, 100) });

/** Executions that took 14 min, evenly to 10 % more or less. */
const regularMs = Array.from({ length: 50 }, (_, index) => 14 * MINUTE_MS * (0.9 + (0.2 * index) / 49));

describe('the adaptive interval', () => {
  it('never pauses above 10 s while fewer than three durations are known', () => {
    fc.assert(
      fc.property(elapsedMs, random, history(0, 2), (elapsed, chance, pastDurationsMs) => {
        const facts = { elapsedMs: elapsed, random: chance, pastDurationsMs };
        expect(pauseMs(facts)).toBeLessThanOrEqual(10_000);
        expect(pauseMs(facts)).toBe(pauseMs({ ...facts, pastDurationsMs: [] }));
      }),
    );
  });

  it('pauses 30 s at most and half a second at least, whatever the past was', () => {
    fc.assert(
      fc.property(calm, (facts) => {
        expect(pauseMs(facts)).toBeGreaterThanOrEqual(500);
        expect(pauseMs(facts)).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  it('comes to an end even where the time waited is no finite number', () => {
    expect(pauseMs({ elapsedMs: Number.POSITIVE_INFINITY })).toBe(30_000);
    expect(pauseMs({ elapsedMs: Number.NaN, pastDurationsMs: regularMs })).toBe(30_000);
  });

  it('begins with a second and grows with the time waited, with nothing known', () => {
    expect(pauseMs({})).toBeCloseTo(1_000, -2);
    fc.assert(
      fc.property(elapsedMs, elapsedMs, (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        expect(pauseMs({ elapsedMs: late })).toBeGreaterThanOrEqual(pauseMs({ elapsedMs: early }));
      }),
    );
    expect(pauseMs({ elapsedMs: 60 * MINUTE_MS, random: 1 })).toBe(10_000);
  });

  it('does not depend on the order of the past durations', () => {
    fc.assert(
      fc.property(calm, ({ pastDurationsMs, ...facts }) => {
        expect(pauseMs({ ...facts, pastDurationsMs: pastDurationsMs.toReversed() })).toBe(
          pauseMs({ ...facts, pastDurationsMs }),
        );
      }),
    );
  });

  it('is random, without leaving its mean', () => {
    fc.assert(
      fc.property(elapsedMs, (elapsed) => {
        const [shortest = 0, middle = 0, longest = 0] = [0, 0.5, 1].map((chance) =>
          pauseMs({ elapsedMs: elapsed, random: chance }),
        );
        expect(longest).toBeGreaterThan(shortest * 1.5);
        expect((shortest + longest) / 2 / middle).toBeCloseTo(1, 1);
      }),
    );
  });
});

describe('with a history', () => {
  const at = (minutes: number, pastDurationsMs: readonly number[] = regularMs) =>
    pauseMs({ elapsedMs: minutes * MINUTE_MS, pastDurationsMs });

  it('polls often around the expected end, and seldom long before it', () => {
    expect(at(6)).toBeGreaterThan(20_000);
    expect(at(14)).toBeLessThan(4_000);
    fc.assert(
      fc.property(fc.integer({ min: MINUTE_MS, max: 120 * MINUTE_MS }), random, (expectedMs, chance) => {
        const facts = {
          random: chance,
          pastDurationsMs: regularMs.map((ms) => (ms / (14 * MINUTE_MS)) * expectedMs),
        };
        const before = pauseMs({ ...facts, elapsedMs: expectedMs / 2 });
        expect(pauseMs({ ...facts, elapsedMs: expectedMs })).toBeLessThan(before / 1.5);
      }),
    );
  });

  it('does not sleep into the time of the expected end', () => {
    expect(at(12.4)).toBeLessThan(18_000);
  });

  it('polls at least every 10 s after all known ends', () => {
    fc.assert(
      fc.property(history(3, 100), elapsedMs, random, (pastDurationsMs, sinceMs, chance) => {
        const facts = {
          elapsedMs: Math.min(Math.max(...pastDurationsMs) + sinceMs, Number.MAX_VALUE),
          pastDurationsMs,
          random: chance,
        };
        expect(pauseMs(facts)).toBeLessThanOrEqual(10_000);
      }),
    );
  });

  it('polls often at each of two usual ends, and less often between them', () => {
    const twoModes = regularMs.flatMap((ms) => [ms / 4, ms]);
    expect(at(3.5, twoModes)).toBeLessThan(3_000);
    expect(at(14, twoModes)).toBeLessThan(4_000);
    expect(at(8, twoModes)).toBeGreaterThan(15_000);
  });

  it('does not follow single strange durations', () => {
    const withStrangers = [...regularMs, 500, DAY_MS];
    expect(at(6, withStrangers)).toBeGreaterThan(15_000);
    expect(at(14, withStrangers)).toBeLessThan(4_000);
  });

  it('polls often in the first seconds, in which executions fail', () => {
    expect(pauseMs({ pastDurationsMs: regularMs })).toBeLessThan(5_000);
  });
});

describe('the interval after a rate-limited poll', () => {
  it('is twice the adaptive one for 5 minutes, and 30 s at most', () => {
    fc.assert(
      fc.property(calm, fc.integer({ min: 0, max: 5 * MINUTE_MS - 1 }), (facts, sinceThrottledMs) => {
        const usual = pauseMs(facts);
        expect(pauseMs({ ...facts, sinceThrottledMs })).toBe(Math.min(usual * 2, 30_000));
        expect(pauseMs({ ...facts, sinceThrottledMs: sinceThrottledMs + 5 * MINUTE_MS })).toBe(usual);
      }),
    );
  });
});

describe('a fixed interval', () => {
  const fixedMs = fc.integer({ min: 1, max: 60 * MINUTE_MS });

  it('is kept, whatever is known', () => {
    fc.assert(
      fc.property(calm, fixedMs, (facts, fixed) => {
        expect(pauseMs({ ...facts, fixedMs: fixed, sinceThrottledMs: 0 })).toBe(fixed);
      }),
    );
  });

  it('gives way to the first three failures in a row, which are polled again soon', () => {
    fc.assert(
      fc.property(calm, fixedMs, fc.integer({ min: 1, max: 3 }), (facts, fixed, failures) => {
        const pause = pauseMs({ ...facts, failures, fixedMs: fixed });
        expect(pause).toBe(pauseMs({ ...facts, failures }));
        expect(pause).toBeLessThanOrEqual(4_000);
      }),
    );
  });

  it('is only widened by more failures', () => {
    fc.assert(
      fc.property(calm, fixedMs, fc.integer({ min: 4, max: 50 }), (facts, fixed, failures) => {
        const alone = pauseMs({ ...facts, failures });
        expect(pauseMs({ ...facts, failures, fixedMs: fixed })).toBe(Math.max(fixed, alone));
      }),
    );
  });
});

describe('after failures in a row', () => {
  const failures = fc.integer({ min: 1, max: 2_000 });

  it('pauses grow from 1 s to 30 s, and are random', () => {
    expect([1, 2, 3, 4, 5, 6, 2_000].map((count) => pauseMs({ failures: count, random: 1 }))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
    fc.assert(
      fc.property(failures, random, (count, chance) => {
        const pause = pauseMs({ failures: count, random: chance });
        expect(pause).toBeLessThanOrEqual(pauseMs({ failures: count + 1, random: chance }));
        expect(pause).toBeGreaterThanOrEqual(500);
        expect(pause).toBeLessThanOrEqual(30_000);
      }),
    );
    expect(pauseMs({ failures: 3, random: 0 })).toBe(2_000);
  });

  it('Retry-After is obeyed up to 120 s', () => {
    fc.assert(
      fc.property(failures, random, fc.integer({ min: 0, max: DAY_MS }), (count, chance, retryAfterMs) => {
        const pause = pauseMs({ failures: count, random: chance, retryAfterMs });
        expect(pause).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 120_000));
        expect(pause).toBeLessThanOrEqual(Math.max(30_000, Math.min(retryAfterMs * 1.25, 120_000)));
      }),
    );
  });

  it('steps with the same Retry-After do not poll together', () => {
    const told = { failures: 1, retryAfterMs: 60_000 };
    expect(pauseMs({ ...told, random: 1 })).toBeGreaterThan(pauseMs({ ...told, random: 0 }) + 10_000);
  });
});
