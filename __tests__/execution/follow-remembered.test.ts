import { describe, expect, it } from '@jest/globals';
import { anExecution, executionJson } from '../support/contexts.ts';
import { following, state } from '../support/following.ts';
import { httpResponse, listed, type Step } from '../support/scripted-send.ts';

describe('what is remembered', () => {
  it.each([
    ['started', undefined, true],
    ['resumed', undefined, true],
    ['attached', undefined, false],
    ['started', 'leave', false],
    ['attached', 'cancel', true],
  ] as const)(
    'of one that was %s, onCancel %s, is first its id and whether to cancel it: %s',
    async (how, onCancel, cancel) => {
      const { run, remembered } = following([state('COMPLETED')], { onCancel }, { how });
      await run();
      expect(remembered).toEqual([
        { phase: 'known', jobId: 'job1', jobExecutionId: 'execution1', how, cancel },
        { phase: 'ended', jobId: 'job1' },
      ]);
    },
  );

  it('is that it is left where the step ends without an end of it', async () => {
    const timedOut = following([state('RUNNING')]);
    await timedOut.run();
    const unread = following([httpResponse(403)]);
    await unread.run();
    expect([timedOut.phases(), unread.phases()]).toEqual([
      ['known', 'left'],
      ['known', 'left'],
    ]);
  });

  it('stays its id when the cancel was not confirmed in time', async () => {
    const { run, clock, cancelStep, phases } = following([state('RUNNING')]);
    clock.at(10_000, cancelStep);
    await run();
    expect(phases()).toEqual(['known']);
  });

  it('is that it was cancelled once the service has said so', async () => {
    const { run, cancelStep, phases } = following([state('CANCELED')]);
    cancelStep();
    await run();
    expect(phases()).toEqual(['known', 'cancelled']);
  });

  it('stays its id after an error of the program itself: the post step acts', async () => {
    const { run, phases } = following([() => new TypeError('x is undefined')]);
    expect(await run()).toMatchObject({ ending: { kind: 'crashed', error: { message: 'x is undefined' } } });
    expect(phases()).toEqual(['known']);
  });

  it('after an error of the program itself under a cancel is what became of the cancel', async () => {
    let end = () => {};
    const failing: Step = () => {
      end();
      return new TypeError('x is undefined');
    };
    const { run, cancelStep, phases } = following([failing, state('CANCELED')]);
    end = cancelStep;
    expect(await run()).toMatchObject({ ending: { kind: 'step-cancelled', left: { kind: 'canceled' } } });
    expect(phases()).toEqual(['known', 'cancelled']);
  });
});

describe('a start that was resent', () => {
  const sent = { jobId: 'job1', baseline: { ids: [] }, digests: undefined };
  const doubt = { sent, openMs: 12_000, siblings: [] };
  const both = listed(executionJson({ status: 'COMPLETED' }), executionJson({ jobExecutionId: 'first' }));

  it.each([
    ['COMPLETED', { wait: true }],
    ['RUNNING', { wait: false }],
    ['RUNNING', { waitTimeoutMs: 30_000 }],
  ])('is started twice when the list shows another one: %s, %j', async (status, options) => {
    const list = listed(executionJson({ status }), executionJson({ jobExecutionId: 'first' }));
    const { run, phases } = following([list], options, { doubt, known: anExecution({ status: 'READY' }) });
    expect(await run()).toMatchObject({ ending: { kind: 'started-twice', others: ['first'] } });
    expect(phases()).toEqual(['known', 'left']);
  });

  it('is remembered as resent, and left to the post step when the step is cancelled', async () => {
    const { run, cancelStep, remembered } = following([state('CANCELED')], {}, { doubt });
    cancelStep();
    expect(await run()).toMatchObject({ ending: { kind: 'step-cancelled', left: { kind: 'canceled' } } });
    expect(remembered).toMatchObject([{ phase: 'known', resent: sent }]);
  });

  it('succeeds when the list shows no other one 12 s later', async () => {
    const { run, clock } = following([state('COMPLETED')], {}, { doubt });
    expect(await run()).toMatchObject({ ending: { kind: 'completed' } });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(12_000);
  });

  it('is not read again where nothing is in doubt', async () => {
    const { run, operations } = following([both]);
    expect(await run()).toMatchObject({ ending: { kind: 'completed' } });
    expect(operations()).toEqual(['list']);
  });
});
