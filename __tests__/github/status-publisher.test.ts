import { describe, expect, it } from '@jest/globals';
import { cannotPublish } from '../../src/github/status-publisher.ts';
import { httpResponse, lost, type Step } from '../support/scripted-send.ts';
import { gitHub } from './statuses.ts';

const end = { conclusion: 'success', jobExecutionId: 'x1', status: 'COMPLETED', how: 'started' } as const;

describe('a published status', () => {
  it('is pending with the execution, then its result, in this order', async () => {
    const { publisher, statuses } = gitHub();
    const step = publisher(1);
    step.pending('x1', 'started');
    await step.finish(end);
    expect(statuses.map(({ state, description }) => [state, description.split(' [')[0]])).toEqual([
      ['success', 'Execution x1: COMPLETED'],
      ['pending', 'Execution x1: started'],
    ]);
  });

  it.each([
    ['failure', 'failure'],
    ['cancelled', 'failure'],
    ['timed_out', 'failure'],
    ['started', 'pending'],
    ['not_started', 'error'],
    ['unknown', 'error'],
  ] as const)('of the conclusion %s is %s', async (conclusion, state) => {
    const { publisher, statuses } = gitHub();
    await publisher(1).finish({ conclusion });
    expect(statuses).toMatchObject([
      { state, description: expect.stringMatching(`^No execution: ${conclusion} `) },
    ]);
  });

  it('is not made for a dry run', async () => {
    const { publisher, requests } = gitHub();
    await publisher(1).finish({ conclusion: 'skipped' });
    expect(requests).toEqual([]);
  });

  it.each<[string, Step]>([
    ['502', httpResponse(502)],
    ['a lost connection', lost()],
  ])('is sent again after %s, as the same record', async (_what, trouble) => {
    const { publisher, requests, warnings } = gitHub({ troubles: [trouble] });
    await publisher(1).finish(end);
    expect(requests).toHaveLength(2);
    expect(requests[1]?.body).toBe(requests[0]?.body);
    expect(warnings).toEqual([]);
  });
});

describe('a status that cannot be published', () => {
  const validation = { message: 'Validation Failed', errors: [{ message: 'description is too long' }] };
  it.each<[string, Step, RegExp]>([
    [
      '403',
      httpResponse(403, { message: 'Resource not accessible' }),
      /HTTP 403, Resource not accessible\. .*statuses: write/,
    ],
    ['422', httpResponse(422, validation), /HTTP 422, Validation Failed: description is too long\./],
    ['a long rate limit', httpResponse(403, '', { 'retry-after': '900' }), /rate-limited by GitHub .*15m/],
    ['503', httpResponse(503, 'no JSON'), /HTTP 503\./],
  ])('because of %s costs one warning with the reason, and four seconds', async (_what, trouble, warning) => {
    const world = gitHub({ troubles: Array.from({ length: 100 }, () => trouble) });
    const step = world.publisher(1);
    step.pending('x1', 'started');
    await step.finish(end);
    expect(world.warnings).toEqual([expect.stringMatching(warning)]);
    expect(world.clock.elapsedMs()).toBeLessThanOrEqual(8_000);
  });

  it('says nothing more when the step ends because the statuses could not be read', async () => {
    const refused = httpResponse(403, { message: 'no' });
    const world = gitHub({ troubles: [refused, refused] });
    const step = world.publisher(2);
    expect(await step.earlier()).toMatchObject({ kind: 'unreadable' });
    await step.finish({ conclusion: 'not_started' });
    expect(world.warnings).toEqual([]);
  });
});

describe('without a token or a commit', () => {
  const warnings: string[] = [];
  const at = (attempt: number) =>
    cannotPublish({ attempt, log: { warning: (text) => void warnings.push(text) } }, 'X is empty', 'Set X.');

  it('a first attempt gets one warning and goes on', async () => {
    warnings.length = 0;
    const step = at(1);
    step.pending('x1', 'started');
    await step.finish(end);
    expect(await step.earlier()).toEqual({ kind: 'none' });
    expect(warnings).toEqual([expect.stringMatching(/^X is empty: no commit status is published\. Set X\./)]);
  });

  it('a later attempt must not start', async () => {
    warnings.length = 0;
    expect(await at(2).earlier()).toEqual({
      kind: 'unreadable',
      reason: expect.stringMatching('^X is empty: .*might be the second'),
      nextStep: 'Set X.',
    });
    expect(warnings).toEqual([]);
  });
});
