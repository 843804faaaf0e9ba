import { describe, expect, it } from '@jest/globals';
import type { ExecutionEvent } from '../../../src/execution/context.ts';
import { unavailable } from '../../support/endings.ts';
import { narrating } from '../../support/narrating.ts';

describe('on the way to an execution', () => {
  it('each step of a lost start is one line', () => {
    const { lines, narrator } = narrating();
    const start = {
      jobId: 'job1',
      jobCondition: {},
      triggerId: undefined,
      parameters: {},
      savedParameters: {},
      baseline: { ids: [] },
    };
    narrator.onExecution({ kind: 'sending', start });
    narrator.onExecution({ kind: 'start-again', error: unavailable, pauseMs: 500 });
    narrator.onExecution({ kind: 'start-unanswered', error: unavailable });
    narrator.onExecution({ kind: 'start-not-processed', lookedForMs: 12_000 });
    narrator.onExecution({ kind: 'identified', jobExecutionId: 'e', execution: undefined, how: 'found' });
    narrator.onExecution({ kind: 'cancelling', jobExecutionId: 'e', reason: 'waitTimeout has passed' });
    expect(lines.map((line) => line.replace(unavailable.message, 'error'))).toEqual([
      'info: [0s] error; starting again in 0.5s',
      'info: [0s] error; looking whether an execution was started',
      'info: [0s] no execution was started within 12s; starting again',
      'info: [0s] found the started execution e',
      'info: [0s] cancelling execution e: waitTimeout has passed',
    ]);
  });

  it.each<[string, ExecutionEvent]>([
    ['found', { kind: 'identified', jobExecutionId: 'e', execution: undefined, how: 'found' }],
    ['missed', { kind: 'not-listed', jobExecutionId: 'e' }],
  ])('contact is back as soon as the execution is %s', (_what, event) => {
    const { lines, narrator } = narrating();
    narrator.onExecution({ kind: 'look-failed', error: unavailable });
    narrator.onExecution(event);
    narrator.onExecution(event);
    expect(lines.filter((line) => line.includes('contact is back'))).toHaveLength(1);
  });

  it('a job that could not be read is told', () => {
    const { lines, narrator } = narrating();
    narrator.onExecution({ kind: 'job-unreadable', error: unavailable });
    expect(lines).toEqual([expect.stringContaining('the given options are complete')]);
  });
});
