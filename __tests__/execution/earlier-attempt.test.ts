import { describe, expect, it } from '@jest/globals';
import { conclusionOf } from '../../src/execution/outcome.ts';
import { other, ours, running, sendsStart } from '../support/running-job.ts';
import { answer, gatewayError, listed, lost, type Step } from '../support/scripted-send.ts';

describe('dryRun', () => {
  it('checks the job, tells what is active, and starts nothing', async () => {
    const { run, operations, kinds } = running(
      { dryRun: true, ifRunning: 'queue' },
      { list: [listed(other('RUNNING'))] },
    );
    expect(await run()).toMatchObject({ ending: { why: 'dry-run' }, startedHere: false });
    expect(operations()).toEqual(['job', 'list']);
    expect(kinds()).toEqual(['prepared', 'others-active']);
  });

  it('looks once at a given execution', async () => {
    const { run, operations } = running(
      { dryRun: true, jobExecutionId: 'other' },
      { list: [listed(other('RUNNING'))] },
    );
    expect(await run()).toMatchObject({ ending: { why: 'dry-run' }, jobExecutionId: 'other' });
    expect(operations()).toEqual(['list']);
  });

  it.each([undefined, 'leave', 'cancel'] as const)(
    'cancels nothing when the step is cancelled, onCancel %s',
    async (onCancel) => {
      const { run, operations, cancelStep, clock } = running(
        { dryRun: true, jobExecutionId: 'other', onCancel },
        { list: [lost()], cancel: [answer(200, 'true')] },
      );
      clock.at(100, cancelStep);
      expect(await run()).toMatchObject({
        ending: { why: 'step-cancelled', left: { kind: 'left' } },
        jobExecutionId: 'other',
      });
      expect(operations()).not.toContain('cancel');
    },
  );

  it('does not call a given execution fine that the service does not know', async () => {
    const { run } = running({ dryRun: true, jobExecutionId: 'gone' }, { list: [listed(other('RUNNING'))] });
    expect(await run()).toMatchObject({ ending: { why: 'not-listed' } });
  });
});

describe('what an earlier attempt started', () => {
  it.each([
    ['COMPLETED', 'is the result, without a start', 'other', false],
    ['FAILED', 'counts no more: a new one is started', 'ours', true],
    ['CANCELED', 'counts no more: a new one is started', 'ours', true],
  ])('%s %s', async (status, _what, jobExecutionId, starts) => {
    const list = [listed(other(status)), listed(other(status), ours('COMPLETED'))];
    const { run, operations } = running({ earlierExecutionId: 'other' }, { list });
    expect(await run()).toMatchObject({ ending: { why: 'completed' }, jobExecutionId, startedHere: true });
    expect(sendsStart(operations())).toBe(starts);
  });

  it.each(['READY', 'RUNNING'])('%s is waited for, and cancelled with the step', async (status) => {
    const { run, operations, clock, cancelStep } = running(
      { earlierExecutionId: 'other' },
      { list: [listed(other(status))] },
    );
    clock.at(20_000, cancelStep);
    expect(await run()).toMatchObject({ ending: { why: 'step-cancelled' }, jobExecutionId: 'other' });
    expect(operations()).toContain('cancel');
    expect(sendsStart(operations())).toBe(false);
  });

  it('that the service does not know any more counts no more', async () => {
    const { run, operations } = running(
      { earlierExecutionId: 'gone' },
      { list: [listed(ours('COMPLETED'))] },
    );
    await run();
    expect(sendsStart(operations())).toBe(true);
  });

  it('and that cannot be looked at is not doubled', async () => {
    const { run, operations } = running({ earlierExecutionId: 'other' }, { list: [answer(403)] });
    await run();
    expect(sendsStart(operations())).toBe(false);
  });

  it.each<[string, Step, number]>([
    ['is refused', answer(403), 403],
    ['fails for long', gatewayError(503, '500'), 503],
  ])('is named, with its state unknown, when the look at it %s', async (_what, step, status) => {
    const { run } = running({ earlierExecutionId: 'other' }, { list: [step] });
    const result = await run();
    expect(result).toMatchObject({
      ending: { why: 'sight-lost', error: { facts: { status } } },
      jobExecutionId: 'other',
      startedHere: true,
    });
    expect(conclusionOf(result)).toBe('unknown');
  });

  describe('and is being looked up when the step is cancelled', () => {
    const cancelled = async (onCancel: 'leave' | undefined) => {
      const { run, operations, cancelStep, clock } = running(
        { earlierExecutionId: 'other', onCancel },
        {
          list: [lost(), listed(other('RUNNING')), listed(other('CANCELED'))],
          cancel: [answer(200, 'true')],
        },
      );
      clock.at(100, cancelStep);
      return { result: await run(), operations: operations() };
    };

    it('is cancelled as what this step started', async () => {
      const { result, operations } = await cancelled(undefined);
      expect(result).toMatchObject({
        ending: { why: 'step-cancelled', left: { kind: 'canceled' } },
        jobExecutionId: 'other',
        startedHere: true,
      });
      expect(operations).toContain('cancel');
      expect(sendsStart(operations)).toBe(false);
    });

    it('is left and named where onCancel says so', async () => {
      const { result, operations } = await cancelled('leave');
      expect(result).toMatchObject({
        ending: { why: 'step-cancelled', left: { kind: 'left' } },
        jobExecutionId: 'other',
      });
      expect(operations).not.toContain('cancel');
    });
  });
});
