import { describe, expect, it } from '@jest/globals';
import { planConclusion, runLists } from '../../../src/execution/plan/plan-conclusion.ts';
import { PlanScene, plannedRun, planOptions } from './plan-scene.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);
const runsOf = (count: number, fields = {}) => names(count).map((name) => plannedRun(name, fields));

describe('a plan without trouble', () => {
  it('completes each run with one execution, and has as many at a time as it may', async () => {
    const scene = new PlanScene(planOptions(runsOf(6), { maxParallel: 3 }));
    const result = await scene.run();
    expect(runLists(scene.options.runs, result.states).completed).toEqual(names(6));
    expect(names(6).map((name) => scene.executionsOf(name).length)).toEqual(Array(6).fill(1));
    expect(Math.max(...scene.sent.map(({ active }) => active.length + 1))).toBe(3);
  });

  it('starts a run as soon as what it needs is completed, whatever else still runs', async () => {
    const plan = [
      plannedRun('slow', { jobId: 'a' }),
      plannedRun('quick', { jobId: 'b' }),
      plannedRun('after', { jobId: 'c', needs: ['quick'] }),
    ];
    const scene = new PlanScene(planOptions(plan, { maxParallel: 3 }), {
      plan: (number) => ({ readyMs: 0, runningMs: number === 1 ? 600_000 : 10_000 }),
    });
    await scene.run();
    expect(scene.sent.find(({ name }) => name === 'after')?.active).toEqual(['slow']);
  });

  it('sends nothing for runs that are done already, and starts what needs them', async () => {
    const plan = [plannedRun('done'), plannedRun('next', { needs: ['done'] })];
    const scene = new PlanScene(planOptions(plan, { skipped: new Set(['done']) }));
    const { stateOf } = await scene.run();
    expect(scene.startOrder).toEqual(['next']);
    expect(stateOf('done')).toEqual({ kind: 'skipped', attempts: 0 });
  });

  it('polls no more often with ten executions at a time than with one', async () => {
    const pollsASecond = async (maxParallel: number) => {
      const scene = new PlanScene(planOptions(runsOf(maxParallel), { maxParallel }), {
        plan: { readyMs: 0, runningMs: 600_000 },
      });
      await scene.run();
      const lists = scene.service.requestCount('getJobExecutions') - maxParallel - 1;
      return lists / (scene.clock.elapsedMs() / 1000);
    };
    const [one, ten] = [await pollsASecond(1), await pollsASecond(10)];
    expect(ten).toBeLessThan(one * 1.5);
  });
});

describe('a run that does not complete', () => {
  const failing = (...numbers: number[]) => ({
    plan: (number: number) => ({
      readyMs: 0,
      runningMs: 5_000,
      final: numbers.includes(number) ? ('FAILED' as const) : ('COMPLETED' as const),
    }),
  });

  it('with stop starts nothing more, and the running ones come to their end', async () => {
    const scene = new PlanScene(planOptions(runsOf(8), { maxParallel: 2 }), {
      plan: (number) => ({
        readyMs: 0,
        runningMs: number === 4 ? 60_000 : 5_000,
        final: number === 3 ? 'FAILED' : 'COMPLETED',
      }),
    });
    const { states, interruption } = await scene.run();
    const lists = runLists(scene.options.runs, states);
    expect(lists).toMatchObject({ completed: ['n1', 'n2', 'n4'], failed: ['n3'] });
    expect(lists.remaining).toEqual(['n3', 'n5', 'n6', 'n7', 'n8']);
    expect(planConclusion(scene.options.runs, states, interruption)).toBe('failure');
  });

  it('with stop keeps back a start whose list was still being read', async () => {
    const plan = [plannedRun('bad', { jobId: 'a' }), plannedRun('slow', { jobId: 'b' })];
    const scene = new PlanScene(planOptions(plan), {
      ...failing(1),
      faults: [
        {
          on: 'getJobExecutions',
          only: ({ path }) => path.includes('/jobs/b/'),
          nth: 2,
          kind: 'slow',
          delayMs: 20_000,
        },
      ],
    });
    const { states } = await scene.run();
    expect(states.get('bad')?.kind).toBe('failed');
    expect(states.get('slow')).toEqual({ kind: 'not-run', attempts: 0 });
    expect(scene.startOrder).toEqual(['bad']);
  });

  it('with continue lets all go on that does not need it', async () => {
    const plan = [plannedRun('bad'), plannedRun('needs', { needs: ['bad'] }), plannedRun('other')];
    const scene = new PlanScene(planOptions(plan, { onFailure: 'continue' }), failing(1));
    const { states } = await scene.run();
    expect(runLists(plan, states)).toEqual({
      completed: ['other'],
      failed: ['bad'],
      skipped: [],
      remaining: ['bad', 'needs'],
    });
    expect(scene.executionsOf('needs')).toEqual([]);
  });

  it('is started again after FAILED and retryDelay, and its place stays taken meanwhile', async () => {
    const plan = [plannedRun('n1', { retries: 2 }), plannedRun('n2')];
    const scene = new PlanScene(planOptions(plan, { maxParallel: 1 }), failing(1, 2));
    const { stateOf } = await scene.run();
    expect(scene.sent.map(({ name }) => name)).toEqual(['n1', 'n1', 'n1', 'n2']);
    expect(stateOf('n1')).toEqual({ kind: 'completed', attempts: 3 });
    const [first = 0, second = 0] = scene.sent.map(({ atMs }) => atMs);
    expect(second - first).toBeGreaterThanOrEqual(35_000);
  });

  it('is not started again after CANCELED', async () => {
    const scene = new PlanScene(planOptions([plannedRun('n1', { retries: 3 })]), {
      plan: { readyMs: 0, runningMs: 5_000, final: 'CANCELED' },
    });
    expect((await scene.run()).stateOf('n1')).toEqual({ kind: 'cancelled', attempts: 1 });
    expect(scene.sent).toHaveLength(1);
  });

  it('is not started again when waitTimeout would cut the pause', async () => {
    const plan = [plannedRun('n1', { retries: 3 })];
    const scene = new PlanScene(planOptions(plan, { waitTimeoutMs: 20_000 }), failing(1));
    const { states, interruption } = await scene.run();
    expect(states.get('n1')).toEqual({ kind: 'failed', attempts: 1 });
    expect(planConclusion(plan, states, interruption)).toBe('failure');
  });

  it('keeps its execution when the start of its retry is refused', async () => {
    const scene = new PlanScene(planOptions([plannedRun('n1', { retries: 1 })]), {
      ...failing(1),
      faults: [{ on: 'executeJob', nth: 2, kind: 'status', status: 400 }],
    });
    const { records, stateOf } = await scene.run();
    expect(stateOf('n1')).toEqual({ kind: 'refused', attempts: 1 });
    expect(records.get('n1')?.jobExecutionId).toBe(scene.executionsOf('n1')[0]?.jobExecutionId);
  });
});

