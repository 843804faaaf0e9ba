import { describe, expect, it } from '@jest/globals';
import { deadlineMs } from '../../src/execution/deadline.ts';

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
