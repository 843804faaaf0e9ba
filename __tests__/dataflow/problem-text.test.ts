import { describe, expect, it } from '@jest/globals';
import { problemText } from '../../src/dataflow/problem-text.ts';

describe('the problems of an error body', () => {
  it.each([
    ['Invalid.', 'Invalid.'],
    [100, '100'],
    [
      [
        { field: 'type', message: 'is required' },
        { field: 'name', message: 'is too long' },
      ],
      'type: is required; name: is too long',
    ],
    [['first', 'second'], 'first; second'],
    [{ type: 'is required', nodes: ['is empty', 'is old'] }, 'type: is required; nodes: is empty; is old'],
    [[{ field: 'type', message: 'is required', rejectedValue: null }], 'type: is required'],
    [[{ code: 7, reason: 'x' }], 'code: 7; reason: x'],
  ])('%j are "%s"', (value, text) => expect(problemText(value)).toBe(text));

  it.each([undefined, null, '', [], {}, true, [null, {}]])('%j are none', (value) =>
    expect(problemText(value)).toBe(''),
  );
});
