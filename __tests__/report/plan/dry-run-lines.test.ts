import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dryRunLines } from '../../../src/report/plan/dry-run-lines.ts';
import { anyPlan } from '../../execution/plan/any-plan.ts';
import { plannedRun } from '../../execution/plan/plan-scene.ts';

describe('the lines of a dry run', () => {
  it('name job, needs and names of parameters, never a value', () => {
    const runs = [
      plannedRun('load', { jobId: 'j1', needs: ['clean'], parameters: { $day: 'secret', n: 1 } }),
      plannedRun('clean', { jobId: 'j2', parameters: undefined }),
      plannedRun('done', { jobId: 'j3' }),
    ];
    expect(dryRunLines(runs, new Set(['done']))).toEqual([
      'clean: would run job j2, no parameters',
      'done: would be skipped, since its object exists',
      'load: would run job j1 after clean, parameters $day, n',
    ]);
  });

  it('come in an order in which each run is after all that it needs', () => {
    fc.assert(
      fc.property(anyPlan, ({ runs }) => {
        const lines = dryRunLines(
          runs.map((run) => plannedRun(run.name, run)),
          new Set(),
        );
        const names = lines.map((line) => line.split(':')[0]);
        expect(new Set(names)).toEqual(new Set(runs.map(({ name }) => name)));
        for (const { name, needs } of runs)
          for (const need of needs) expect(names.indexOf(need)).toBeLessThan(names.indexOf(name));
      }),
    );
  });
});
