import { describe, expect, it } from '@jest/globals';
import { runPost } from '../../simulator/github-runner.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, started, until } from './step.ts';
import { optionsOf, run, start, workspaceWith } from './sub-action.ts';

const JOBS: SimulatorOptions = {
  jobs: ['extract', 'clean', 'load', 'report'].map((jobId) => ({ jobId, name: jobId })),
  plan: { readyMs: 20, runningMs: 100 },
};
const PLAN = `
report: {jobId: report, needs: [load, clean]}
extract: {jobId: extract, parameters: {$day: 2026-11-24}}
clean: {jobId: clean, needs: extract}
load: {jobId: load, needs: [extract], retries: 1}
`;
const order = (simulator: Parameters<typeof started>[0]) => started(simulator).map(({ jobId }) => jobId);

describe('run-jobs', () => {
  it.concurrent('runs each job after what it needs, and says so in every output', async () => {
    await using simulator = await startSimulator(JOBS);
    const step = await run(simulator, 'run-jobs', { plan: PLAN });
    expect([step.exitCode, errors(step), step.stderr]).toEqual([0, [], '']);
    expect(order(simulator)[0]).toBe('extract');
    expect(order(simulator).slice(1, 3).sort()).toEqual(['clean', 'load']);
    expect(order(simulator)[3]).toBe('report');
    const { results = '', ...outputs } = step.outputs;
    expect(outputs).toEqual({
      conclusion: 'success',
      message: '4 of 4 jobs completed.',
      completed: '["report","extract","clean","load"]',
      failed: '[]',
      notRun: '[]',
    });
    expect(JSON.parse(results).load).toEqual({
      jobId: 'load',
      jobExecutionId: expect.any(String),
      status: 'COMPLETED',
      conclusion: 'success',
      durationSeconds: expect.any(Number),
      attempts: 1,
    });
    expect(step.summary).toContain('graph LR');
  });

  it.concurrent('reads the plan from a file', async () => {
    await using simulator = await startSimulator(JOBS);
    using workspace = workspaceWith({ 'plan.json': '{"one": {"jobId": "clean"}}' });
    const step = await run(simulator, 'run-jobs', { planFile: 'plan.json' }, { workspace: workspace.path });
    expect([step.exitCode, order(simulator)]).toEqual([0, ['clean']]);
  });

  it.concurrent('runs what does not need the failed job with onFailure: continue', async () => {
    await using simulator = await startSimulator({
      ...JOBS,
      plan: (number) => ({ readyMs: 20, runningMs: 100, final: number === 1 ? 'FAILED' : 'COMPLETED' }),
    });
    const plan = 'a: {jobId: extract}\nb: {jobId: clean, needs: a}\nc: {jobId: load}';
    // One at a time: the first start is that of a.
    const step = await run(simulator, 'run-jobs', { plan, onFailure: 'continue', maxParallel: '1' });
    expect(step.exitCode).toBe(1);
    expect(step.outputs).toMatchObject({
      conclusion: 'failure',
      completed: '["c"]',
      failed: '["a"]',
      notRun: '["a","b"]',
    });
    expect(step.annotations).toHaveLength(1);
  });

  it.concurrent('retries only the entry that says so', async () => {
    await using simulator = await startSimulator({
      ...JOBS,
      plan: (number) => ({ readyMs: 20, runningMs: 50, final: number === 1 ? 'FAILED' : 'COMPLETED' }),
    });
    const plan = 'a: {jobId: extract, retries: 2}';
    const step = await run(simulator, 'run-jobs', { plan, retryDelay: '50ms' });
    expect([step.outputs['conclusion'], started(simulator).length]).toEqual(['success', 2]);
  });

  it.concurrent('finds a job that does not exist before anything is started, and names all such jobs', async () => {
    await using simulator = await startSimulator(JOBS);
    const plan = 'a: {jobId: extract}\nb: {jobId: gone1}\nc: {jobId: gone2}';
    const step = await run(simulator, 'run-jobs', { plan });
    expect([step.exitCode, step.outputs['conclusion'], started(simulator)]).toEqual([1, 'not_started', []]);
    expect(errors(step)[0]).toContain('job gone1');
    expect(errors(step)[0]).toContain('job gone2');
  });

  it.concurrent.each([
    ['a: {jobId: x, needs: b}\nb: {jobId: y, needs: a}', /cycle/],
    ['a: {jobId: x, needs: orderss}\norders: {jobId: y}', /needs "orderss".*did you mean "orders"/],
    ['a: {job: x}', /"job" is not known/],
    ['{}', /is empty/],
  ])('refuses the plan %j before anything is sent', async (plan, problem) => {
    await using simulator = await startSimulator(JOBS);
    const step = await run(simulator, 'run-jobs', { plan });
    expect([step.exitCode, simulator.requests, step.outputs['conclusion']]).toEqual([1, [], 'not_started']);
    expect(errors(step)).toHaveLength(1);
    expect(errors(step)[0]).toMatch(problem);
  });

  it.concurrent('shows the jobs in the order of their starts with dryRun, and starts nothing', async () => {
    await using simulator = await startSimulator(JOBS);
    const step = await run(simulator, 'run-jobs', { plan: PLAN, dryRun: 'true' });
    expect([step.exitCode, step.outputs['conclusion'], started(simulator)]).toEqual([0, 'skipped', []]);
    const lines = step.log.split('\n').filter((line) => line.includes('would run job'));
    expect(lines).toEqual([
      'extract: would run job extract, parameters $day',
      'clean: would run job clean after extract, no parameters',
      'load: would run job load after extract, no parameters',
      'report: would run job report after load, clean, no parameters',
    ]);
  });

  it.concurrent.each(['SIGINT', 'SIGKILL'] as const)(
    'leaves nothing running when it is ended by %s',
    async (signal) => {
      await using simulator = await startSimulator({ ...ENDLESS, jobs: JOBS.jobs ?? [] });
      const inputs = { plan: 'a: {jobId: extract}\nb: {jobId: clean}\nc: {jobId: load}' };
      const running = start(simulator, 'run-jobs', inputs);
      await until(() => started(simulator).length === 3);
      running.kill(signal);
      const step = await running.finished;
      const post = await runPost(optionsOf(simulator, 'run-jobs', inputs), step);
      expect(started(simulator).map(({ status }) => status)).toEqual(Array(3).fill('CANCELED'));
      expect(post.exitCode).toBe(0);
    },
  );
});
