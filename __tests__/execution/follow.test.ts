import { describe, expect, it } from '@jest/globals';
import { type FollowOptions, follow, type Identified } from '../../src/execution/follow.ts';
import { anExecution, contextOn, executionJson } from '../support/contexts.ts';
import { answer, gatewayError, listed, lost, type Step, scriptedService } from '../support/scripted-send.ts';

const state = (status: string): Step => listed(executionJson({ status }));
const accepted: Step = answer(200, 'true');

function following(
  list: Step[],
  {
    cancel = [accepted],
    how = 'started',
    known,
    ...options
  }: Partial<FollowOptions & Identified> & { cancel?: Step[] } = {},
) {
  const service = scriptedService({ list, cancel });
  const { context, ...rest } = contextOn(service.send);
  const run = () =>
    follow(
      context,
      {
        jobId: 'job1',
        wait: true,
        waitTimeoutMs: 60_000,
        pollIntervalMs: undefined,
        onCancel: undefined,
        onTimeout: 'leave',
        ...options,
      },
      { jobExecutionId: 'execution1', how, known, pastDurationsMs: [] },
    );
  const asksToCancel = () => service.operations().includes('cancel');
  return { ...service, ...rest, run, asksToCancel };
}

describe('an execution that is followed', () => {
  it('is told before anything else, and comes back as last seen', async () => {
    const { run, kinds } = following([
      state('RUNNING'),
      listed(executionJson({ status: 'COMPLETED', runningTime: 14 })),
    ]);
    expect(await run()).toMatchObject({ ending: { why: 'completed' }, execution: { runningTime: 14 } });
    expect(kinds()[0]).toBe('identified');
  });

  it('has its own timeout and 15 minutes when waitTimeout is not given', async () => {
    const running = listed(executionJson({ jobCondition: { timeout: 1 } }));
    const { run, clock } = following([running], { waitTimeoutMs: undefined, how: 'attached' });
    expect(await run()).toMatchObject({ ending: { why: 'wait-timeout' } });
    expect(clock.elapsedMs()).toBe(16 * 60_000);
  });
});

describe('wait: false', () => {
  it('makes no request for what was just started', async () => {
    const { run, requests } = following([], { wait: false, known: anExecution({ status: 'READY' }) });
    expect(await run()).toMatchObject({ ending: { why: 'started' } });
    expect(requests).toEqual([]);
  });

  it.each([
    ['RUNNING', 'started'],
    ['COMPLETED', 'completed'],
    ['FAILED', 'failed'],
  ])('looks once at another one: %s is %s', async (status, why) => {
    const { run, requests } = following([state(status)], { wait: false, how: 'attached' });
    expect(await run()).toMatchObject({ ending: { why }, execution: { status } });
    expect(requests).toHaveLength(1);
  });

  it('does not call an execution started that the service does not know', async () => {
    expect(await following([listed()], { wait: false, how: 'attached' }).run()).toMatchObject({
      ending: { why: 'not-listed' },
    });
    expect(await following([answer(403)], { wait: false, how: 'attached' }).run()).toMatchObject({
      ending: { why: 'sight-lost' },
    });
  });
});

