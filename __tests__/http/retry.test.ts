import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAXIMUM_TRIES, pauseAfter, type RetryOptions, untilSettled } from '../../src/http/retry.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** Tries whose outcomes are how long to wait before the next one; undefined is settled. */
function trying(
  outcomes: readonly (number | undefined)[],
  options: Partial<RetryOptions<number | undefined>> = {},
) {
  const clock = new FakeClock();
  const retries: number[] = [];
  let tries = 0;
  const attempt = async () => {
    tries += 1;
    return outcomes[Math.min(tries, outcomes.length) - 1];
  };
  const run = () =>
    untilSettled(attempt, {
      clock,
      random: () => 0.5,
      retryAfterMs: (outcome) => outcome,
      onRetry: (_outcome, pauseMs) => retries.push(pauseMs),
      ...options,
    });
  return { run, clock, retries, tries: () => tries };
}

describe('the retry loop', () => {
  it('returns the first outcome that is not worth another try', async () => {
    const { run, retries, clock } = trying([0, 0, undefined]);
    expect(await run()).toBeUndefined();
    expect([retries, clock.sleeps]).toEqual([
      [250, 500],
      [250, 500],
    ]);
  });

  it('ends with the last outcome after so many tries', async () => {
    const { run, tries } = trying([0]);
    expect(await run()).toBe(0);
    expect(tries()).toBe(MAXIMUM_TRIES);
    const patient = trying([...Array(30).fill(0), undefined], { maximumTries: Number.POSITIVE_INFINITY });
    expect(await patient.run()).toBeUndefined();
    expect(patient.tries()).toBe(31);
  });

  it('begins no pause that would pass its end', async () => {
    const { run, clock, tries } = trying([0, 0, 30_000], { untilMs: 20_000 });
    expect(await run()).toBe(30_000);
    expect([clock.elapsedMs(), tries()]).toEqual([750, 3]);
  });

  it('tries once though its end has passed', async () => {
    const { run, tries } = trying([0], { untilMs: 0 });
    await run();
    expect(tries()).toBe(1);
  });

  it('ends at once when it is aborted during a pause', async () => {
    const controller = new AbortController();
    const { run, clock, tries } = trying([0], { signal: controller.signal });
    clock.at(100, () => controller.abort(new Error('given up')));
    await expect(run()).rejects.toThrow('given up');
    expect([clock.elapsedMs(), tries()]).toEqual([100, 1]);
  });
});

describe('the pause between tries', () => {
  it('lies between the Retry-After and the larger of that and 15 s', () => {
    const retryAfter = fc.integer({ min: 0, max: 1e6 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        retryAfter,
        (failures, random, askedMs) => {
          const pauseMs = pauseAfter(failures, random, askedMs);
          const obeyedMs = Math.min(askedMs, 120_000);
          expect(pauseMs).toBeGreaterThanOrEqual(obeyedMs);
          expect(pauseMs).toBeLessThanOrEqual(Math.max(obeyedMs, 15_000));
        },
      ),
    );
  });
});
