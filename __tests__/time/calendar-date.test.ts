import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type CalendarDate,
  dateText,
  parseDate,
  parseStep,
  stepsLater,
  withDayOfMonth,
} from '../../src/time/calendar-date.ts';

const at = (text: string): CalendarDate => {
  const date = parseDate(text);
  if (!date) throw new Error(`${text} is no date`);
  return date;
};
const later = (text: string, step: string, steps = 1) => {
  const parsed = parseStep(step);
  return parsed && dateText(stepsLater(at(text), parsed, steps));
};

/** Any date that can be written, with an hour or without. */
const anyDate = fc
  .record({
    days: fc.integer({ min: -354_285, max: 376_199 }),
    hour: fc.option(fc.nat(23), { nil: undefined }),
  })
  .map(({ days, hour }) => ({
    ms: days * 86_400_000 + (hour ?? 0) * 3_600_000,
    hasHour: hour !== undefined,
  }));

describe('a date', () => {
  it('is written as it was read', () => {
    fc.assert(fc.property(anyDate, (date) => expect(parseDate(dateText(date))).toEqual(date)));
  });

  it.each([
    '2024-02-29',
    '2000-02-29',
    '2026-12-31',
    '2026-11-01T00',
    '2026-11-01T23',
    '1000-01-01',
    '2999-12-31',
  ])('is %s', (text) => expect(dateText(at(text))).toBe(text));

  it.each([
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-11-00',
    '2026-11-31',
    '2026-11-01T24',
    '2026-11-1',
    '20261101',
    '2026/11/01',
    '2026-11-01T6',
    '2026-11-01T06:00',
    '2026-11-01T06Z',
    '2026-11-01T06+09:00',
    '2026-11-01 06',
    '2026-11-01t06',
    ' 2026-11-01',
    '0026-11-01',
    '3026-11-01',
    'today',
    '',
  ])('is not %j', (text) => expect(parseDate(text)).toBeUndefined());
});

describe('a step', () => {
  it.each([
    ['1h', { count: 1, unit: 'h' }],
    ['7d', { count: 7, unit: 'd' }],
    ['1mo', { count: 1, unit: 'mo' }],
    ['12MO', { count: 12, unit: 'mo' }],
  ])('may be %s', (text, step) => expect(parseStep(text)).toEqual(step));

  it.each(['0d', '-1d', '1m', '1w', 'd', '1.5d', '1 d', '10000d', '01d', '1d1h', ''])(
    'may not be %j',
    (text) => expect(parseStep(text)).toBeUndefined(),
  );

  it.each([
    ['2026-02-28', '1d', '2026-03-01'],
    ['2024-02-28', '1d', '2024-02-29'],
    ['2026-12-31', '7d', '2027-01-07'],
    ['2026-12-31T23', '1h', '2027-01-01T00'],
    ['2026-11-01T06', '1d', '2026-11-02T06'],
    ['2026-01-31', '1mo', '2026-02-28'],
    ['2026-12-15', '1mo', '2027-01-15'],
    ['2024-02-29', '12mo', '2025-02-28'],
    ['2026-01-31T05', '1mo', '2026-02-28T05'],
    ['1969-01-31T05', '1mo', '1969-02-28T05'],
    // The days on which clocks are changed somewhere have 24 hours like any other.
    ['2026-03-29T01', '1h', '2026-03-29T02'],
    ['2026-03-29T02', '1h', '2026-03-29T03'],
    ['2026-10-25T02', '1h', '2026-10-25T03'],
  ])('after %s, %s leads to %s', (text, step, next) => expect(later(text, step)).toBe(next));

  it('of months from the 31st leads to the last day of each month', () => {
    expect([0, 1, 2, 3, 12, 25].map((steps) => later('2026-01-31', '1mo', steps))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2027-01-31',
      '2028-02-29',
    ]);
  });

  it('of months keeps hour and day, or takes the last day of the month', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 48 }), fc.nat(20), (date, count, steps) => {
        const result = stepsLater(date, { count, unit: 'mo' }, steps);
        const [from, to] = [new Date(date.ms), new Date(result.ms)];
        const months = (each: Date) => each.getUTCFullYear() * 12 + each.getUTCMonth();
        expect(months(to) - months(from)).toBe(count * steps);
        expect(to.getUTCHours()).toBe(from.getUTCHours());
        const isLastDay = new Date(result.ms + 86_400_000).getUTCMonth() !== to.getUTCMonth();
        expect(
          to.getUTCDate() === from.getUTCDate() || (to.getUTCDate() < from.getUTCDate() && isLastDay),
        ).toBe(true);
      }),
    );
  });

  it('of hours and days is always the same time', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 9999 }), fc.nat(100), (date, count, steps) => {
        expect(stepsLater(date, { count, unit: 'h' }, steps).ms - date.ms).toBe(count * steps * 3_600_000);
        expect(stepsLater(date, { count, unit: 'd' }, steps).ms - date.ms).toBe(count * steps * 86_400_000);
      }),
    );
  });
});

describe('another day of the month', () => {
  it('is the last one when the month has no such day', () => {
    expect(dateText(withDayOfMonth(at('2026-02-10T05'), 31))).toBe('2026-02-28T05');
    expect(dateText(withDayOfMonth(at('2026-02-28'), 3))).toBe('2026-02-03');
  });
});
