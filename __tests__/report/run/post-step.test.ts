import { describe, expect, it } from '@jest/globals';
import type { CleanUp } from '../../../src/execution/post-step.ts';
import { explainCleanUp } from '../../../src/report/run/post-step.ts';
import { noPermission, unavailable } from '../../support/endings.ts';

const cancelled = (
  outcome: Extract<CleanUp, { kind: 'cancelled' }>['outcome'],
  others: string[] = [],
): CleanUp => ({
  ...{ kind: 'cancelled', jobExecutionId: 'ours', outcome, others },
});

describe('what the post step did', () => {
  it.each<[string, CleanUp, boolean, RegExp]>([
    ['nothing was started', { kind: 'nothing-started' }, true, /None was started/],
    [
      'it is left',
      { kind: 'left', jobExecutionId: 'ours', others: [] },
      true,
      /ours was left running, as onCancel says/,
    ],
    ['it is cancelled', cancelled({ kind: 'canceled' }), true, /ours was cancelled/],
    [
      'it had ended',
      cancelled({ kind: 'ended', status: 'COMPLETED' }),
      true,
      /ours had ended before \(COMPLETED\)/,
    ],
    ['the cancel is not confirmed', cancelled({ kind: 'asked' }), false, /ours was asked to stop/],
    [
      'the cancel is refused',
      cancelled({ kind: 'refused', error: noPermission }),
      false,
      /ours is still running/,
    ],
    ['there was no response', cancelled({ kind: 'no-response' }), false, /ours may still be running/],
    ['the list could not be read', { kind: 'unclear', error: unavailable }, false, /not known: .*503/],
    ['the post step was cancelled', { kind: 'unclear', error: undefined }, false, /not known\./],
    [
      'one of several may be it',
      { kind: 'candidates', candidates: ['a', 'b'] },
      false,
      /a, b\. None was cancelled/,
    ],
    [
      'the request before made one, too',
      cancelled({ kind: 'canceled' }, ['first']),
      false,
      /ours was cancelled.*another one: first\. It was not cancelled/,
    ],
  ])('%s', (_what, result, isClean, text) => {
    const explanation = explainCleanUp('job1', result);
    expect([explanation.isClean, explanation.cause === undefined]).toEqual([isClean, isClean]);
    expect(explanation.what).toMatch(text);
    if (!isClean) expect(explanation.next.length).toBeGreaterThan(0);
  });
});
