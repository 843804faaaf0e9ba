import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { needsProblems } from '../../../src/execution/plan/graph.ts';
import { anyPlan, aRun } from './any-plan.ts';

describe('the needs of a plan', () => {
  it('may be written in any order', () => {
    fc.assert(fc.property(anyPlan, ({ runs }) => expect(needsProblems(runs)).toEqual([])));
  });

  it('may name only what the plan has, and the name that was probably meant is given', () => {
    expect(needsProblems([aRun('load_orders'), aRun('b', { needs: ['load-orders', 'other'] })])).toEqual([
      '"b" needs "load-orders", and the plan has no such name; did you mean "load_orders"?',
      '"b" needs "other", and the plan has no such name.',
    ]);
  });

  it('form no cycle: one is shown as a path from need to run', () => {
    const runs = [
      aRun('a', { needs: ['c'] }),
      aRun('b', { needs: ['a'] }),
      aRun('c', { needs: ['b'] }),
      aRun('d'),
    ];
    const [problem, ...others] = needsProblems(runs);
    expect(others).toEqual([]);
    const path = problem?.replace(/^the needs form a cycle, .*?: /, '').replace(/\.$/, '');
    expect(['a → b → c → a', 'b → c → a → b', 'c → a → b → c']).toContain(path);
  });

  it('do not name the run itself', () => {
    expect(needsProblems([aRun('a', { needs: ['a'] })])).toEqual([
      'the needs form a cycle, in which no run can be the first: a → a.',
    ]);
  });

  it('are of names that are unique', () => {
    expect(needsProblems([aRun('a'), aRun('a'), aRun('b')])).toEqual(['the name "a" is not unique.']);
  });

  it('are all checked, and all problems are in the result', () => {
    const runs = [aRun('a', { needs: ['x'] }), aRun('a'), aRun('b', { needs: ['b'] })];
    expect(needsProblems(runs)).toHaveLength(3);
  });
});
