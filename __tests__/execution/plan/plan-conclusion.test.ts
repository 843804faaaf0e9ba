import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planConclusion, runConclusion, runLists } from '../../../src/execution/plan/plan-conclusion.ts';
import type { RunState } from '../../../src/execution/plan/run-state.ts';
import { aRun } from './any-plan.ts';

const completed: RunState = { kind: 'completed', attempts: 1 };
const skipped: RunState = { kind: 'skipped', attempts: 0 };
const failed: RunState = { kind: 'failed', attempts: 2 };
const cancelled: RunState = { kind: 'cancelled', attempts: 1 };
const refused: RunState = { kind: 'refused', attempts: 0 };
const unknown: RunState = { kind: 'unknown', attempts: 0, startLost: true };
const notRun: RunState = { kind: 'not-run', attempts: 0 };
const running: RunState = { kind: 'running', attempts: 1 };

const planned = (states: readonly RunState[]) => ({
  runs: states.map((_, index) => aRun(`n${index}`)),
  states: new Map(states.map((state, index) => [`n${index}`, state])),
});
const none = { isCancelled: false, isTimeUp: false };
const conclusion = (states: readonly RunState[], interruption = none) => {
  const plan = planned(states);
  return planConclusion(plan.runs, plan.states, interruption);
};

describe('the conclusion of a plan', () => {
  it.each([
    ['success', [completed, skipped]],
    ['success', [skipped]],
    ['failure', [completed, failed]],
    ['failure', [completed, cancelled, notRun]],
    ['failure', [completed, refused]],
    ['not_started', [refused, notRun]],
    ['not_started', [refused, skipped]],
    ['unknown', [completed, failed, unknown]],
  ] as const)('is %s for %j', (expected, states) => expect(conclusion(states)).toBe(expected));

  it('is cancelled when the step was, whatever failed', () => {
    expect(conclusion([failed, notRun], { isCancelled: true, isTimeUp: true })).toBe('cancelled');
  });

  it('is timed_out when waitTimeout passed, whatever failed', () => {
    expect(conclusion([failed, running], { isCancelled: false, isTimeUp: true })).toBe('timed_out');
  });

  it('is unknown before it is cancelled', () => {
    expect(conclusion([unknown], { isCancelled: true, isTimeUp: false })).toBe('unknown');
  });

  it('is success only when every run is completed or skipped', () => {
    const any = fc.constantFrom(completed, skipped, failed, cancelled, refused, unknown, notRun, running);
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (states) => {
        const isAllDone = states.every((state) => state === completed || state === skipped);
        expect(conclusion(states) === 'success').toBe(isAllDone);
      }),
    );
  });
});

describe('the lists of names', () => {
  const { runs, states } = planned([
    completed,
    failed,
    refused,
    cancelled,
    unknown,
    skipped,
    notRun,
    running,
  ]);
  const lists = runLists(runs, states);

  it('name a failed, refused or cancelled run as failed, and an unknown one as remaining only', () => {
    expect(lists.failed).toEqual(['n1', 'n2', 'n3']);
  });

  it('name as remaining all that is neither completed nor skipped', () => {
    expect(lists.remaining).toEqual(['n1', 'n2', 'n3', 'n4', 'n6', 'n7']);
    expect(lists.completed).toEqual(['n0']);
    expect(lists.skipped).toEqual(['n5']);
  });
});

describe('the conclusion of a run', () => {
  it.each([
    [completed, 'success'],
    [failed, 'failure'],
    [cancelled, 'cancelled'],
    [refused, 'not_started'],
    [{ ...refused, attempts: 1 }, 'failure'],
    [unknown, 'unknown'],
    [skipped, 'skipped'],
    [notRun, 'not_started'],
    [running, 'timed_out'],
  ] as const)('of %j is %s', (state, expected) => expect(runConclusion(state)).toBe(expected));
});
