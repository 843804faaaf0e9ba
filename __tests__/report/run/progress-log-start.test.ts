import { describe, expect, it } from '@jest/globals';
import type { ExecutionEvent } from '../../../src/execution/context.ts';
import { unavailable } from '../../support/endings.ts';
import { logging } from '../../support/logging.ts';

describe('on the way to an execution', () => {
  it('each step of a lost start, and of a retry, is one line', () => {
    const { lines, progress } = logging();
    const events: ExecutionEvent[] = [
      { kind: 'send-again', error: unavailable, pauseMs: 500 },
      { kind: 'ambiguous', error: unavailable },
      { kind: 'resend', searchedMs: 12_000 },
      { kind: 'identified', jobExecutionId: 'e', execution: undefined, how: 'found' },
      { kind: 'cancelling', jobExecutionId: 'e', reason: 'waitTimeout is over' },
      { kind: 'retrying', jobExecutionId: 'e', attempt: 2, pauseMs: 30_000 },
      { kind: 'retry-refused', error: unavailable },
      { kind: 'queue-pause', pauseMs: 2_500 },
    ];
    for (const event of events) progress.onExecution(event);
    expect(lines.map((line) => line.replace(unavailable.message, 'error'))).toEqual([
      'info: [0s] error; sending the start again in 0.5s',
      'info: [0s] error; searching for an execution of this start',
      'info: [0s] no new execution was listed for 12s; sending the start again',
      'info: [0s] confirmed the started execution e',
      'info: [0s] cancelling execution e: waitTimeout is over',
      'info: [0s] execution e FAILED; starting attempt 2 in 30s',
      'info: [0s] error; the job is not started again',
      'info: [0s] no execution is active; reading the list once more in 2.5s',
    ]);
  });

  it.each<[string, ExecutionEvent]>([
    ['found', { kind: 'identified', jobExecutionId: 'e', execution: undefined, how: 'found' }],
    ['missed', { kind: 'not-listed', jobExecutionId: 'e' }],
  ])('the connection is restored as soon as the execution is %s', (_what, event) => {
    const { lines, progress } = logging();
    progress.onExecution({ kind: 'poll-failed', error: unavailable });
    progress.onExecution(event);
    progress.onExecution(event);
    expect(lines.filter((line) => line.includes('connection restored'))).toHaveLength(1);
  });

  it('a job that could not be read is one line', () => {
    const { lines, progress } = logging();
    progress.onExecution({ kind: 'job-unreadable', error: unavailable });
    expect(lines).toEqual([expect.stringContaining('the given options are complete')]);
  });
});
