import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DateStep, dateText, parseStep } from '../../src/time/calendar-date.ts';
import { type DateAndNext, datesBetween, datesOfList, WrongDates } from '../../src/time/date-list.ts';

const step = (text: string): DateStep => parseStep(text) ?? { count: 1, unit: 'd' };
const texts = (dates: readonly DateAndNext[]) => dates.map(({ date }) => dateText(date));
const nexts = (dates: readonly DateAndNext[]) => dates.map(({ next }) => dateText(next));
const problemOf = (read: () => unknown): string => {
  try {
    read();
    return '';
  } catch (error) {
    if (error instanceof WrongDates) return error.message;
    throw error;
  }
};

describe('the dates from one to another', () => {
  it.each([
    ['2026-11-01', '2026-11-03', '1d', ['2026-11-01', '2026-11-02', '2026-11-03']],
    ['2026-11-01', '2026-11-01', '1d', ['2026-11-01']],
    ['2026-11-01', '2026-11-16', '7d', ['2026-11-01', '2026-11-08', '2026-11-15']],
    ['2026-01-31', '2026-04-30', '1mo', ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']],
    [
      '2026-11-01T22',
      '2026-11-02T01',
      '1h',
      ['2026-11-01T22', '2026-11-01T23', '2026-11-02T00', '2026-11-02T01'],
    ],
    ['2026-11-01', '2026-11-01', '12h', ['2026-11-01T00', '2026-11-01T12']],
    ['2026-11-01T22', '2026-11-01', '1h', ['2026-11-01T22', '2026-11-01T23']],
    ['2026-11-01', '2026-11-01T01', '1h', ['2026-11-01T00', '2026-11-01T01']],
    ['2026-11-01T06', '2026-11-02T06', '1d', ['2026-11-01T06', '2026-11-02T06']],
  ])('%s to %s by %s are %j', (from, to, by, expected) =>
    expect(texts(datesBetween(from, to, step(by)))).toEqual(expected),
  );

  it('of a day by the hour are its 24 hours, the first with T00 and the last with T23', () => {
    const dates = texts(datesBetween('2026-11-01', '2026-11-01', step('1h')));
    expect(dates).toHaveLength(24);
    expect([dates[0], dates[23]]).toEqual(['2026-11-01T00', '2026-11-01T23']);
  });

  it('appear once, in order, and each has the following one as its next', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000).toISOString());
    const by = fc.record({ count: fc.integer({ min: 1, max: 40 }), unit: fc.constantFrom('h', 'd', 'mo') });
    fc.assert(
      fc.property(day, fc.nat(300), fc.option(fc.nat(23)), by, (from, length, hour, { count, unit }) => {
        const to = new Date(Date.parse(from) + length * 86_400_000).toISOString();
        const form = (text: string) =>
          text.slice(0, 10) + (hour === null ? '' : `T${String(hour).padStart(2, '0')}`);
        const dates = datesBetween(form(from), form(to), { count, unit: unit as DateStep['unit'] });
        const written = texts(dates);
        expect(new Set(written).size).toBe(written.length);
        expect(written).toEqual([...written].sort());
        expect(written[0]?.slice(0, 10)).toBe(from.slice(0, 10));
        expect((written.at(-1) ?? '').slice(0, 10) <= to.slice(0, 10)).toBe(true);
        expect((nexts(dates).at(-1) ?? '') > form(to)).toBe(true);
        expect(nexts(dates).slice(0, -1)).toEqual(written.slice(1));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['2026-02-30', '2026-03-01', '1d', '"2026-02-30" does not exist in the calendar'],
    ['2026-11-02', '2026-11-01', '1d', 'to (2026-11-01) is before from (2026-11-02)'],
    ['2026-11-01', '2026-11-02T06', '1d', 'have different forms'],
    ['yesterday', '2026-11-02', '1d', '"yesterday" is no date; give a date such as 2026-11-01'],
    ['2026-11-01', '2026-11-01T06:00', '1h', '"2026-11-01T06:00" is no date'],
    ['1026-11-01', '2026-11-01', '1d', 'more than 10000 dates from 1026-11-01 to 2026-11-01'],
  ])('from %s to %s by %s are an error: %s', (from, to, by, problem) =>
    expect(problemOf(() => datesBetween(from, to, step(by)))).toContain(problem),
  );

  it('may be 10,000', () => {
    expect(datesBetween('1999-01-01', '2026-05-18', step('1d'))).toHaveLength(10_000);
    expect(problemOf(() => datesBetween('1999-01-01', '2026-05-19', step('1d')))).toContain(
      'more than 10000',
    );
  });
});

describe('the dates of a list', () => {
  it('are sorted, and duplicates are one', () => {
    expect(texts(datesOfList(['2026-11-03', '2026-11-01', '2026-11-03'], step('1d')))).toEqual([
      '2026-11-01',
      '2026-11-03',
    ]);
  });

  it('have the date one step later as their next, not the next of the list', () => {
    expect(nexts(datesOfList(['2026-11-01', '2026-11-09'], step('7d')))).toEqual([
      '2026-11-08',
      '2026-11-16',
    ]);
    expect(nexts(datesOfList(['2026-11-01T23'], step('1h')))).toEqual(['2026-11-02T00']);
  });

  it('give back any part of a range with the same next dates', () => {
    const by = fc.constantFrom('1h', '5h', '1d', '7d');
    fc.assert(
      fc.property(by, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (text, kept) => {
        const all = datesBetween('2026-02-20', '2026-03-30', step(text)).slice(0, 40);
        const part = all.filter((_, index) => kept[index]);
        expect(datesOfList(texts(part), step(text))).toEqual(part);
      }),
    );
  });

  it.each([
    ['a day that all months have', ['2026-02-10', '2026-03-10'], ['2026-03-10', '2026-04-10']],
    ['the 31st, of which one is in the list', ['2026-01-31', '2026-02-28'], ['2026-02-28', '2026-03-31']],
    ['the 28th, of which one is in March', ['2026-02-28', '2026-03-28'], ['2026-03-28', '2026-04-28']],
    ['the 30th, of which one is in March', ['2026-02-28', '2026-03-30'], ['2026-03-30', '2026-04-30']],
  ])('by months go on with %s', (_, dates, expected) => {
    const list = datesOfList(dates, step('1mo'));
    expect(nexts(list)).toEqual(expected);
    expect(list.every(({ otherNext }) => otherNext === undefined)).toBe(true);
  });

  it('by months give both dates where the next one can be one of two', () => {
    const [april] = datesOfList(['2026-04-30'], step('1mo'));
    expect(april && dateText(april.next)).toBe('2026-05-30');
    expect(april?.otherNext && dateText(april.otherNext)).toBe('2026-05-31');
  });

  it.each([
    [['2026-11-01', '2026-11-31'], '1d', '"2026-11-31" does not exist'],
    [['2026-11-01', '2026-11-02T06'], '1d', 'have different forms'],
    [['2026-11-01'], '1h', 'give each date with its hour, such as 2026-11-01T00'],
    [['soon'], '1d', '"soon" is no date'],
  ])('%j by %s are an error: %s', (dates, by, problem) =>
    expect(problemOf(() => datesOfList(dates, step(by)))).toContain(problem),
  );

  it('may be 10,000', () => {
    const dates = texts(datesBetween('1999-01-01', '2026-05-18', step('1d')));
    expect(datesOfList(dates, step('1mo'))).toHaveLength(10_000);
    expect(problemOf(() => datesOfList([...dates, '1998-01-01'], step('1d')))).toContain(
      'more than 10000 dates',
    );
  });
});
