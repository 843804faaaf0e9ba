import { describe, expect, it } from '@jest/globals';
import { readBackfillConfig } from '../../src/inputs/backfill.ts';
import { dateText } from '../../src/time/calendar-date.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';
import { LEAST_INPUTS, SHARED_DEFAULTS } from './least-inputs.ts';

const read = (inputs: Record<string, string>) =>
  readBackfillConfig(sourceOf({ ...LEAST_INPUTS, ...inputs }).source);
const datesOf = async (inputs: Record<string, string>) =>
  (await read(inputs)).dates.map(({ date }) => dateText(date));
const problems = (inputs: Record<string, string>) => problemsOf(() => read(inputs));
const listed = (dates: string, more: Record<string, string> = {}) => ({ from: '', to: '', dates, ...more });

describe('the inputs of a backfill', () => {
  it('have their defaults', async () => {
    const { dates, ...config } = await read({});
    expect(dates.map(({ date, next }) => [dateText(date), dateText(next)])).toEqual([
      ['2026-11-01', '2026-11-02'],
      ['2026-11-02', '2026-11-03'],
    ]);
    expect(config).toEqual({
      ...SHARED_DEFAULTS,
      jobId: 'job1',
      jobCondition: {},
      parameters: { $day: '{date}' },
      skipIfExists: undefined,
      maxParallel: 1,
      onFailure: 'stop',
      onCancel: 'cancel',
    });
  });

  it.each([
    ['maxParallel', '50', { maxParallel: 50 }],
    ['onFailure', 'continue', { onFailure: 'continue' }],
    ['jobCondition', 'numWorker: 4', { jobCondition: { numWorker: 4 } }],
    ['skipIfExists', 'b/dt={date:yyyy/MM/dd}/_SUCCESS', { skipIfExists: 'b/dt={date:yyyy/MM/dd}/_SUCCESS' }],
  ])('%s: %j', async (name, text, config) => expect(await read({ [name]: text })).toMatchObject(config));

  it.each([
    ['maxParallel', '0'],
    ['maxParallel', '51'],
    ['onFailure', 'ignore'],
    ['order', 'newest'],
    ['step', '1w'],
    ['step', '0d'],
    ['parameters', '{}'],
    ['skipIfExists', 'bucket/out/_SUCCESS'],
    ['skipIfExists', 's3://bucket/{date}'],
    ['skipIfExists', '/bucket/{date}'],
    ['skipIfExists', '{date}'],
    ['skipIfExists', 'bucket/../{date}'],
  ])('%s cannot be %j: the problem names input, value and rule', async (name, text) => {
    const [problem, ...others] = await problems({ [name]: text });
    expect(others).toEqual([]);
    expect(problem).toContain(`${name}: "${text}" is not allowed; give `);
  });

  it('are all checked, and all problems are reported together', async () => {
    const wrong = {
      accessKey: '',
      jobId: '',
      parameters: '',
      to: '',
      step: 'x',
      maxParallel: 'many',
      skipIfExists: 'a',
    };
    const all = await problems(wrong);
    for (const name of Object.keys(wrong))
      expect(all.filter((each) => each.startsWith(name))).toHaveLength(1);
    expect(all).toHaveLength(Object.keys(wrong).length);
  });
});

