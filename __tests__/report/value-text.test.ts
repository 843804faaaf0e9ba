import { describe, expect, it } from '@jest/globals';
import { valueText } from '../../src/report/value-text.ts';

describe('an option', () => {
  it.each([
    ['a/b.py', 'a/b.py'],
    [3, '3'],
    [{ a: [1] }, '{"a":[1]}'],
    ['x'.repeat(20), 'x'.repeat(20)],
    ['x'.repeat(21), '(21 characters, not shown)'],
    [['x'.repeat(20)], '(24 characters, not shown)'],
  ])('%j is shown as %s: whole, or not at all', (value, text) => {
    expect(valueText(value, 20)).toBe(text);
  });
});
