import { describe, expect, it } from '@jest/globals';
import { responseMs, retryAfterMs } from '../../src/http/retry-after.ts';

const NOW_MS = Date.parse('2026-11-25T00:00:00Z');
const HTTP_DATE = 'Wed, 25 Nov 2026 00:00:30 GMT';

describe('Retry-After', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': ' 20 ' }, 20_000],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': HTTP_DATE }, 30_000],
    [{ 'retry-after': HTTP_DATE, date: 'Wed, 25 Nov 2026 00:00:20 GMT' }, 10_000],
    [{ 'retry-after': HTTP_DATE, date: 'Wed, 25 Nov 2026 00:01:00 GMT' }, undefined],
  ])('in %j means %s ms', (headers, ms) => {
    expect(retryAfterMs(headers, NOW_MS)).toBe(ms);
  });
});

describe('the time of a response', () => {
  it('is its Date, else the time that is given', () => {
    expect(responseMs({ date: HTTP_DATE }, 7)).toBe(NOW_MS + 30_000);
    expect([responseMs({}, 7), responseMs({ date: 'no date' }, 7)]).toEqual([7, 7]);
  });
});
