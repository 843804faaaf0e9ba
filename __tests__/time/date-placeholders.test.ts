import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMapping } from '../../src/inputs/mapping.ts';
import { parseStep } from '../../src/time/calendar-date.ts';
import { type DateAndNext, datesOfList } from '../../src/time/date-list.ts';
import {
  holdsPlaceholder,
  placeholderProblems,
  replaced,
  withDates,
} from '../../src/time/date-placeholders.ts';

const [day, hour] = ['2026-11-30', '2026-11-30T06'].map(
  (text) => datesOfList([text], parseStep('1d') ?? { count: 1, unit: 'd' })[0],
) as [DateAndNext, DateAndNext];

describe('a placeholder', () => {
  it.each([
    ['{date}', '2026-11-30'],
    ['{next}', '2026-12-01'],
    ['{date:yyyyMMdd}', '20261130'],
    ['{next:yyyy/MM/dd}', '2026/12/01'],
    ['{date:HH}', '00'],
    ['{date:yyyy년 MM월}', '2026년 11월'],
    ['from {date} to {next}', 'from 2026-11-30 to 2026-12-01'],
    ['{{date}}', '{2026-11-30}'],
    ['dt={date:yyyy}-{date:MM}', 'dt=2026-11'],
  ])('in %j gives %j', (text, expected) => {
    expect(placeholderProblems(text)).toEqual([]);
    expect(replaced(text, day)).toBe(expected);
  });

  it('of an hour keeps it', () => {
    expect(replaced('{date} {next:yyyyMMddHH}', hour)).toBe('2026-11-30T06 2026120106');
  });

  it.each([
    '{Date}',
    '{dates}',
    '{ date }',
    '{date }',
    '{}',
    '{nexts:yyyy}',
    `$\{x}`,
    '{"date": 1}',
    '{date',
    'date}',
  ])('is not %j: it stays as it is', (text) => expect(replaced(text, day)).toBe(text));

  it.each([
    '{date:}',
    '{date:YYYYMMDD}',
    '{date:yyyy-MM-ddTHH}',
    '{date:yy}',
    '{date:hh}',
    '{next:mm}',
    '{date:yyyy0}',
    '{date:-}',
  ])('may not be %j', (text) => {
    expect(placeholderProblems({ a: text })).toEqual([
      expect.stringMatching(/^"\{.*\}" has a format that is not known; give \{date\}, \{date:yyyyMMdd\}/),
    ]);
  });

  it('is replaced in all texts, nested ones too, and never in keys', () => {
    const value = { '{date}': ['{date}', { b: { c: '{next}' } }], n: 1, t: true, z: null };
    expect(withDates(value, day)).toEqual({
      '{date}': ['2026-11-30', { b: { c: '2026-12-01' } }],
      n: 1,
      t: true,
      z: null,
    });
  });

  it('is not searched in texts without one: any value stays as it is', () => {
    const value = fc.jsonValue().filter((each) => !/\{(date|next)[:}]/.test(JSON.stringify(each)));
    fc.assert(
      fc.property(value, (each) => expect(JSON.stringify(withDates(each, day))).toBe(JSON.stringify(each))),
    );
  });

  it('is replaced once: what it gave holds none', () => {
    const part = fc.oneof(
      fc.constantFrom('{date}', '{next:yyyyMMdd}', '{', '}', '{date', ':yyyy}', 'x'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const once = replaced(parts.join(''), day);
        fc.pre(placeholderProblems(parts.join('')).length === 0);
        expect(replaced(once, day)).toBe(once);
      }),
    );
  });

  it.each([
    [{ a: ['{next:yyyy}'] }, true],
    [{ '{next}': '{date}' }, false],
    ['next', false],
  ])('is found in the texts of %j: %s', (value, found) =>
    expect(holdsPlaceholder(value, 'next')).toBe(found),
  );
});

describe('a placeholder without quotes in YAML', () => {
  it.each([
    [
      '{"$day": {"date": null}}',
      '$day: a placeholder without quotes is a mapping in YAML; put it in quotes, such as "{date}".',
    ],
    [
      '{"$day": {"date:yyyyMMdd": null}}',
      '$day: a placeholder without quotes is a mapping in YAML; put it in quotes, such as "{date:yyyyMMdd}".',
    ],
    ['$day: {date: yyyyMMdd}', '$day: a placeholder'],
    ['{"$a": {"b": ["x", {"next": null}]}}', '$a.b[1]: a placeholder'],
    ['{"$a": [{"date": null}]}', '$a[0]: a placeholder'],
  ])('is an error: %j', async (text, problem) => {
    const problems = placeholderProblems(await parseMapping(text, () => true));
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(placeholderProblems(await parseMapping(text, () => false))).toEqual(problems);
  });

  it.each(['date: ""', '$day: {date: 2026-11-01}', '$day: {dates: }', '$day: "{date}"'])(
    'is not what %j is',
    async (text) => expect(placeholderProblems(await parseMapping(text, () => true))).toEqual([]),
  );
});