describe('a start without a response', () => {
  it('that was processed is found, and the next start of the job waits for that', async () => {
    const scene = new PlanScene(planOptions(runsOf(4), { maxParallel: 4 }), {
      faults: [{ on: 'executeJob', nth: 2, kind: 'reset-after' }],
    });
    const { states } = await scene.run();
    expect(runLists(scene.options.runs, states).completed).toEqual(names(4));
    expect(scene.ours()).toHaveLength(4);
    const [, lost, next] = scene.sent;
    expect((next?.atMs ?? 0) - (lost?.atMs ?? 0)).toBeGreaterThan(5_000);
  });

  it('is found although the list shows the start before only now, too', async () => {
    const scene = new PlanScene(planOptions(runsOf(2)), {
      listedAfterMs: 4_000,
      faults: [{ on: 'executeJob', nth: 2, kind: 'reset-after' }],
    });
    const { states } = await scene.run();
    expect(runLists(scene.options.runs, states).completed).toEqual(names(2));
    expect(scene.ours()).toHaveLength(2);
  });

  it('holds up no other job', async () => {
    const plan = [
      plannedRun('lost', { jobId: 'a' }),
      plannedRun('b1', { jobId: 'b' }),
      plannedRun('b2', { jobId: 'b' }),
    ];
    const scene = new PlanScene(planOptions(plan, { maxParallel: 3 }), {
      faults: [{ on: 'executeJob', nth: 1, kind: 'hang-after' }],
    });
    await scene.run();
    expect(scene.sent.find(({ name }) => name === 'b2')?.atMs).toBeLessThan(2_000);
    expect(scene.ours()).toHaveLength(3);
  });

  it('whose outcome stays unknown ends all further starts of that job, and of no other with continue', async () => {
    const plan = [
      plannedRun('a1', { jobId: 'a' }),
      plannedRun('a2', { jobId: 'a' }),
      plannedRun('b1', { jobId: 'b' }),
      plannedRun('b2', { jobId: 'b' }),
    ];
    const scene = new PlanScene(planOptions(plan, { maxParallel: 1, onFailure: 'continue' }), {
      faults: [{ on: 'executeJob', nth: 1, kind: 'reset-after' }],
      shows: (entry, startedBy) =>
        startedBy === 'request' && JSON.stringify(entry).includes('a1')
          ? { ...entry, parsedParameters: { run: 'shown otherwise' } }
          : entry,
    });
    const { states, interruption } = await scene.run();
    expect(states.get('a1')).toMatchObject({ kind: 'unknown', startLost: true });
    expect(states.get('a2')).toEqual({ kind: 'not-run', attempts: 0 });
    expect(runLists(plan, states)).toMatchObject({ completed: ['b1', 'b2'], failed: [] });
    expect(planConclusion(plan, states, interruption)).toBe('unknown');
  });
});

