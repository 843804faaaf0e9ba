import { describe, expect, it } from '@jest/globals';
import { InputError, type InputReader } from '../../src/inputs/reader.ts';
import { sourceOf } from '../support/inputs.ts';

function reading<T>(text: string, read: (reader: InputReader) => T): { value: T; problems: string[] } {
  const { reader } = sourceOf({ x: text });
  const value = read(reader);
  const problems: string[] = [];
  try {
    reader.finish();
  } catch (error) {
    if (error instanceof InputError) problems.push(...error.problems);
  }
  return { value, problems };
}

describe('an input', () => {
  it.each(['', ' ', '\n\t '])('%j is not given', (text) => {
    expect(reading(text, (reader) => reader.text('x'))).toEqual({ value: undefined, problems: [] });
    expect(reading(text, (reader) => reader.id('x')).value).toBeUndefined();
    expect(reading(text, (reader) => reader.yesNo('x', true)).value).toBe(true);
    expect(reading(text, (reader) => reader.durationMs('x', 1)).value).toBeUndefined();
    expect(reading(text, (reader) => reader.integer('x', { minimum: 1, maximum: 2 }, 2)).value).toBe(2);
    expect(reading(text, (reader) => reader.choice('x', ['a'], 'a'))).toEqual({ value: 'a', problems: [] });
  });

  it('has no white space around it', () => {
    expect(reading(' a b\n', (reader) => reader.text('x')).value).toBe('a b');
  });

  it('that is a block keeps the indentation of its first line', () => {
    expect(reading('  a: 1\n  b: 2\n', (reader) => reader.block('x')).value).toBe('  a: 1\n  b: 2\n');
    expect(reading(' \n ', (reader) => reader.block('x')).value).toBeUndefined();
  });

  it('that is required and not given is a problem that says what it is for', () => {
    const { problems } = reading('', (reader) => reader.required('x', 'the id'));
    expect(problems).toEqual(['x: not given; it is required: the id.']);
  });
});

describe('an id', () => {
  it.each(['gqigvHhTu7ra', 'a/b', '한', '...'])('may be %j', (id) => {
    expect(reading(id, (reader) => reader.id('x'))).toEqual({ value: id, problems: [] });
  });

  it.each(['a b', 'a\tb', '.', '..', 'a\u0000b'])('may not be %j', (id) => {
    expect(reading(id, (reader) => reader.id('x')).problems).toHaveLength(1);
  });
});

describe('a choice', () => {
  it.each(['true', 'TRUE', ' true '])('is read from %j', (text) => {
    expect(reading(text, (reader) => reader.yesNo('x', false)).value).toBe(true);
  });

  it.each(['yes', '1', 'on', 'tru'])('of true and false is not %s', (text) => {
    const { problems } = reading(text, (reader) => reader.yesNo('x', false));
    expect(problems).toEqual([`x: "${text}" is not allowed; give one of true, false.`]);
  });

  it('is one of those that are allowed', () => {
    const choose = (reader: InputReader) => reader.choice('x', ['leave', 'cancel'], undefined);
    expect(reading('cancel', choose).value).toBe('cancel');
    expect(reading('stop', choose)).toEqual({
      value: undefined,
      problems: ['x: "stop" is not allowed; give one of leave, cancel.'],
    });
  });
});

describe('a whole number', () => {
  const read = (reader: InputReader) => reader.integer('x', { minimum: 1, maximum: 10_000 }, 100);

  it.each([
    ['1', 1],
    ['10000', 10_000],
    ['007', 7],
  ])('%s is %i', (text, value) => expect(reading(text, read)).toEqual({ value, problems: [] }));

  it.each(['0', '10001', '1.0', '1e2', '-1', '0x1', 'ten', '१'])('is not %s', (text) => {
    expect(reading(text, read).problems).toEqual([
      `x: "${text}" is not allowed; give a whole number from 1 to 10000.`,
    ]);
  });
});

describe('a duration', () => {
  it('is read in milliseconds', () => {
    expect(reading('1h30m', (reader) => reader.durationMs('x', 1)).value).toBe(5_400_000);
  });

  it.each(['99ms', '0', 'soon', '-5s'])('%s is not at least 100ms', (text) => {
    const { problems } = reading(text, (reader) => reader.durationMs('x', 100));
    expect(problems).toEqual([expect.stringMatching(/^x: ".*" is not allowed; give .*at least 100ms\.$/)]);
  });
});

describe('problems', () => {
  it('are reported together', () => {
    const { reader } = sourceOf({ a: 'x', b: 'y' });
    reader.yesNo('a', true);
    reader.durationMs('b', 1);
    reader.required('c', 'more');
    expect(() => reader.finish()).toThrow(/^a: .*\nb: .*\nc: .*$/);
  });

  it('repeat a value whole up to 80 characters, and else not at all', () => {
    const problemWith = (text: string) => reading(text, (reader) => reader.yesNo('x', true)).problems;
    expect(problemWith('y'.repeat(80))).toEqual([expect.stringContaining(`"${'y'.repeat(80)}"`)]);
    expect(problemWith('y'.repeat(81))).toEqual([
      'x: the value (not shown) is not allowed; give one of true, false.',
    ]);
  });

  it('stop nothing when there are none', () => {
    expect(() => sourceOf().reader.finish()).not.toThrow();
  });
});
