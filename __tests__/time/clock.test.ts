import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/time/clock.ts';

describe('the machine clock', () => {
  it('has elapsed time that never goes back', () => {
    const before = systemClock.elapsedMs();
    expect(systemClock.elapsedMs()).toBeGreaterThanOrEqual(before);
  });

  it('gives wall time in milliseconds since 1970', () => {
    expect(Math.abs(systemClock.wallMs() - Date.now())).toBeLessThan(1_000);
  });

  it.each([0, -5])('sleeps for %i ms without an error', async (ms) => {
    await expect(systemClock.sleep(ms)).resolves.toBeUndefined();
  });

  it('does not begin to sleep when the signal is aborted already', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(systemClock.sleep(60_000, signal)).rejects.toThrow('stop');
  });

  it.each([60_000, 1e15])('wakes from %i ms with the reason of the signal at once', async (ms) => {
    const controller = new AbortController();
    const sleep = systemClock.sleep(ms, controller.signal);
    controller.abort(new Error('stop'));
    await expect(sleep).rejects.toThrow('stop');
  });
});
