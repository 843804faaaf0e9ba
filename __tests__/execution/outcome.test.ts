import { describe, expect, it } from '@jest/globals';
import { type Conclusion, conclusionOf, executionOf, isSuccess } from '../../src/execution/outcome.ts';
import { followed, followedResult, nameOf, notStarted, results, unclear } from '../support/endings.ts';

const rows = results.map((result) => ({ name: nameOf(result.ending), state: result.state, result }));

describe('a conclusion', () => {
  it.each<[string, Conclusion]>([
    ['completed', 'success'],
    ['failed', 'failure'],
    ['canceled', 'cancelled'],
    ['started', 'started'],
    ['dry-run', 'skipped'],
    ['poll-failed', 'unknown'],
    ['not-listed', 'unknown'],
    ['wait-timeout', 'timed_out'],
    ['started-twice', 'unknown'],
    ['step-cancelled', 'cancelled'],
    ['crashed', 'unknown'],
    ['start-unclear', 'unknown'],
    ['cancelled-during-start', 'cancelled'],
    ['crashed-during-start', 'unknown'],
    ['cancelled-before-start', 'cancelled'],
    ['crashed-before-start', 'not_started'],
    ['earlier-attempt-unreadable', 'not_started'],
    ['refused', 'not_started'],
  ])('of %s is %s', (kind, conclusion) => {
    const found = results.filter(({ ending }) => ending.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const result of found) expect(conclusionOf(result)).toBe(conclusion);
  });

  it('without a start is not_started, but for a cancelled step and a dry run', () => {
    const conclusions = results.filter(({ state }) => state === 'not-started').map(conclusionOf);
    expect(new Set(conclusions)).toEqual(new Set(['skipped', 'not_started', 'cancelled']));
  });

  it('covers each ending once', () => {
    expect(results).toHaveLength(followed.length + notStarted.length + unclear.length);
  });
});

describe('a step', () => {
  it.each(rows)('with $name ($state) succeeds only where it may', ({ result }) => {
    const { kind } = result.ending;
    expect(isSuccess(result, true)).toBe(['completed', 'started', 'dry-run'].includes(kind));
    const forgiven = ['dry-run', 'completed', 'started', 'failed', 'canceled', 'wait-timeout'];
    expect(isSuccess(result, false)).toBe(forgiven.includes(kind));
  });

  it('has an execution only where one is known', () => {
    expect(executionOf(followedResult({ kind: 'not-listed' })).jobExecutionId).toBe('execution1');
    for (const result of results.filter(({ state }) => state !== 'followed'))
      expect(executionOf(result)).toEqual({});
  });
});
