import { describe, expect, it } from '@jest/globals';
import { anExecution, executionJson } from '../support/contexts.ts';
import { following, state } from '../support/following.ts';
import { gatewayError, httpResponse, listed, lost, type Step } from '../support/scripted-send.ts';

describe('an execution that is followed', () => {
  it('is identified before anything else, and comes back as last polled', async () => {
    const { run, kinds } = following([
      state('RUNNING'),
      listed(executionJson({ status: 'COMPLETED', runningTime: 14 })),
    ]);
    expect(await run()).toMatchObject({ ending: { kind: 'completed' }, execution: { runningTime: 14 } });
    expect(kinds()[0]).toBe('identified');
  });

  it('has its own timeout and 15 minutes when waitTimeout is not given', async () => {
    const running = listed(executionJson({ jobCondition: { timeout: 1 } }));
    const { run, clock } = following([running], { waitTimeoutMs: undefined }, { how: 'attached' });
    expect(await run()).toMatchObject({ ending: { kind: 'wait-timeout' } });
    expect(clock.elapsedMs()).toBe(16 * 60_000);
  });
});

describe('wait: false', () => {
  it('makes no request for what was just started', async () => {
    const { run, requests } = following([], { wait: false }, { known: anExecution({ status: 'READY' }) });
    expect(await run()).toMatchObject({ ending: { kind: 'started' } });
    expect(requests).toEqual([]);
  });

  it.each([
    ['RUNNING', 'started'],
    ['COMPLETED', 'completed'],
    ['FAILED', 'failed'],
  ])('polls another one once: %s is %s', async (status, kind) => {
    const { run, requests } = following([state(status)], { wait: false }, { how: 'attached' });
    expect(await run()).toMatchObject({ ending: { kind }, execution: { status } });
    expect(requests).toHaveLength(1);
  });

  it('does not call an execution started that the service does not know', async () => {
    expect(await following([listed()], { wait: false }, { how: 'attached' }).run()).toMatchObject({
      ending: { kind: 'not-listed' },
    });
    expect(await following([httpResponse(403)], { wait: false }, { how: 'attached' }).run()).toMatchObject({
      ending: { kind: 'poll-failed' },
    });
  });
});

