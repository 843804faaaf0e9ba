import { describe, expect, it } from '@jest/globals';
import { type GitHubErrorKind, orGitHubError, refusal } from '../../src/github/github-error.ts';
import { httpResponse, lost } from '../support/scripted-send.ts';

const NOW_MS = Date.parse('2026-11-25T00:00:00Z');
const reset = (seconds: number) => ({
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(NOW_MS / 1000 + seconds),
});

describe('a response that GitHub refuses with', () => {
  it.each<[number, unknown, Record<string, string>, GitHubErrorKind, number | undefined]>([
    [403, { message: 'Resource not accessible' }, {}, 'refused', undefined],
    [403, { message: 'no' }, { ...reset(9), 'x-ratelimit-remaining': '12' }, 'refused', undefined],
    [403, { message: 'no' }, reset(9), 'rate-limited', 9_000],
    [429, '', reset(9), 'rate-limited', 9_000],
    [403, '', { ...reset(9), date: 'Wed, 25 Nov 2026 00:00:04 GMT' }, 'rate-limited', 5_000],
    [403, '', reset(-9), 'rate-limited', 1_000],
    [403, '', { ...reset(900), 'retry-after': '5' }, 'rate-limited', 5_000],
    [429, '', {}, 'rate-limited', 60_000],
    [403, { message: 'You have exceeded a secondary rate limit' }, {}, 'rate-limited', 60_000],
    [503, '', {}, 'unavailable', 0],
    [503, '', { 'retry-after': '7' }, 'unavailable', 7_000],
    [408, '', {}, 'unavailable', 0],
    [404, { message: 'Not Found' }, { 'retry-after': '7' }, 'refused', undefined],
  ])('%i, %j and %j is %s, to be sent again after %s ms', (status, body, headers, kind, pauseMs) => {
    expect(refusal(httpResponse(status, body, headers), NOW_MS)).toMatchObject({ kind, pauseMs, status });
  });

  it.each<[unknown, string]>([
    [{ message: 'Not Found', documentation_url: 'https://docs.github.com' }, 'HTTP 422, Not Found'],
    [{ message: 'Failed', errors: [{ message: 'a' }, 'b', { code: 'c' }] }, 'HTTP 422, Failed: a: b'],
    [{ message: 'See the log.' }, 'HTTP 422, See the log'],
    ['<html>', 'HTTP 422'],
    [[1], 'HTTP 422'],
  ])('%j is told in its own words', (body, message) => {
    expect(refusal(httpResponse(422, body), NOW_MS).message).toBe(message);
  });
});

describe('a lost connection', () => {
  it('is an error of the kind unavailable; a defect is thrown on', async () => {
    expect(await orGitHubError(Promise.reject(lost()))).toMatchObject({ kind: 'unavailable', pauseMs: 0 });
    await expect(orGitHubError(Promise.reject(new TypeError('defect')))).rejects.toThrow('defect');
  });
});
