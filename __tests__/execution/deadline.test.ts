import { describe, expect, it } from '@jest/globals';
import { deadlineMs, isRetried, isTimeUp } from '../../src/execution/deadline.ts';

const MINUTE_MS = 60_000;

describe('the end of the wait', () => {
  it('is waitTimeout, whatever the execution may take', () => {
    expect(deadlineMs(5_000, { timeout: 1440 })).toBe(5_000);
  });

  it.each([
    [{ timeout: 30 }, 45],
    [{ timeout: '30' }, 45],
    [{ timeout: 2880 }, 2895],
  ])('is else the own timeout of the execution and 15 minutes: %j', (jobCondition, minutes) => {
    expect(deadlineMs(undefined, jobCondition)).toBe(minutes * MINUTE_MS);
  });

  it.each([
    [undefined],
    [{}],
    [{ timeout: '' }],
    [{ timeout: 'x' }],
    [{ timeout: 0 }],
    [{ timeout: null }],
    [{ timeout: -1 }],
  ])('takes the documented 360 minutes for %j', (jobCondition) =>
    expect(deadlineMs(undefined, jobCondition)).toBe(375 * MINUTE_MS),
  );
});

describe('waitTimeout', () => {
  it.each([
    [99, 100, false],
    [100, 100, true],
    [Number.MAX_SAFE_INTEGER, undefined, false],
  ])('at %d ms, with a waitTimeout of %s ms, is over: %s', (atMs, waitTimeoutMs, isOver) => {
    expect(isTimeUp(atMs, waitTimeoutMs)).toBe(isOver);
  });
});

describe('a FAILED execution', () => {
  it.each([
    [1, 1, undefined, true],
    [2, 1, undefined, false],
    [1, 0, undefined, false],
    [1, 1, 101, true],
    [1, 1, 100, false],
  ])(
    'as attempt %d with %d retries, its pause up to 100 ms, and a waitTimeout of %s ms, is started again: %s',
    (attempts, retries, waitTimeoutMs, again) => {
      expect(isRetried({ attempts, untilMs: 100, waitTimeoutMs }, { retries })).toBe(again);
    },
  );
});