describe('when waitTimeout has passed', () => {
  it('the execution is left running', async () => {
    const { run, asksToCancel } = following([state('RUNNING')]);
    expect(await run()).toMatchObject({ ending: { kind: 'wait-timeout', limitMs: 60_000 }, execution: {} });
    expect(asksToCancel()).toBe(false);
  });

  const late = (status: string): Step[] => [...Array(200).fill(state('RUNNING')), state(status)];

  it.each([
    ['CANCELED', { kind: 'wait-timeout', cancel: { kind: 'canceled' } }],
    ['COMPLETED', { kind: 'completed' }],
    ['FAILED', { kind: 'failed' }],
  ])('onTimeout: cancel has the last word of the service: %s', async (status, ending) => {
    let isCancelled = false;
    const cancel: Step = () => {
      isCancelled = true;
      return httpResponse(200, 'true');
    };
    const { run } = following(
      [(request) => listed(executionJson({ status: isCancelled ? status : 'RUNNING' }))(request)],
      { onTimeout: 'cancel' },
      {},
      [cancel],
    );
    expect(await run()).toMatchObject({ ending, execution: { status } });
  });

  it('onTimeout: cancel gives the service two minutes', async () => {
    const { run, clock } = following(late('CANCELED'), { onTimeout: 'cancel' });
    expect(await run()).toMatchObject({ ending: { kind: 'wait-timeout', cancel: { kind: 'asked' } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(60_000 + 120_000);
  });

  it.each<[string, Step, string]>([
    ['that cannot be polled', lost(), 'poll-failed'],
    ['that is not listed', listed(), 'not-listed'],
  ])(
    'onTimeout: cancel asks for an execution %s too, and does not make up what became of it',
    async (_what, step, kind) => {
      const { run, asksToCancel } = following([state('RUNNING'), step], {
        onTimeout: 'cancel',
        waitTimeoutMs: 5_000,
        pollIntervalMs: 5_000,
      });
      expect(await run()).toMatchObject({ ending: { kind } });
      expect(asksToCancel()).toBe(true);
    },
  );

  it.each([
    ['CANCELED', { kind: 'wait-timeout', cancel: { kind: 'canceled' } }],
    ['COMPLETED', { kind: 'completed' }],
    ['FAILED', { kind: 'failed' }],
  ])(
    'onTimeout: cancel has the word of the service as soon as it can be polled again: %s',
    async (status, ending) => {
      let isCancelled = false;
      const cancel: Step = () => {
        isCancelled = true;
        return httpResponse(200, 'true');
      };
      const list: Step = (request) =>
        isCancelled ? listed(executionJson({ status }))(request) : gatewayError(503, '500');
      const { run } = following([list], { onTimeout: 'cancel' }, {}, [cancel]);
      expect(await run()).toMatchObject({ ending, execution: { status } });
    },
  );

  it('onTimeout: leave does not cancel what cannot be polled', async () => {
    const { run, asksToCancel } = following([state('RUNNING'), lost()]);
    expect(await run()).toMatchObject({ ending: { kind: 'poll-failed' } });
    expect(asksToCancel()).toBe(false);
  });

  it('onTimeout: cancel does not cancel before waitTimeout is over, even when all polls are refused', async () => {
    const { run, asksToCancel, clock } = following([state('RUNNING'), httpResponse(403)], {
      onTimeout: 'cancel',
    });
    expect(await run()).toMatchObject({ ending: { kind: 'poll-failed' } });
    expect(asksToCancel()).toBe(false);
    expect(clock.elapsedMs()).toBeLessThan(60_000);
  });
});

describe('when the step is cancelled', () => {
  it.each([
    ['started', undefined, true],
    ['found', undefined, true],
    ['attached', undefined, false],
    ['started', 'leave', false],
    ['attached', 'cancel', true],
  ] as const)('an execution that was %s, onCancel %s: cancelled %s', async (how, onCancel, cancels) => {
    const { run, clock, cancelStep, asksToCancel } = following([state('RUNNING')], { onCancel }, { how });
    clock.at(10_000, cancelStep);
    const left = cancels ? { kind: 'asked' } : { kind: 'left' };
    expect(await run()).toMatchObject({ ending: { kind: 'step-cancelled', left } });
    expect(asksToCancel()).toBe(cancels);
    expect(clock.elapsedMs()).toBeLessThanOrEqual(14_000);
  });

  it('before the first poll, it is cancelled as well', async () => {
    const { run, cancelStep, operations } = following([state('CANCELED')]);
    cancelStep();
    expect(await run()).toMatchObject({
      ending: { left: { kind: 'canceled' } },
      execution: { status: 'CANCELED' },
    });
    expect(operations()).toEqual(['cancel', 'list']);
  });

  it('for lack of permission it goes on, and that is the ending', async () => {
    const { run, cancelStep } = following([state('RUNNING')], {}, {}, [gatewayError(401, '210')]);
    cancelStep();
    expect(await run()).toMatchObject({
      ending: { left: { kind: 'refused', error: { kind: 'permission' } } },
    });
  });

  it('while waitTimeout cancels it, the step ends within seconds', async () => {
    const { run, clock, cancelStep } = following([state('RUNNING')], { onTimeout: 'cancel' });
    clock.at(70_000, cancelStep);
    expect(await run()).toMatchObject({ ending: { kind: 'step-cancelled', left: { kind: 'asked' } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(74_000);
  });

  it('onTimeout: cancel under way goes on, though onCancel is leave: it was asked to stop', async () => {
    const { run, clock, cancelStep, remembered } = following([state('RUNNING')], {
      ...{ onTimeout: 'cancel', onCancel: 'leave' },
    });
    clock.at(70_000, cancelStep);
    expect(await run()).toMatchObject({
      ending: { kind: 'step-cancelled', left: { kind: 'asked' } },
      execution: { status: 'RUNNING' },
    });
    expect(remembered.at(-1)).toMatchObject({ phase: 'known', cancel: true });
  });
});
