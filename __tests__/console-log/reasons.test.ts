import { describe, expect, it } from '@jest/globals';
import { reasonOf } from '../../src/console-log/reason.ts';
import { REASON_CASES } from './reasons.ts';

const found = (lines: string[]) => {
  const reason = reasonOf(lines);
  return reason === undefined ? 'No reason.' : `Reason: ${reason}`;
};

describe('the reason in a kind of log', () => {
  it.each(REASON_CASES)('$rule ($name)', ({ expected, lines }) => {
    expect(found(lines)).toBe(expected);
  });

  it('comes from at least 30 kinds, at least five of them without any', () => {
    expect(REASON_CASES.length).toBeGreaterThanOrEqual(30);
    expect(REASON_CASES.filter(({ expected }) => expected === 'No reason.').length).toBeGreaterThanOrEqual(5);
  });
});
