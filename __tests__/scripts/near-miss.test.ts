import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearMiss } from '../../scripts/near-miss.ts';

const names = ['jobId', 'wait', 'waitTimeout', 'maxAge', 'dryRun', 'from', 'to'];

describe('the name that was probably meant', () => {
  it.each([
    ['job-id', 'jobId'],
    ['JOB_ID', 'jobId'],
    ['waitTimout', 'waitTimeout'],
    ['waitTimeoutMs', 'waitTimeout'],
    ['wiat', 'wait'],
    ['dryrum', 'dryRun'],
  ])('of %s is %s', (wrong, right) => {
    expect(nearMiss(wrong, names)).toBe(right);
  });

  it.each(['timeout', 'parameters', 'waitTimeoutMin', 'ab', 'x'])('is not known of %s', (wrong) => {
    expect(nearMiss(wrong, names)).toBeUndefined();
  });

  it('is the nearest when several are near', () => {
    expect(nearMiss('waits', ['waist2', 'wait'])).toBe('wait');
  });

  it('is found however many - and _ are put between the letters, in either case', () => {
    const inserted = fc.array(fc.constantFrom('', '-', '_'), { minLength: 11, maxLength: 11 });
    fc.assert(
      fc.property(inserted, fc.boolean(), (marks, isUpper) => {
        const wrong = 'waitTimeout'
          .split('')
          .map((letter, index) => letter + (marks[index] ?? ''))
          .join('');
        expect(nearMiss(isUpper ? wrong.toUpperCase() : wrong, names)).toBe('waitTimeout');
      }),
    );
  });
});
