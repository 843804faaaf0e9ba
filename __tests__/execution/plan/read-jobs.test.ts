import { describe, expect, it } from '@jest/globals';
import { PlanScene, plannedRun, planOptions } from './plan-scene.ts';

const PLAN = ['a', 'b', 'c'].map((jobId) => plannedRun(jobId, { jobId }));

describe('the jobs of a plan', () => {
  it('are read once each, however many runs they have', async () => {
    const runs = Array.from({ length: 6 }, (_, index) =>
      plannedRun(`n${index}`, { jobId: index < 3 ? 'a' : 'b' }),
    );
    const scene = new PlanScene(planOptions(runs));
    await scene.run();
    expect(scene.service.requestCount('getJob')).toBe(2);
  });

  it('that do not exist are found before anything is started', async () => {
    const scene = new PlanScene(planOptions(PLAN), { jobs: [{ jobId: 'a' }, { jobId: 'c' }] });
    await expect(scene.run()).rejects.toMatchObject({ kind: 'not-found' });
    expect(scene.sent).toEqual([]);
  });

  it('are waited for while the service fails, all at the same time', async () => {
    const scene = new PlanScene(planOptions(PLAN), {
      faults: [{ on: ['getJob', 'getJobExecutions'], kind: 'status', status: 503, forMs: 200_000 }],
    });
    await scene.run();
    expect(scene.sent[0]?.atMs).toBeGreaterThan(200_000);
    expect(scene.sent[0]?.atMs).toBeLessThan(300_000);
  });

  it('are all unreadable after five minutes', async () => {
    const scene = new PlanScene(planOptions(PLAN), {
      faults: [{ on: ['getJob', 'getJobExecutions'], kind: 'status', status: 503, forMs: 3_600_000 }],
    });
    await expect(scene.run()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(scene.clock.elapsedMs()).toBeLessThan(310_000);
  });

  it('can do without the permission to read them where the options are complete', async () => {
    const jobCondition = { nrn: 'nrn:1', scriptPath: 'b/s', logPath: 'b/l/' };
    const scene = new PlanScene(planOptions([plannedRun('a', { jobCondition })]), { denied: ['getJob'] });
    expect((await scene.run()).stateOf('a')?.kind).toBe('completed');
  });
});
