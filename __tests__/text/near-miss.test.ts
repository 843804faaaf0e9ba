import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearMiss } from '../../src/text/near-miss.ts';

const NAMES = ['dryRun', 'wait', 'waitTimeout', 'onCancel', 'onTimeout', 'to', 'nrn', 'name', 'two words'];

describe('a near miss', () => {
  it.each([
    ['dry-run', 'dryRun'],
    ['DRY_RUN', 'dryRun'],
    ['dryrn', 'dryRun'],
    ['dyrRun', 'dryRun'],
    ['waittimout', 'waitTimeout'],
    ['waitTimeuot', 'waitTimeout'],
    ['wait-timeot', 'waitTimeout'],
    ['oncancle', 'onCancel'],
    ['timeout', 'onTimeout'],
    ['TO', 'to'],
    ['n_r_n', 'nrn'],
    ['nam', 'name'],
    ['TwoWords', 'two words'],
  ])('of %s is %s', (given, meant) => expect(nearMiss(given, NAMES)).toBe(meant));

  it.each(['', 'on', 'too', 'nrm', 'files', 'token', 'dry', 'waits-for', 'waitTimeoutSecs', 'cancels'])(
    'is none of the names for %j',
    (given) => expect(nearMiss(given, NAMES)).toBeUndefined(),
  );

  it('is found for any one slip in a name of 4 letters or more', () => {
    const slip = fc.constantFrom('add', 'drop', 'change', 'swap');
    const long = fc.constantFrom(...NAMES.filter((name) => name.length >= 4));
    fc.assert(
      fc.property(long, slip, fc.nat(), fc.constantFrom('q', 'z', '7'), (name, kind, place, letter) => {
        const at = place % (name.length - 1);
        const [before, after] = [name.slice(0, at), name.slice(at)];
        const given = {
          add: before + letter + after,
          drop: before + after.slice(1),
          change: before + letter + after.slice(1),
          swap: before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2),
        }[kind];
        expect(nearMiss(given, NAMES)).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('is found however many - and _ are put between the letters, in either case', () => {
    const inserted = fc.array(fc.constantFrom('', '-', '_'), { minLength: 11, maxLength: 11 });
    fc.assert(
      fc.property(inserted, fc.boolean(), (marks, isUpper) => {
        const given = 'waitTimeout'
          .split('')
          .map((letter, index) => letter + (marks[index] ?? ''))
          .join('');
        const expected = given === 'waitTimeout' && !isUpper ? undefined : 'waitTimeout';
        expect(nearMiss(isUpper ? given.toUpperCase() : given, NAMES)).toBe(expected);
      }),
    );
  });

  it('of one of several names is the nearest', () => {
    expect(nearMiss('load2', ['load1x', 'load'])).toBe('load');
    expect(nearMiss('retires', ['needs', 'retries'])).toBe('retries');
  });

  it('is none for a name that is known, or where none is known', () => {
    expect(nearMiss('wait', NAMES)).toBeUndefined();
    expect(nearMiss('wait', [])).toBeUndefined();
  });
});