describe('the dates of a backfill', () => {
  it.each([
    ['separated by commas', '2026-11-02, 2026-11-01,2026-11-02'],
    ['separated by white space', ' 2026-11-02 2026-11-01 \n 2026-11-01'],
    ['a YAML list', '- 2026-11-02\n- "2026-11-01" # a holiday'],
    ['a YAML list in brackets', '[2026-11-02, 2026-11-01]'],
    ['a JSON list, as the output remaining is', '["2026-11-02","2026-11-01"]'],
  ])('may be %s: each is taken once, oldest first', async (_, dates) =>
    expect(await datesOf(listed(dates))).toEqual(['2026-11-01', '2026-11-02']),
  );

  it('are sorted newest first when order says so, given ones too', async () => {
    expect(await datesOf({ order: 'newest-first' })).toEqual(['2026-11-02', '2026-11-01']);
    expect(await datesOf(listed('2026-11-01 2026-11-05', { order: 'newest-first' }))).toEqual([
      '2026-11-05',
      '2026-11-01',
    ]);
  });

  it('may be one', async () => expect(await datesOf(listed('2026-11-02'))).toEqual(['2026-11-02']));

  it('have the date one step later as {next}', async () => {
    const { dates } = await read(listed('2026-11-01', { step: '7d' }));
    expect(dates.map(({ next }) => dateText(next))).toEqual(['2026-11-08']);
  });

  it.each([
    [{ from: '', to: '' }, 'from, to: not given; give from and to, or dates.'],
    [{ to: '' }, 'to: not given; it is required: the last date, a date such as 2026-11-01'],
    [{ from: '' }, 'from: not given; it is required: the first date, a date such as 2026-11-01'],
    [{ dates: '2026-11-01' }, 'dates: given together with from or to; give from and to, or dates.'],
    [{ from: '2026-02-30' }, 'from, to: "2026-02-30" does not exist in the calendar'],
    [{ to: '2026-10-01' }, 'from, to: to (2026-10-01) is before from (2026-11-01).'],
    [{ to: '2026-11-02T06' }, 'from, to: 2026-11-01 and 2026-11-02T06 have different forms'],
    [{ from: '1026-11-01' }, 'from, to: there are more than 10000 dates'],
    [listed('[]'), 'dates: "[]" is not allowed; give a list of dates'],
    [listed(','), 'dates: "," is not allowed; give a list of dates'],
    [listed('20261101'), 'dates: "20261101" is n'],
    [listed('a: b'), 'dates: "a: b" is not allowed; give a list of dates'],
    [listed('[[2026-11-01]]'), 'dates: "[[2026-11-01]]" is not allowed'],
    [listed('2026-11-01 2026-11-31'), 'dates: "2026-11-31" does not exist'],
    [listed('2026-11-01 2026-11-02T06'), 'dates: 2026-11-01 and 2026-11-02T06 have different forms'],
    [listed('2026-11-01', { step: '1h' }), 'dates: 2026-11-01 has no hour, and step is in hours'],
  ])('cannot be %j', async (inputs, problem) => {
    expect(await problems(inputs)).toEqual([expect.stringContaining(problem)]);
  });

  it('by months cannot be unclear where {next} is used, and may be where it is not', async () => {
    const april = listed('2026-04-30', { step: '1mo' });
    expect(await datesOf(april)).toEqual(['2026-04-30']);
    const problem =
      'dates: with step in months, {next} of 2026-04-30 can be 2026-05-30 or 2026-05-31; give from and to instead.';
    expect(await problems({ ...april, parameters: '$to: "{next}"' })).toEqual([problem]);
    expect(await problems({ ...april, skipIfExists: 'b/{date}-{next}' })).toEqual([problem]);
  });
});

describe('the placeholders of a backfill', () => {
  it.each([
    ['parameters', '$day: {date}', 'parameters: line 1: what begins with "{" is a mapping in YAML'],
    ['parameters', '$day: "{date:YYYY}"', 'parameters: "{date:YYYY}" has a format that is not known'],
    ['skipIfExists', 'b/{date:YYYY}', 'skipIfExists: "{date:YYYY}" has a format that is not known'],
  ])('in %s cannot be %j', async (name, text, problem) => {
    expect(await problems({ [name]: text })).toEqual([expect.stringContaining(problem)]);
  });

  it('that are missing cost a warning: every execution would get the same parameters', async () => {
    for (const [value, count] of [
      ['{dat}', 1],
      ['fixed', 1],
      ['{date}', 0],
      ['{next:dd}', 0],
    ] as const) {
      const { source, warnings } = sourceOf({ ...LEAST_INPUTS, parameters: `day: "${value}"` });
      await readBackfillConfig(source);
      expect([value, warnings.length]).toEqual([value, count]);
    }
  });

  it('of which one is wrong bring no value of the parameters into the error', async () => {
    const [problem] = await problems({ parameters: '$key: "top-secret {date:YY}"' });
    expect(problem).toContain('{date:YY}');
    expect(problem).not.toContain('top-secret');
  });
});
