import fc from 'fast-check';
import type { PlanRun } from '../../../src/execution/plan/run-state.ts';
import type { Plan } from '../../../src/execution/plan/schedule.ts';

/** A run with what most tests do not care about filled in. */
export function aRun(name: string, fields: Partial<PlanRun> = {}): PlanRun {
  return { name, jobId: 'job', needs: [], retries: 0, ...fields };
}

/** A plan of up to 14 runs of up to 3 jobs, written in any order, without a cycle. */
export const anyPlan: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc
    .record({
      runs: fc.array(
        fc.record({
          job: fc.nat(2),
          needs: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
          retries: fc.nat(2),
          rank: fc.nat(),
        }),
        { minLength: count, maxLength: count },
      ),
      maxParallel: fc.integer({ min: 1, max: 5 }),
      onFailure: fc.constantFrom('stop' as const, 'continue' as const),
    })
    .map(({ runs, maxParallel, onFailure }) => ({
      maxParallel,
      onFailure,
      runs: runs
        .map(({ job, needs, retries, rank }, index) => ({
          rank,
          run: aRun(`n${index}`, {
            jobId: `job${job}`,
            // Each needs only some of those before it.
            needs: needs.filter((need) => need < index).map((need) => `n${need}`),
            retries,
          }),
        }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ run }) => run),
    })),
);
