import { describe, expect, it } from '@jest/globals';
import { cancelling, state } from '../support/cancelling.ts';
import { executionJson } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { gatewayError, httpResponse, listed, lost, type Step } from '../support/scripted-send.ts';

describe('an execution that the service does not know yet', () => {
  it('is asked for again until it does', async () => {
    const clock = new FakeClock();
    const isEarly = () => clock.elapsedMs() < 2_000;
    const { cancel, operations } = cancelling(
      [() => (isEarly() ? gatewayError(404, '300') : httpResponse(200, 'true'))],
      [(request) => listed(...(isEarly() ? [] : [executionJson({ status: 'CANCELED' })]))(request)],
      3_500,
      clock,
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
    expect(operations().filter((operation) => operation === 'cancel').length).toBeGreaterThan(2);
  });

  it('to the end is not refused: somebody has to try again', async () => {
    const { cancel, clock } = cancelling([gatewayError(404, '300')], [listed()]);
    expect(await cancel()).toEqual({ kind: 'no-response' });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(3_500);
  });
});

describe('a refused key', () => {
  const refused = gatewayError(401, '200');

  it.each([1, 2])('is no refusal when it passes: %i times', async (times) => {
    const { cancel } = cancelling(
      [...Array(times).fill(refused), httpResponse(200, 'true')],
      [...Array(3).fill(state('RUNNING')), state('CANCELED')],
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
  });

  it('is one when it stays: three times', async () => {
    const { cancel, operations } = cancelling([refused], [state('RUNNING')], 120_000);
    expect(await cancel()).toMatchObject({ kind: 'refused', error: { kind: 'authentication' } });
    expect(operations().filter((operation) => operation === 'cancel')).toHaveLength(3);
  });

  it('is none when other trouble lies between', async () => {
    const { cancel } = cancelling(
      [refused, refused, lost(), refused, refused, httpResponse(200, 'true')],
      [...Array(8).fill(state('RUNNING')), state('CANCELED')],
      60_000,
    );
    expect(await cancel()).toEqual({ kind: 'canceled' });
  });
});

describe('after a refusal', () => {
  const badState = httpResponse(400, { errorType: 'bad-state' });

  it.each([600, 1_500, 8_000])('a service that takes %i ms to respond is still heard', async (ms) => {
    const clock = new FakeClock();
    const slow: Step = (request) => {
      clock.pass(Math.min(ms, request.timeoutMs));
      return request.timeoutMs < ms ? lost() : listed(executionJson({ status: 'COMPLETED' }))(request);
    };
    const { cancel } = cancelling([badState], [slow], 120_000, clock);
    expect(await cancel()).toEqual({ kind: 'ended', status: 'COMPLETED' });
  });

  it('another poll is made when the first one fails', async () => {
    const { cancel } = cancelling([badState], [lost(), lost(), state('COMPLETED')]);
    expect(await cancel()).toEqual({ kind: 'ended', status: 'COMPLETED' });
  });

  it('since it has ended, a stale list does not make it one that is still running', async () => {
    const clock = new FakeClock();
    const lagging: Step = (request) =>
      listed(executionJson({ status: clock.elapsedMs() < 1_500 ? 'RUNNING' : 'COMPLETED' }))(request);
    const { cancel } = cancelling([badState], [lagging], 3_500, clock);
    expect(await cancel()).toEqual({ kind: 'ended', status: 'COMPLETED' });
  });

  it('in a state that cannot be cancelled yet it is asked for until it can', async () => {
    const clock = new FakeClock();
    let isCancelled = false;
    const early: Step = () => {
      isCancelled = clock.elapsedMs() >= 2_500;
      return isCancelled ? httpResponse(200, 'true') : badState;
    };
    const list: Step = (request) =>
      listed(executionJson({ status: isCancelled ? 'CANCELED' : 'READY' }))(request);
    expect(await cancelling([early], [list], 3_500, clock).cancel()).toEqual({ kind: 'canceled' });
  });

  it('that is taken back by the next response it is asked, no longer refused', async () => {
    const { cancel } = cancelling([badState, httpResponse(200, 'true')], [state('RUNNING')]);
    expect(await cancel()).toEqual({ kind: 'asked' });
  });

  it('it is refused when no poll says more', async () => {
    const { cancel, clock } = cancelling([badState], [lost()]);
    expect(await cancel()).toMatchObject({ kind: 'refused', error: { facts: { code: 'bad-state' } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(3_500);
  });
});