describe('when waitTimeout has passed', () => {
  it('the execution is left alone', async () => {
    const { run, asksToCancel } = following([state('RUNNING')]);
    expect(await run()).toEqual({ ending: { why: 'wait-timeout' }, execution: expect.anything() });
    expect(asksToCancel()).toBe(false);
  });

  const late = (status: string): Step[] => [...Array(200).fill(state('RUNNING')), state(status)];

  it.each([
    ['CANCELED', { why: 'wait-timeout', cancel: { kind: 'canceled' } }],
    ['COMPLETED', { why: 'completed' }],
    ['FAILED', { why: 'failed' }],
  ])('onTimeout: cancel reports the word of the service: %s', async (status, ending) => {
    let isCancelled = false;
    const cancel: Step = () => {
      isCancelled = true;
      return answer(200, 'true');
    };
    const { run } = following(
      [(request) => listed(executionJson({ status: isCancelled ? status : 'RUNNING' }))(request)],
      {
        onTimeout: 'cancel',
        cancel: [cancel],
      },
    );
    expect(await run()).toMatchObject({ ending, execution: { status } });
  });

  it('onTimeout: cancel gives the service two minutes', async () => {
    const { run, clock } = following(late('CANCELED'), { onTimeout: 'cancel' });
    expect(await run()).toMatchObject({ ending: { why: 'wait-timeout', cancel: { kind: 'asked' } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(60_000 + 120_000);
  });

  it.each<[string, Step, string]>([
    ['that cannot be seen', lost(), 'sight-lost'],
    ['that is not listed', listed(), 'not-listed'],
  ])(
    'onTimeout: cancel asks for an execution %s too, and does not make up what became of it',
    async (_what, step, why) => {
      const { run, asksToCancel } = following([state('RUNNING'), step], {
        onTimeout: 'cancel',
        waitTimeoutMs: 5_000,
        pollIntervalMs: 5_000,
      });
      expect(await run()).toMatchObject({ ending: { why } });
      expect(asksToCancel()).toBe(true);
    },
  );

  it.each([
    ['CANCELED', { why: 'wait-timeout', cancel: { kind: 'canceled' } }],
    ['COMPLETED', { why: 'completed' }],
    ['FAILED', { why: 'failed' }],
  ])(
    'onTimeout: cancel has the word of the service as soon as it is in sight again: %s',
    async (status, ending) => {
      let isCancelled = false;
      const cancel: Step = () => {
        isCancelled = true;
        return answer(200, 'true');
      };
      const list: Step = (request) =>
        isCancelled ? listed(executionJson({ status }))(request) : gatewayError(503, '500');
      const { run } = following([list], { onTimeout: 'cancel', cancel: [cancel] });
      expect(await run()).toMatchObject({ ending, execution: { status } });
    },
  );

  it('onTimeout: leave does not cancel what cannot be seen', async () => {
    const { run, asksToCancel } = following([state('RUNNING'), lost()]);
    expect(await run()).toMatchObject({ ending: { why: 'sight-lost' } });
    expect(asksToCancel()).toBe(false);
  });

  it('onTimeout: cancel does not cancel before it has: sight that is refused for good', async () => {
    const { run, asksToCancel, clock } = following([state('RUNNING'), answer(403)], { onTimeout: 'cancel' });
    expect(await run()).toMatchObject({ ending: { why: 'sight-lost' } });
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
    const { run, clock, cancelStep, asksToCancel } = following([state('RUNNING')], { how, onCancel });
    clock.at(10_000, cancelStep);
    const left = cancels ? { kind: 'asked' } : { kind: 'left' };
    expect(await run()).toMatchObject({ ending: { why: 'step-cancelled', left } });
    expect(asksToCancel()).toBe(cancels);
    expect(clock.elapsedMs()).toBeLessThanOrEqual(14_000);
  });

  it('before the first look, it is cancelled as well', async () => {
    const { run, cancelStep, operations } = following([state('CANCELED')]);
    cancelStep();
    expect(await run()).toMatchObject({
      ending: { left: { kind: 'canceled' } },
      execution: { status: 'CANCELED' },
    });
    expect(operations()).toEqual(['cancel', 'list']);
  });

  it('for lack of permission it goes on, and that is told', async () => {
    const { run, cancelStep } = following([state('RUNNING')], { cancel: [gatewayError(401, '210')] });
    cancelStep();
    expect(await run()).toMatchObject({
      ending: { left: { kind: 'refused', error: { kind: 'permission' } } },
    });
  });

  it('while waitTimeout cancels it, the step ends within seconds', async () => {
    const { run, clock, cancelStep } = following([state('RUNNING')], { onTimeout: 'cancel' });
    clock.at(70_000, cancelStep);
    expect(await run()).toMatchObject({ ending: { why: 'step-cancelled', left: { kind: 'asked' } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(74_000);
  });
});
