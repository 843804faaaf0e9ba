import { describe, expect, it } from '@jest/globals';
import { cancelExecution } from '../../src/execution/cancel.ts';
import { ExecutionHandle } from '../../src/execution/handle.ts';
import { cancelling, hanging, state } from '../support/cancelling.ts';
import { contextOn, executionJson } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { gatewayError, httpResponse, listed, lost, type Step } from '../support/scripted-send.ts';
import { sendTo, serviceOn } from '../support/simulated-send.ts';

describe('a cancel', () => {
  it('asks once and polls until the service says CANCELED', async () => {
    const { cancel, operations, kinds } = cancelling(
      [httpResponse(200, 'true')],
      [state('RUNNING'), state('CANCELED')],
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
    expect(operations()).toEqual(['cancel', 'list', 'list']);
    expect(kinds()).toEqual(['cancelling', 'polled', 'polled']);
  });

  it.each(['COMPLETED', 'FAILED'])('that ended by itself (%s) is no error', async (status) => {
    const { cancel } = cancelling([httpResponse(200, 'true')], [state(status)]);
    expect(await cancel()).toEqual({ kind: 'ended', status });
  });

  it.each([
    [400, 'COMPLETED'],
    [400, 'FAILED'],
    [404, 'COMPLETED'],
  ])('that is refused with %i since it has just ended (%s) is no error', async (status, ended) => {
    const { cancel } = cancelling([httpResponse(status, { errorType: 'bad-state' })], [state(ended)]);
    expect(await cancel()).toEqual({ kind: 'ended', status: ended });
  });

  it('that somebody else has just cancelled is cancelled', async () => {
    const { cancel } = cancelling([httpResponse(400, { errorType: 'bad-state' })], [state('CANCELED')]);
    expect(await cancel()).toEqual({ kind: 'canceled' });
  });

  it.each([
    [401, '210'],
    [403, '230'],
  ])(
    'that is refused for lack of permission (%i) three times is refused, within a second',
    async (status, code) => {
      const { cancel, clock, operations } = cancelling([gatewayError(status, code)], [state('RUNNING')]);
      expect(await cancel()).toMatchObject({ kind: 'refused', error: { kind: 'permission' } });
      expect(operations().filter((operation) => operation === 'cancel')).toHaveLength(3);
      expect(clock.elapsedMs()).toBeLessThan(1_000);
    },
  );

  it('is asked for, and no more, when the service takes its time', async () => {
    const { cancel, clock } = cancelling([httpResponse(200, 'true')], [state('RUNNING')]);
    expect(await cancel()).toEqual({ kind: 'asked' });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(3_500);
  });

  it.each<[string, Step]>([
    ['a lost response', lost()],
    ['503', gatewayError(503, '500')],
    ['429', gatewayError(429, '410')],
    ['garbage', httpResponse(200, '<html>')],
    ['false', httpResponse(200, 'false')],
    ['an error under a 200', httpResponse(200, { error: { errorCode: '410' } })],
    ['a 403 of something in between', httpResponse(403, '<html>')],
    ['a conflict', httpResponse(409)],
    ['a state that cannot be cancelled yet', httpResponse(400, { errorType: 'bad-state' })],
  ])('is asked for again after %s', async (_what, trouble) => {
    const { cancel, operations } = cancelling(
      [trouble, trouble, httpResponse(200, 'true')],
      [state('RUNNING'), state('RUNNING'), state('RUNNING'), state('CANCELED')],
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
    expect(operations()).toEqual(['cancel', 'list', 'cancel', 'list', 'cancel', 'list', 'list']);
  });

  it.each([
    [200, ''],
    [202, ''],
    [204, ''],
  ])('is asked for once where the service takes it with %i and no body', async (status, body) => {
    const { cancel, operations } = cancelling(
      [httpResponse(status, body)],
      [state('RUNNING'), state('CANCELED')],
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
    expect(operations()).toEqual(['cancel', 'list', 'list']);
  });

  it('without any response ends as no-response, within the budget', async () => {
    const { cancel, clock } = cancelling([lost()], [lost()]);
    expect(await cancel()).toEqual({ kind: 'no-response' });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(3_500);
  });

  it('whose responses were lost is cancelled when the service says so', async () => {
    expect(await cancelling([lost()], [state('CANCELED')]).cancel()).toEqual({ kind: 'canceled' });
  });

  it.each([1_000, 2_000, 3_500, 120_000])(
    'of which every request hangs ends within its budget (%i ms) and the two shortest requests',
    async (budgetMs) => {
      const clock = new FakeClock();
      const { cancel, operations } = cancelling([hanging(clock)], [hanging(clock)], budgetMs, clock);
      expect(await cancel()).toEqual({ kind: 'no-response' });
      expect(clock.elapsedMs()).toBeLessThanOrEqual(budgetMs + 2 * 700);
      expect(operations()).toEqual(expect.arrayContaining(['cancel', 'list']));
    },
  );

  it('is asked for again when its first request hangs', async () => {
    const clock = new FakeClock();
    const { cancel } = cancelling(
      [hanging(clock), httpResponse(200, 'true')],
      [hanging(clock), state('CANCELED')],
      3_500,
      clock,
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
  });

  it('gives all requests of one poll the same end', async () => {
    const clock = new FakeClock();
    const slow: Step = ({ timeoutMs }) => {
      clock.pass(Math.min(400, timeoutMs));
      return timeoutMs < 400
        ? lost()
        : httpResponse(200, { list: [executionJson({ jobExecutionId: `${clock.elapsedMs()}` })] });
    };
    expect(await cancelling([httpResponse(200, 'true')], [slow], 3_500, clock).cancel()).toEqual({
      kind: 'asked',
    });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(3_500 + 700);
  });

  it('polls on though some polls fail', async () => {
    const { cancel } = cancelling(
      [httpResponse(200, 'true')],
      [lost(), listed(), lost(), state('CANCELED')],
      120_000,
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
  });
});

describe('the first poll of a cancel among 3000 past executions, the oldest first, with the list only', () => {
  const scene = () => {
    const clock = new FakeClock();
    const service = serviceOn(clock, { history: 3_000, order: 'oldest-first', absent: ['getJobExecution'] });
    const { context } = contextOn(sendTo(service, clock), clock);
    const { jobExecutionId } = service.startForeign('job1');
    const polls = () => service.requests.filter(({ method }) => method === 'GET').length;
    const cancel = (handle: ExecutionHandle) =>
      cancelExecution(context, handle, { reason: 'the step was cancelled', budgetMs: 3_500 });
    return { client: context.client, jobExecutionId, polls, cancel };
  };

  it('is one request when the execution was polled before', async () => {
    const { client, jobExecutionId, polls, cancel } = scene();
    const handle = new ExecutionHandle(client, 'job1', jobExecutionId);
    await handle.poll({});
    const before = polls();
    expect(await cancel(handle)).toEqual({ kind: 'canceled' });
    expect(polls() - before).toBe(1);
  });

  it('is one request when it was just started: its place is known from the past', async () => {
    const { client, jobExecutionId, polls, cancel } = scene();
    expect(await cancel(new ExecutionHandle(client, 'job1', jobExecutionId, 3_000))).toEqual({
      kind: 'canceled',
    });
    expect(polls()).toBe(1);
  });

  it('is seven requests in the post step, which knows no more than its id', async () => {
    const { client, jobExecutionId, polls, cancel } = scene();
    expect(await cancel(new ExecutionHandle(client, 'job1', jobExecutionId))).toEqual({ kind: 'canceled' });
    expect(polls()).toBe(7);
  });
});
