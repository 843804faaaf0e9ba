import { describe, expect, it } from '@jest/globals';
import { serviceDateMs } from '../../src/time/service-date.ts';

describe('a date of the service', () => {
  const ms = Date.parse('2025-03-21T02:12:54Z');

  it.each([
    '2025-03-21T11:12:54+09:00',
    '2025-03-21T11:12:54+0900',
    '2025-03-21T02:12:54Z',
    '2025-03-21T02:12:54.000z',
    '2025-03-20T21:12:54-05:00',
  ])('%j has its own offset', (text) => expect(serviceDateMs(text)).toBe(ms));

  it.each(['2025-03-21T11:12:54', '2025-03-21 11:12:54', ' 2025-03-21T11:12:54.000 '])(
    '%j has no offset: that of Korea counts',
    (text) => expect(serviceDateMs(text)).toBe(ms),
  );

  it('with minutes only is the beginning of the minute', () => {
    expect(serviceDateMs('2025-03-21T11:12+09:00')).toBe(ms - 54_000);
  });

  it.each([undefined, '', 'soon', '1742523174000', '2025-13-01T00:00:00'])('%j is none', (text) => {
    expect(serviceDateMs(text)).toBeUndefined();
  });
});
