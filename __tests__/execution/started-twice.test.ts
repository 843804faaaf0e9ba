import { describe, expect, it } from '@jest/globals';
import { sentStart } from '../../src/execution/recognise.ts';
import { type Doubt, startedTwice } from '../../src/execution/started-twice.ts';
import { anExecution, clientOn, contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { gatewayError, listed, type Step, scriptedService } from '../support/scripted-send.ts';

const { client } = clientOn(scriptedService({}).send);
const sent = sentStart('job1', { jobCondition: {}, parameters: { a: '1' } }, { ids: ['old'] }, client.digest);
const old = executionJson({ jobExecutionId: 'old', status: 'COMPLETED' });
const shown = (jobExecutionId: string, fields: Record<string, unknown> = {}) =>
  executionJson({ jobExecutionId, status: 'COMPLETED', ...fields });
const ours = shown('execution1');

function rechecking(
  list: Step[],
  doubt: Partial<Doubt> = {},
  deadlineMs = 3_600_000,
  clock = new FakeClock(),
) {
  const service = scriptedService({ list });
  const { context, cancelStep } = contextOn(service.send, clock);
  const run = () =>
    startedTwice(context, { sent, openMs: 12_000, siblings: [], ...doubt }, anExecution(), {
      sinceMs: 0,
      deadlineMs,
    });
  return { ...service, run, clock, cancelStep };
}

describe('after a resend the list', () => {
  it('is read 12 s later at the earliest', async () => {
    const { run, clock, operations } = rechecking([listed(old, ours)]);
    expect(await run()).toBeUndefined();
    expect([clock.elapsedMs(), operations()]).toEqual([12_000, ['list', 'list']]);
  });

  it('that shows another new one means: started twice, whatever that one shows', async () => {
    const other = shown('first', { parsedParameters: { a: '2' }, triggerId: 'its-own' });
    expect(await rechecking([listed(old, ours, other)]).run()).toEqual({
      kind: 'started-twice',
      others: ['first'],
    });
  });

  it('does not count what this step started itself', async () => {
    const { run } = rechecking([listed(old, ours, shown('sister'))], { siblings: ['sister'] });
    expect(await run()).toBeUndefined();
  });

  it.each([
    [4 * 60_000, { kind: 'started-twice', others: ['other'] }],
    [6 * 60_000, undefined],
  ])('counts what was accepted within five minutes of ours: %i ms', async (ms, result) => {
    const other = shown('other', { createdDate: serviceDate(ms) });
    expect(await rechecking([listed(old, ours, other)]).run()).toEqual(result);
  });

  it.each<[string, Step]>([
    ['does not show our own', listed(old)],
    ['shows nothing at all', listed()],
    ['cannot be read', gatewayError(503, '500')],
  ])('is read again when it %s', async (_what, step) => {
    const clock = new FakeClock();
    const later = listed(old, ours, shown('first'));
    const list: Step = (request) =>
      clock.elapsedMs() >= 15_000 ? later(request) : typeof step === 'function' ? step(request) : step;
    const { run } = rechecking([list], {}, 3_600_000, clock);
    expect(await run()).toEqual({ kind: 'started-twice', others: ['first'] });
  });

  it('that never shows our own leaves the outcome unknown', async () => {
    expect(await rechecking([listed(old)]).run()).toMatchObject({
      ...{ kind: 'poll-failed', error: { kind: 'unreadable-response' } },
    });
  });

  it('is read once though waitTimeout is over', async () => {
    const { run, clock } = rechecking([listed(old, ours, shown('first'))], {}, 5_000);
    expect(await run()).toMatchObject({ kind: 'started-twice' });
    expect(clock.elapsedMs()).toBe(12_000);
  });

  it('is not read any more when the step is cancelled', async () => {
    const { run, clock, cancelStep, requests } = rechecking([listed(old, ours)]);
    clock.at(1_000, cancelStep);
    await expect(run()).rejects.toThrow('the step was cancelled');
    expect(requests).toEqual([]);
  });
});

describe('after a search that found ours the list', () => {
  it('is read at once', async () => {
    const { run, clock } = rechecking([listed(old, ours)], { openMs: 0 });
    expect(await run()).toBeUndefined();
    expect(clock.elapsedMs()).toBe(0);
  });

  it('that shows another one, equal to what was sent, means: one of the two is ours', async () => {
    const { run } = rechecking([listed(old, ours, shown('twin'))], { openMs: 0 });
    expect(await run()).toEqual({ kind: 'started-twice', others: ['twin'] });
  });

  it('does not count one that shows something otherwise', async () => {
    const other = shown('other', { parsedParameters: { a: '2' } });
    expect(await rechecking([listed(old, ours, other)], { openMs: 0 }).run()).toBeUndefined();
  });
});
