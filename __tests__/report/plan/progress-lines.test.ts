import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  endedLine,
  progressLine,
  retryLine,
  startedLine,
  timeLeftMs,
} from '../../../src/report/plan/progress-lines.ts';
import { aRow } from './any-rows.ts';

const MINUTE_MS = 60_000;

describe('a line of the log', () => {
  it('for a start names the execution, and the attempt from the second on', () => {
    expect(startedLine(aRow('2026-11-12'))).toBe('2026-11-12 (execution e-2026-11-12): started');
    expect(startedLine(aRow('a', { attempts: 2 }))).toBe('a (execution e-a): started, attempt 2');
  });

  it('for an end has the result, the duration and the note', () => {
    expect(endedLine(aRow('a'))).toBe('a (execution e-a): COMPLETED after 6m10s');
    expect(endedLine(aRow('a', { status: 'FAILED', conclusion: 'failure', note: 'KeyError: 7' }))).toBe(
      'a (execution e-a): FAILED after 6m10s. KeyError: 7',
    );
  });

  it('for an end without an execution has the conclusion', () => {
    const row = aRow('a', {
      jobExecutionId: undefined,
      status: undefined,
      conclusion: 'not_started',
      durationSeconds: undefined,
    });
    expect(endedLine(row)).toBe('a: not started');
  });

  it('for a retry says which one comes when', () => {
    const row = aRow('a', { status: 'FAILED', conclusion: 'failure' });
    expect(retryLine(row, { number: 1, of: 2, delayMs: 30_000 })).toBe(
      'a (execution e-a): FAILED after 6m10s; retry 1 of 2 in 30s',
    );
  });
});

describe('the heartbeat', () => {
  const counts = { completed: 12, failed: 0, skipped: 0, running: 3, toGo: 15 };

  it('counts what is done and what is to do', () => {
    expect(progressLine(counts)).toBe('12 completed, 3 running, 15 to go');
    expect(progressLine({ ...counts, failed: 1, skipped: 2 })).toBe(
      '12 completed, 1 failed, 2 skipped, 3 running, 15 to go',
    );
  });

  it.each([
    [40 * MINUTE_MS + 29_000, 'about 40m left'],
    [95_000, 'about 1m35s left'],
    [0, 'about 1s left'],
  ])('says how long %d ms are in about', (leftMs, text) =>
    expect(progressLine(counts, leftMs)).toContain(text),
  );
});

describe('the time that is left', () => {
  const left = (toGo: number, runningForMs: readonly number[], maxParallel: number) =>
    timeLeftMs({ toGo, runningForMs, typicalMs: 10 * MINUTE_MS, maxParallel }) / MINUTE_MS;

  it.each([
    ['nothing', 0, [], 3, 0],
    ['what runs', 0, [4 * MINUTE_MS, 9 * MINUTE_MS], 3, 6],
    ['one after the other', 3, [5 * MINUTE_MS], 1, 35],
    ['three at a time', 6, [], 3, 20],
    ['one, however many places there are', 1, [], 50, 10],
    ['an execution that takes longer than usual', 0, [30 * MINUTE_MS], 1, 0],
  ] as const)('of %s', (_, toGo, runningForMs, maxParallel, minutes) =>
    expect(left(toGo, runningForMs, maxParallel)).toBe(minutes),
  );

  it('is never less than one execution takes while one is to go, and never more than one after the other', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.array(fc.nat(20 * MINUTE_MS), { maxLength: 50 }),
        fc.integer({ min: 1, max: 50 }),
        (toGo, running, places) => {
          const minutes = left(toGo, running, places);
          expect(minutes).toBeGreaterThanOrEqual(toGo > 0 ? 10 : 0);
          expect(minutes).toBeLessThanOrEqual((toGo + running.length) * 10);
        },
      ),
    );
  });
});
