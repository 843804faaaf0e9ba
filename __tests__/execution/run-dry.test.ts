import { describe, expect, it } from '@jest/globals';
import { other, running } from '../support/running-job.ts';
import { httpResponse, listed, lost } from '../support/scripted-send.ts';

describe('dryRun', () => {
  it('checks the job, names what is active, and starts nothing', async () => {
    const { run, operations, kinds } = running(
      { dryRun: true, ifRunning: 'queue' },
      { list: [listed(other('RUNNING'))] },
    );
    expect(await run()).toMatchObject({ state: 'not-started', ending: { kind: 'dry-run' } });
    expect(operations()).toEqual(['job', 'list']);
    expect(kinds()).toEqual(['prepared', 'others-active']);
  });

  it('polls a given execution once', async () => {
    const { run, operations } = running(
      { dryRun: true, jobExecutionId: 'other' },
      { list: [listed(other('RUNNING'))] },
    );
    expect(await run()).toMatchObject({ ending: { kind: 'dry-run' }, jobExecutionId: 'other' });
    expect(operations()).toEqual(['list']);
  });

  it.each([undefined, 'leave', 'cancel'] as const)(
    'remembers that a given execution is left, and cancels nothing when the step is cancelled: onCancel %s',
    async (onCancel) => {
      const { run, operations, cancelStep, clock, remembered } = running(
        { dryRun: true, jobExecutionId: 'other', onCancel },
        { list: [lost()], cancel: [httpResponse(200, 'true')] },
      );
      clock.at(100, cancelStep);
      expect(await run()).toMatchObject({ ending: { kind: 'step-cancelled', left: { kind: 'left' } } });
      expect(remembered[0]).toMatchObject({ phase: 'known', cancel: false });
      expect(operations()).not.toContain('cancel');
    },
  );

  it('is not in order with a given execution that the service does not know', async () => {
    const { run } = running({ dryRun: true, jobExecutionId: 'gone' }, { list: [listed(other('RUNNING'))] });
    expect(await run()).toMatchObject({ ending: { kind: 'not-listed' } });
  });
});
