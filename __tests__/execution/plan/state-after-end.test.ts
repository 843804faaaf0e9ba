import { describe, expect, it } from '@jest/globals';
import type { Followed } from '../../../src/execution/outcome.ts';
import { stateAfterEnd } from '../../../src/execution/plan/state-after-end.ts';

const timeout = { kind: 'wait-timeout', limitMs: 1, waitedMs: 1 } as const;

describe('the state after an execution was followed', () => {
  it.each<[Followed, boolean, object | undefined]>([
    [{ kind: 'completed' }, false, { kind: 'completed' }],
    [{ kind: 'canceled' }, false, { kind: 'cancelled' }],
    [{ kind: 'failed' }, false, undefined],
    [{ kind: 'step-cancelled', left: { kind: 'left' } }, false, { kind: 'running' }],
    [{ kind: 'step-cancelled', left: { kind: 'asked' } }, false, { kind: 'cancelled' }],
    [{ kind: 'step-cancelled', left: { kind: 'ended', status: 'COMPLETED' } }, false, { kind: 'completed' }],
    [{ kind: 'step-cancelled', left: { kind: 'ended', status: 'FAILED' } }, false, { kind: 'failed' }],
    [timeout, true, { kind: 'running' }],
    [{ ...timeout, cancel: { kind: 'canceled' } }, true, { kind: 'cancelled' }],
    [{ ...timeout, cancel: { kind: 'asked' } }, true, { kind: 'running' }],
    [timeout, false, { kind: 'unknown', startLost: false }],
    [{ kind: 'not-listed' }, false, { kind: 'unknown', startLost: false }],
    [{ kind: 'started-twice', others: ['e2'] }, false, { kind: 'unknown', startLost: true }],
  ])('%j (past the deadline: %j) is %j', (ending, isPastDeadline, expected) => {
    const state = stateAfterEnd(ending, 2, isPastDeadline);
    expect(state).toEqual(expected && { ...expected, attempts: 2 });
  });
});