describe('a job with as many executions as it may have', () => {
  const limited = { jobs: [{ jobId: 'job', maxConcurrentRuns: 1 }] };

  it('refuses the start, and the run waits for a place', async () => {
    const scene = new PlanScene(planOptions(runsOf(3), { maxParallel: 3 }), limited);
    const { states } = await scene.run();
    expect(runLists(scene.options.runs, states).completed).toEqual(names(3));
    expect(scene.events.some(({ kind }) => kind === 'run-no-place')).toBe(true);
  });

  it('is found to be full although the list does not show our own execution yet', async () => {
    const scene = new PlanScene(planOptions(runsOf(2)), { ...limited, listedAfterMs: 5_000 });
    const { states } = await scene.run();
    expect(runLists(scene.options.runs, states).completed).toEqual(names(2));
  });

  it('keeps the executions READY, which is waited for', async () => {
    const scene = new PlanScene(planOptions(runsOf(3), { maxParallel: 3 }), {
      ...limited,
      overLimit: 'keep-ready',
    });
    const { states } = await scene.run();
    expect(runLists(scene.options.runs, states).completed).toEqual(names(3));
  });
});

describe('waitTimeout', () => {
  const long = { plan: { readyMs: 0, runningMs: 3_600_000 } };

  it('stops further starts and leaves the running ones', async () => {
    const scene = new PlanScene(planOptions(runsOf(4), { waitTimeoutMs: 60_000 }), long);
    const { states, interruption } = await scene.run();
    expect(planConclusion(scene.options.runs, states, interruption)).toBe('timed_out');
    expect(scene.ours().map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING']);
    expect(states.get('n1')).toEqual({ kind: 'running', attempts: 1 });
    expect(states.get('n3')).toEqual({ kind: 'not-run', attempts: 0 });
    expect(scene.clock.elapsedMs()).toBeLessThan(62_100);
  });

  it('cancels the running ones with onTimeout: cancel', async () => {
    const scene = new PlanScene(planOptions(runsOf(4), { waitTimeoutMs: 60_000, onTimeout: 'cancel' }), long);
    const { states, interruption } = await scene.run();
    expect(planConclusion(scene.options.runs, states, interruption)).toBe('timed_out');
    expect(scene.ours().map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED']);
    expect(states.get('n1')).toEqual({ kind: 'cancelled', attempts: 1 });
  });
});

describe('a cancelled step', () => {
  const long = { plan: { readyMs: 0, runningMs: 3_600_000 } };

  it('cancels all that it started at the same time, within the budget', async () => {
    const scene = new PlanScene(planOptions(runsOf(40), { maxParallel: 30 }), long);
    scene.clock.at(60_000, () => scene.cancel());
    const { states, interruption } = await scene.run();
    expect(scene.clock.elapsedMs() - 60_000).toBeLessThan(3_500);
    expect(scene.ours().map(({ status }) => status)).toEqual(Array(30).fill('CANCELED'));
    expect(planConclusion(scene.options.runs, states, interruption)).toBe('cancelled');
    expect(await scene.post()).toEqual([]);
  });

  it('leaves them with onCancel: leave', async () => {
    const scene = new PlanScene(planOptions(runsOf(3), { onCancel: 'leave' }), long);
    scene.clock.at(30_000, () => scene.cancel());
    await scene.run();
    expect(scene.ours().map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING']);
    expect(await scene.post()).toEqual([]);
  });

  it('ends in a retry pause with the result of the execution before', async () => {
    const scene = new PlanScene(planOptions([plannedRun('n1', { retries: 3 })]), {
      plan: { readyMs: 0, runningMs: 5_000, final: 'FAILED' },
    });
    scene.clock.at(20_000, () => scene.cancel());
    expect((await scene.run()).stateOf('n1')).toEqual({ kind: 'failed', attempts: 1 });
    expect(scene.sent).toHaveLength(1);
  });
});

describe('the state for the post step', () => {
  it('stays under 16 kB with 300 runs, 20 at a time', async () => {
    const scene = new PlanScene(planOptions(runsOf(300), { maxParallel: 20 }), {
      plan: { readyMs: 0, runningMs: 10_000 },
    });
    let longest = 0;
    scene.clock.at(0, function measure() {
      longest = Math.max(longest, scene.state.length);
      if (scene.clock.elapsedMs() < 300_000) scene.clock.at(scene.clock.elapsedMs() + 50, measure);
    });
    await scene.run();
    expect(scene.ours()).toHaveLength(300);
    expect(longest).toBeGreaterThan(1_000);
    expect(longest).toBeLessThan(16_000);
  });
});
