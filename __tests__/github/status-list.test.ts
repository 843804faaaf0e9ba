import { describe, expect, it } from '@jest/globals';
import { httpResponse, lost, notSent, type Step } from '../support/scripted-send.ts';
import { gitHub, type Status } from './statuses.ts';

const execution = (jobExecutionId: string) => ({ kind: 'execution', jobExecutionId });
const unreadable = (reason: string | RegExp) => ({
  kind: 'unreadable',
  reason: expect.stringMatching(reason),
  nextStep: expect.stringMatching(/\S/),
});

type GitHub = ReturnType<typeof gitHub>;

/** The first attempt of the step: it starts an execution, which fails. */
async function firstAttempt({ publisher }: GitHub, jobExecutionId: string): Promise<void> {
  const step = publisher(1);
  step.pending(jobExecutionId, 'started');
  await step.finish({ jobExecutionId, how: 'started', conclusion: 'failure' });
}

describe('the list of statuses', () => {
  const others = (count: number): Status[] =>
    Array.from({ length: count }, () => ({ context: 'other', description: 'x' }));

  it.each([
    [0, 1],
    [98, 2],
    [1_320, 14],
  ])('is read to its end behind %i newer statuses of other names, in %i requests', async (count, pages) => {
    const world = gitHub();
    await firstAttempt(world, 'x1');
    world.statuses.unshift(...others(count));
    world.requests.length = 0;
    expect(await world.publisher(2).earlier()).toEqual(execution('x1'));
    expect(world.requests).toHaveLength(pages);
  });

  it('goes on behind a short page when the Link header names a next one, and ends where it names none', async () => {
    const world = gitHub();
    await firstAttempt(world, 'x1');
    const link = (rel: string) => ({ link: `<https://github.example/x?page=2>; rel="${rel}"` });
    const paged = gitHub({
      troubles: [
        httpResponse(200, others(30), link('next')),
        httpResponse(200, world.statuses, link('prev')),
      ],
    });
    expect(await paged.publisher(2).earlier()).toEqual(execution('x1'));
    expect(paged.requests.map(({ path }) => path)).toEqual([
      '/api/v3/repos/o/r/commits/abc/statuses?per_page=100&page=1',
      '/api/v3/repos/o/r/commits/abc/statuses?per_page=100&page=2',
    ]);
  });

  it('without an end is given up after two minutes', async () => {
    const world = gitHub({ statuses: others(100_000), tookMs: 1_000 });
    expect(await world.publisher(2).earlier()).toEqual(unreadable(/more than \d+ pages/));
    expect(world.clock.elapsedMs()).toBeLessThanOrEqual(121_000);
  });

  const resetIn = (clock: GitHub['clock'], seconds: number): Record<string, string> => ({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.round(clock.trueMs() / 1000) + seconds),
    date: new Date(clock.trueMs()).toUTCString(),
  });

  it.each<[string, number, (clock: GitHub['clock']) => Step, number]>([
    ['a 429 with Retry-After: 20', 1, () => httpResponse(429, '', { 'retry-after': '20' }), 20],
    ['a 403 with Retry-After: 20', 1, () => httpResponse(403, '', { 'retry-after': '20' }), 20],
    ['a 403 with x-ratelimit-reset in 40 s', 1, (clock) => httpResponse(403, '', resetIn(clock, 40)), 40],
    ['a 429 without a time', 1, () => httpResponse(429), 60],
    [
      'a 403 that speaks of a rate limit',
      1,
      () => httpResponse(403, { message: 'secondary rate limit' }),
      60,
    ],
    ['a 503 with Retry-After: 9', 1, () => httpResponse(503, '', { 'retry-after': '9' }), 9],
    ['a 502', 3, () => httpResponse(502, '<html>'), 0],
    ['a lost connection', 3, lost, 0],
    ['no connection', 3, notSent, 0],
    ['a 200 of a proxy that is no list', 3, () => httpResponse(200, '<html>login</html>'), 0],
  ])('is asked for again after %s, not before it may be', async (_what, times, trouble, waitsS) => {
    const source = gitHub();
    await firstAttempt(source, 'x1');
    const troubles = Array.from({ length: times }, () => trouble(source.clock));
    const world = gitHub({ troubles, statuses: source.statuses });
    expect(await world.publisher(2).earlier()).toEqual(execution('x1'));
    expect(world.requests).toHaveLength(times + 1);
    expect(world.clock.elapsedMs()).toBeGreaterThanOrEqual(waitsS * 1000);
    expect(world.clock.elapsedMs()).toBeLessThan(waitsS * 1000 + 5_000);
    expect([world.lines.length, world.warnings]).toEqual([times, []]);
  });

  it.each<[string, Step, number, RegExp]>([
    ['503 all the time', httpResponse(503, { message: 'No server' }), 0, /HTTP 503, No server/],
    ['no response all the time', lost(), 30_000, /ECONNRESET/],
    [
      '429 all the time',
      httpResponse(429, { message: 'slow down' }),
      0,
      /HTTP 429, slow down \(rate-limited/,
    ],
  ])('that fails with %s is unreadable within two minutes', async (_what, trouble, tookMs, reason) => {
    const world = gitHub({ troubles: Array.from({ length: 1000 }, () => trouble), tookMs });
    expect(await world.publisher(2).earlier()).toEqual(unreadable(reason));
    expect(world.requests.length).toBeGreaterThan(1);
    expect(world.clock.elapsedMs()).toBeLessThanOrEqual(120_000);
    expect(world.clock.elapsedMs()).toBeGreaterThan(45_000);
  });

  it('that is rate-limited for longer than two minutes is unreadable at once', async () => {
    const { clock } = gitHub();
    const limited = httpResponse(403, { message: 'API rate limit exceeded' }, resetIn(clock, 2_580));
    const world = gitHub({ troubles: [limited] });
    const earlier = await world.publisher(2).earlier();
    expect(earlier).toEqual(unreadable('API rate limit exceeded .*rate-limited by GitHub for another 43m'));
    expect(earlier).toMatchObject({ nextStep: expect.not.stringContaining('permission') });
    expect([world.requests.length, world.clock.elapsedMs()]).toEqual([1, 0]);
  });

  it.each<[number, string, RegExp]>([
    [401, 'Bad credentials', /githubToken/],
    [403, 'Resource not accessible by integration', /permission statuses: write/],
    [404, 'Not Found', /permission statuses: write/],
    [422, 'No commit found for SHA: abc', /commit/],
    [301, 'Moved Permanently', /commit/],
  ])('that GitHub refuses with %i is unreadable at once, with its reason', async (status, message, next) => {
    const world = gitHub({ troubles: [httpResponse(status, { message })] });
    const earlier = await world.publisher(2).earlier();
    expect(earlier).toEqual(unreadable(`HTTP ${status}, ${message}`));
    expect(earlier).toMatchObject({ nextStep: expect.stringMatching(next) });
    expect([world.requests.length, world.clock.elapsedMs()]).toEqual([1, 0]);
  });

  it('is no longer waited for when the step is cancelled', async () => {
    const world = gitHub({ troubles: [httpResponse(429, '', { 'retry-after': '60' })] });
    world.clock.at(10_000, () => world.cancel.abort(new Error('cancelled')));
    await expect(world.publisher(2).earlier()).rejects.toThrow('cancelled');
    expect(world.clock.elapsedMs()).toBe(10_000);
  });
});
