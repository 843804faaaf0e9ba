import { describe, expect, it } from '@jest/globals';
import { planConclusion } from '../../../src/execution/plan/plan-conclusion.ts';
import { explainPlan } from '../../../src/report/plan/explain-plan.ts';
import { BACKFILL } from '../../../src/report/plan/plan-row.ts';
import { rowsOf } from '../../../src/report/plan/rows.ts';
import { PlanScene, plannedRun, planOptions } from '../../execution/plan/plan-scene.ts';

const LONG = { plan: { readyMs: 0, runningMs: 3_600_000 } };

/** The rows of a plan that was run, and what is said of them. */
async function rowsAfter(scene: PlanScene) {
  const result = await scene.run();
  const { runs } = scene.options;
  const rows = rowsOf(runs, result);
  const conclusion = planConclusion(runs, result.states, result.interruption);
  return { rows, conclusion, explanation: explainPlan({ words: BACKFILL, conclusion, rows }) };
}

describe('the row of a run', () => {
  it('shows execution, status, duration and attempts of a completed one', async () => {
    const scene = new PlanScene(planOptions([plannedRun('a')]));
    const { rows } = await rowsAfter(scene);
    expect(rows).toEqual([
      expect.objectContaining({
        name: 'a',
        jobId: 'job',
        jobExecutionId: scene.executionsOf('a')[0]?.jobExecutionId,
        status: 'COMPLETED',
        conclusion: 'success',
        attempts: 1,
        isRunning: false,
      }),
    ]);
    expect(rows[0]?.durationSeconds).toBeGreaterThanOrEqual(20);
    expect(rows[0]?.note).toBeUndefined();
  });

  it('keeps status and execution of a FAILED one whose retry was refused, and says why it was', async () => {
    const scene = new PlanScene(planOptions([plannedRun('a', { retries: 1 })]), {
      plan: { readyMs: 0, runningMs: 5_000, final: 'FAILED' },
      faults: [{ on: 'executeJob', nth: 2, kind: 'status', status: 400 }],
    });
    const { rows } = await rowsAfter(scene);
    expect(rows[0]).toMatchObject({ status: 'FAILED', conclusion: 'failure', attempts: 1 });
    expect(rows[0]?.note).toContain('executeJob was refused (HTTP 400');
  });

  it('names the candidates of a start that stays unknown', async () => {
    const scene = new PlanScene(planOptions([plannedRun('a')]), {
      faults: [{ on: 'executeJob', kind: 'reset-after' }],
      shows: (entry, by) => (by === 'request' ? { ...entry, parsedParameters: { run: 'other' } } : entry),
    });
    const { rows, conclusion } = await rowsAfter(scene);
    expect(conclusion).toBe('unknown');
    expect(rows[0]).toMatchObject({ conclusion: 'unknown', attempts: 0 });
    expect(rows[0]?.note).toContain(`it may be ${scene.ours()[0]?.jobExecutionId}`);
  });

  it('of one that a cancelled step left running is cancelled, runs, and is named as still running', async () => {
    const scene = new PlanScene(planOptions([plannedRun('a')], { onCancel: 'leave' }), LONG);
    scene.clock.at(10_000, () => scene.cancel());
    const { rows, explanation } = await rowsAfter(scene);
    expect(rows[0]).toMatchObject({ status: 'RUNNING', conclusion: 'cancelled', isRunning: true });
    expect(rows[0]?.note).toBe('left running, as onCancel says');
    expect(explanation.what).toMatch(/; still running: a \(execution \w+\)\.$/);
  });

  it('of one whose cancel had no response says that the post step goes on', async () => {
    const scene = new PlanScene(planOptions([plannedRun('a')]), {
      ...LONG,
      faults: [{ on: 'cancelJobExecution', kind: 'status', status: 503, times: 99 }],
    });
    scene.clock.at(10_000, () => scene.cancel());
    const { rows, explanation } = await rowsAfter(scene);
    expect(rows[0]).toMatchObject({ conclusion: 'cancelled', isRunning: true });
    expect(rows[0]?.note).toContain('the post step cancels the execution');
    expect(explanation.what).toContain('still running');
  });

  it('of one whose start was open at the cancel is unknown, and the next step is the log of the post step', async () => {
    const scene = new PlanScene(planOptions([plannedRun('a')]), {
      faults: [{ on: 'executeJob', kind: 'reset-after' }],
    });
    scene.clock.at(2_000, () => scene.cancel());
    const { rows, conclusion, explanation } = await rowsAfter(scene);
    expect([conclusion, rows[0]?.conclusion]).toEqual(['cancelled', 'unknown']);
    expect(explanation.what).toContain('start not confirmed: a');
    expect(explanation.next[0]).toContain('log of the post step');
  });

  it('of one that waitTimeout left running has no note of its own', async () => {
    const scene = new PlanScene(planOptions([plannedRun('a')], { waitTimeoutMs: 20_000 }), LONG);
    const { rows, conclusion } = await rowsAfter(scene);
    expect(conclusion).toBe('timed_out');
    expect(rows[0]).toMatchObject({ conclusion: 'timed_out', isRunning: true });
    expect(rows[0]?.note).toBeUndefined();
  });
});
