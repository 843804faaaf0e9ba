import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../src/time/duration.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['42', 42_000],
    ['0', 0],
    ['0.5', 500],
    ['1.5h', 5_400_000],
    ['1m500ms', 60_500],
    ['90m', 5_400_000],
    ['5M', 300_000],
    ['1h 30m', 5_400_000],
    [' 10s ', 10_000],
    ['1d 2h 3m 4s 5ms', 93_784_005],
    ['1h\t30m', 5_400_000],
  ])('%j is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each([
    '',
    ' ',
    'x',
    's',
    '-1s',
    '+1s',
    '1e3',
    '.5s',
    '5.',
    '1,5s',
    '1m1h',
    '1s1s',
    '10 seconds',
    '1:30',
    '1 0s',
    '5 5m',
    '1 000',
    '1 h',
    '1. 5h',
    '5 m s',
    '1 2',
    'Infinity',
    'NaN',
    '0x10',
    '1.5ms',
    '99999999999999999999',
  ])('%j is none', (text) => expect(parseDuration(text)).toBeUndefined());

  it('is undefined or a whole number of milliseconds, 0 or more, for any text', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^(\d{1,4}(\.\d{1,3})?(d|h|m|s|ms)){1,5}$/));
    fc.assert(
      fc.property(text, (given) => {
        const ms = parseDuration(given);
        expect(ms === undefined || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true);
      }),
    );
  });

  it('is the sum of its parts', () => {
    const part = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(part, part, part, part, (h, m, s, ms) => {
        expect(parseDuration(`${h}h${m}m${s}s${ms}ms`)).toBe(((h * 60 + m) * 60 + s) * 1000 + ms);
      }),
    );
  });
});

describe('a duration in words', () => {
  it.each([
    [0, '0s'],
    [-5, '0s'],
    [400, '0.4s'],
    [9_949, '9.9s'],
    [9_950, '10s'],
    [42_000, '42s'],
    [59_600, '1m'],
    [370_000, '6m10s'],
    [3_900_000, '1h05m'],
    [183_600_000, '2d03h'],
  ])('%i ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('can be read again, and is as exact as its smallest unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e10 }), (ms) => {
        const text = formatDuration(ms);
        const unitMs = ms < 9_950 ? 100 : ms < 3.6e6 ? 1_000 : ms < 8.64e7 ? 60_000 : 3.6e6;
        expect(Math.abs((parseDuration(text) ?? Number.NaN) - ms)).toBeLessThanOrEqual(unitMs);
      }),
    );
  });
});
