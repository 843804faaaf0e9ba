import { describe, expect, it } from '@jest/globals';
import { valueText, withoutValues } from '../../../src/report/run/options.ts';

describe('an option', () => {
  it.each([
    ['scriptPath', 'a/b.py', 'a/b.py'],
    ['numWorker', 3, '3'],
    ['conf', { a: [1] }, '{"a":[1]}'],
    ['scriptPath', 'x'.repeat(20), 'x'.repeat(20)],
    ['scriptPath', 'x'.repeat(21), '(21 characters, not shown)'],
    ['parameters', { day: '01', pw: 'hush' }, 'day, pw'],
    ['parameters', ['hush'], '(not shown)'],
  ])('%s of %j is shown as %s', (field, value, text) => {
    expect(valueText(field, value, 20)).toBe(text);
  });

  it('has the names of its parameters, and none of their values', () => {
    expect(withoutValues({ numWorker: 3, parameters: { day: '01', nested: { pw: 'hush' } } })).toEqual({
      numWorker: 3,
      parameters: { day: '(not shown)', nested: '(not shown)' },
    });
    expect(withoutValues({ numWorker: 3 })).toEqual({ numWorker: 3 });
    expect(withoutValues({ parameters: 'hush' })).toEqual({ parameters: '(not shown)' });
  });
});
