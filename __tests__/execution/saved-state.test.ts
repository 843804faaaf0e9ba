import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../src/dataflow/errors.ts';
import type { ExecutionEvent } from '../../src/execution/context.ts';
import { conclusionOf } from '../../src/execution/outcome.ts';
import {
  isSettled,
  readState,
  type StepState,
  stateAfter,
  stateAtEnd,
  writeState,
} from '../../src/execution/saved-state.ts';
import { parseJson } from '../../src/text/json.ts';
import {
  nameOf,
  noPermission,
  resultOf,
  unavailable,
  withDoubt,
  withExecution,
  withoutExecution,
} from '../support/endings.ts';

const sending: ExecutionEvent = {
  kind: 'sending',
  start: {
    jobId: 'job1',
    jobCondition: { numWorker: 3 },
    triggerId: 't',
    parameters: { $secret: 'hush' },
    savedParameters: { a: '1' },
    baseline: { ids: ['old'], olderMs: 42 },
  },
};

describe('the state of a step', () => {
  it('before a start is sent holds all that is needed to find its execution, and no parameter', () => {
    const state = stateAfter(sending, 'job1');
    expect(state).toMatchObject({
      phase: 'starting',
      lost: {
        jobId: 'job1',
        jobCondition: { numWorker: 3 },
        triggerId: 't',
        parameters: {},
        savedParameters: { a: '1' },
        baseline: { ids: ['old'], olderMs: 42 },
      },
    });
    expect(state && writeState(state)).not.toContain('hush');
  });

  it.each([
    ['started', true],
    ['found', true],
    ['attached', false],
  ] as const)('once an execution is %s names it, started here: %s', (how, startedHere) => {
    const event = { kind: 'identified', execution: undefined, jobExecutionId: 'e', how } as const;
    expect(stateAfter(event, 'job1')).toEqual({
      phase: 'following',
      jobId: 'job1',
      jobExecutionId: 'e',
      startedHere,
    });
  });

  it('is not changed by anything else', () => {
    const event = { kind: 'look-failed', error: unavailable } as const;
    expect(stateAfter(event, 'job1')).toBeUndefined();
  });

  it('is the same after writing and reading', () => {
    const states: StepState[] = [
      { phase: 'settled' },
      { phase: 'following', jobId: 'j', jobExecutionId: 'e', startedHere: true },
    ];
    for (const state of states) expect(readState(writeState(state))).toEqual(state);
    const starting = stateAfter(sending, 'job1');
    const text = starting ? writeState(starting) : '';
    expect(readState(text)).toEqual(parseJson(text));
  });

  it('is none where nothing was saved', () => expect(readState('')).toBeUndefined());

  it.each(['[]', 'null', '7', '{"phase":', '{"phase":"starting"}', '{"phase":"following"}'])(
    'is not taken from %j',
    (text) => expect(() => readState(text)).toThrow(),
  );
});

describe('the post step has something to do', () => {
  const open = ['step-cancelled, start-unclear', 'step-cancelled, asked', 'step-cancelled, unanswered'];
  const rows = [...withExecution, ...withoutExecution, ...withDoubt]
    .filter(({ why }) => why !== 'crashed')
    .map((ending) => ({ name: nameOf(ending), ending, isOpen: open.includes(nameOf(ending)) }));

  it.each(rows)('after $name: $isOpen', ({ ending, isOpen }) => {
    expect(isSettled(resultOf(ending))).toBe(!isOpen);
  });
});

describe('a cancel that the service has refused', () => {
  const refusedWith = (error: DataFlowError) =>
    resultOf({ why: 'step-cancelled', left: { kind: 'refused', error } }, { jobExecutionId: 'e' });

  it('leaves nothing to the post step where the key may not', () => {
    expect(isSettled(refusedWith(noPermission))).toBe(true);
  });

  it.each([400, 409])('for now (%i) leaves it to the post step', (status) => {
    const error = new DataFlowError('refused', { operation: 'cancelJobExecution', status });
    expect(isSettled(refusedWith(error))).toBe(false);
    expect(stateAtEnd(refusedWith(error))).toBeUndefined();
  });
});

describe('at the end of a step', () => {
  it('all is settled when it has come to its end', () => {
    expect(stateAtEnd(resultOf({ why: 'completed' }, { jobExecutionId: 'e' }))).toEqual({ phase: 'settled' });
  });

  it('that cancelled what it took for its own in a hurry, the post step looks for another', () => {
    const lost = {
      ...{ jobId: 'job1', jobCondition: { numWorker: 3 }, triggerId: 't' },
      ...{ parameters: { $secret: 'hush' }, savedParameters: {}, baseline: { ids: ['old'], olderMs: 42 } },
    };
    const result = resultOf(
      { why: 'step-cancelled', left: { kind: 'canceled' } },
      { jobExecutionId: 'guess', guessedFrom: lost },
    );
    const state = stateAtEnd(result);
    expect(state).toEqual({
      phase: 'starting',
      lost: { ...lost, parameters: {}, baseline: { ids: ['old', 'guess'], olderMs: 42 } },
    });
    expect(state && writeState(state)).not.toContain('hush');
  });
});

describe('after a defect of this action', () => {
  const crash = (startSent: boolean) => ({ why: 'crashed', error: new Error('x'), startSent }) as const;

  it('before a start nothing is left to do', () => {
    expect(isSettled(resultOf(crash(false)))).toBe(true);
  });

  it('while a start is under way the post step looks for its execution', () => {
    expect(isSettled(resultOf(crash(true)))).toBe(false);
  });

  it('while an execution is followed it is named and left running', () => {
    const result = resultOf(crash(true), { jobExecutionId: 'e' });
    expect([isSettled(result), conclusionOf(result)]).toEqual([true, 'unknown']);
  });
});
