import { describe, expect, it } from '@jest/globals';
import { runPost } from '../../simulator/github-runner.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, JOB_ID, started, until, warnings } from './step.ts';
import { optionsOf, run, start } from './sub-action.ts';

const QUICK: SimulatorOptions = { plan: { readyMs: 50, runningMs: 150 } };
const listOf = (text: string | undefined): string[] => JSON.parse(text ?? 'null');
const dates = (count: number) =>
  Array.from({ length: count }, (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}`);

const inputsFor = (simulator: Simulator, given: Record<string, string | undefined> = {}) => ({
  jobId: JOB_ID,
  objectStorageUrl: simulator.objectStorageUrl,
  from: '2026-11-01',
  to: '2026-11-03',
  parameters: '$day: "{date}"\n$until: "{next:yyyyMMdd}"',
  ...given,
});

const dayOf = ({ parameters }: ReturnType<typeof started>[number]) => String(parameters?.['$day']);
const active = (simulator: Simulator) =>
  started(simulator).filter(({ status }) => status === 'READY' || status === 'RUNNING');

describe('backfill', () => {
  it.concurrent('runs the job once for each date, and says so in every output', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, 'backfill', inputsFor(simulator, { maxParallel: '3' }));
    expect([step.exitCode, errors(step), warnings(step), step.stderr]).toEqual([0, [], [], '']);
    expect(started(simulator).map(({ parameters }) => parameters)).toEqual([
      { $day: '2026-11-01', $until: '20261102' },
      { $day: '2026-11-02', $until: '20261103' },
      { $day: '2026-11-03', $until: '20261104' },
    ]);
    const { results = '', ...outputs } = step.outputs;
    expect(outputs).toEqual({
      conclusion: 'success',
      message: '3 of 3 dates completed.',
      completed: JSON.stringify(dates(3)),
      failed: '[]',
      skipped: '[]',
      remaining: '[]',
    });
    expect(JSON.parse(results)).toEqual(
      started(simulator).map(({ jobExecutionId, parameters }) => ({
        date: parameters?.['$day'],
        jobExecutionId,
        status: 'COMPLETED',
        conclusion: 'success',
        durationSeconds: expect.any(Number),
        attempts: 1,
      })),
    );
    expect(step.summary).toContain('| `2026-11-02` |');
  });

  it.concurrent('is finished by a second run with its output remaining, after a failure, a lost response and a cancel among 30 dates', async () => {
    await using simulator = await startSimulator({
      plan: (number) => ({ readyMs: 50, runningMs: 250, final: number === 12 ? 'FAILED' : 'COMPLETED' }),
      faults: [{ on: 'executeJob', nth: 15, kind: 'reset-after' }],
    });
    const inputs = inputsFor(simulator, { to: '2026-11-30', maxParallel: '3', onFailure: 'continue' });
    const options = optionsOf(simulator, 'backfill', inputs);
    const running = start(simulator, 'backfill', inputs);
    await until(() => started(simulator).length >= 20);
    running.cancel();
    const first = await running.finished;
    const post = await runPost(options, first);
    expect(first.exitCode).toBe(1);
    expect(first.outputs).toMatchObject({ conclusion: 'cancelled', failed: expect.stringContaining('-12"') });
    expect(errors(first)).toHaveLength(1);
    expect([post.exitCode, active(simulator)]).toEqual([0, []]);
    const done = listOf(first.outputs['completed']);
    const remaining = listOf(first.outputs['remaining']);
    expect([...done, ...remaining].sort()).toEqual(dates(30));
    const second = await run(simulator, 'backfill', {
      ...inputs,
      from: undefined,
      to: undefined,
      dates: first.outputs['remaining'],
    });
    expect([second.exitCode, second.outputs['remaining']]).toEqual([0, '[]']);
    const completed = started(simulator).filter(({ status }) => status === 'COMPLETED');
    expect(completed.map(dayOf).sort()).toEqual(dates(30));
  });

  it.concurrent('skips the dates whose object exists, by signed HEAD requests', async () => {
    await using simulator = await startSimulator(QUICK);
    simulator.putObject('bucket/out/dt=2026-11-01/_SUCCESS', '');
    simulator.putObject('bucket/out/dt=2026-11-03/_SUCCESS', '');
    const skipIfExists = 'bucket/out/dt={date}/_SUCCESS';
    const step = await run(simulator, 'backfill', inputsFor(simulator, { skipIfExists }));
    expect(started(simulator).map(dayOf)).toEqual(['2026-11-02']);
    expect(step.outputs).toMatchObject({
      conclusion: 'success',
      completed: '["2026-11-02"]',
      skipped: '["2026-11-01","2026-11-03"]',
    });
    expect(simulator.objectRequests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD', 'HEAD']);
  });

  it.concurrent('starts nothing when the objects may not be read, and names the permission', async () => {
    await using simulator = await startSimulator({ ...QUICK, objectStorage: { denied: true } });
    const skipIfExists = 'bucket/out/dt={date}/_SUCCESS';
    const step = await run(simulator, 'backfill', inputsFor(simulator, { skipIfExists }));
    expect([step.exitCode, started(simulator)]).toEqual([1, []]);
    expect(step.outputs).toMatchObject({
      conclusion: 'not_started',
      remaining: JSON.stringify(dates(3)),
    });
    expect(errors(step)).toHaveLength(1);
    expect(errors(step)[0]).toContain('read and list access to the bucket bucket');
  });

  it.concurrent('shows dates, names of parameters and what would be skipped with dryRun, and starts nothing', async () => {
    await using simulator = await startSimulator(QUICK);
    simulator.putObject('bucket/2026-11-02', '');
    const step = await run(
      simulator,
      'backfill',
      inputsFor(simulator, { dryRun: 'true', skipIfExists: 'bucket/{date}' }),
    );
    expect([step.exitCode, started(simulator), step.outputs['conclusion']]).toEqual([0, [], 'skipped']);
    expect(step.log).toContain(`2026-11-01: would run job ${JOB_ID}, parameters $day, $until`);
    expect(step.log).toContain('2026-11-02: would be skipped, since its object exists');
    expect(step.log).toContain('2 dates would be run, 1 skipped. Nothing was started.');
    expect(step.log).not.toContain('20261102');
  });

  it.concurrent('fails with dryRun when a required option is given nowhere', async () => {
    await using simulator = await startSimulator({ jobs: [{ runCondition: { nrn: '' } }] });
    const step = await run(simulator, 'backfill', inputsFor(simulator, { dryRun: 'true' }));
    expect([step.exitCode, step.outputs['conclusion']]).toEqual([1, 'not_started']);
    expect(errors(step)[0]).toContain(`job ${JOB_ID}: neither jobCondition nor the saved settings have nrn`);
  });

  it.concurrent('stops after a failure, shows its console log, and makes one annotation', async () => {
    await using simulator = await startSimulator({ plan: { readyMs: 20, runningMs: 50, final: 'FAILED' } });
    const step = await run(simulator, 'backfill', inputsFor(simulator));
    expect(step.exitCode).toBe(1);
    expect(step.outputs).toMatchObject({
      conclusion: 'failure',
      failed: '["2026-11-01"]',
      remaining: JSON.stringify(dates(3)),
    });
    expect(step.log).toContain('Console log of 2026-11-01');
    expect(step.annotations).toHaveLength(1);
    expect(step.annotations[0]?.message).toMatch(/Cause: the job failed: .*\n(.*\n)*.*run the step again/);
    expect(step.annotations[0]?.message.split('\n')[0]).toBe(step.outputs['message']);
  });

  it.concurrent('starts a FAILED date again, at most retries times', async () => {
    await using simulator = await startSimulator({
      plan: (number) => ({ readyMs: 20, runningMs: 50, final: number === 1 ? 'FAILED' : 'COMPLETED' }),
    });
    const step = await run(
      simulator,
      'backfill',
      inputsFor(simulator, { retries: '1', retryDelay: '100ms' }),
    );
    expect(step.outputs['conclusion']).toBe('success');
    expect(started(simulator).map(dayOf)).toEqual(['2026-11-01', ...dates(3)]);
    expect(JSON.parse(step.outputs['results'] ?? '')[0]).toMatchObject({ attempts: 2, status: 'COMPLETED' });
  });

  it.concurrent('is timed_out after waitTimeout, leaves the running date, and starts no other', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const step = await run(simulator, 'backfill', inputsFor(simulator, { waitTimeout: '4s' }));
    expect([step.exitCode, step.outputs['conclusion']]).toEqual([1, 'timed_out']);
    expect(started(simulator).map(({ status }) => status)).toEqual(['RUNNING']);
    expect(errors(step)[0]).toContain('waitTimeout (4s) is over');
  });

  it.concurrent('reports all wrong inputs in one error, and sends nothing', async () => {
    await using simulator = await startSimulator();
    const wrong = { maxParallel: '51', from: '2026-13-01', parameters: '$day: {date}', onFailure: 'go on' };
    const step = await run(simulator, 'backfill', inputsFor(simulator, wrong));
    expect([step.exitCode, simulator.requests, step.outputs['conclusion']]).toEqual([1, [], 'not_started']);
    expect(errors(step)).toHaveLength(1);
    for (const name of ['maxParallel', 'from', 'parameters', 'onFailure'])
      expect(errors(step)[0]).toContain(name);
  });

  it.concurrent('starts nothing for a job that does not exist', async () => {
    await using simulator = await startSimulator();
    const step = await run(simulator, 'backfill', inputsFor(simulator, { jobId: 'nosuchjob' }));
    expect([step.exitCode, step.outputs['conclusion']]).toEqual([1, 'not_started']);
    expect(errors(step)[0]).toContain('nosuchjob');
    expect(simulator.requestCount('executeJob')).toBe(0);
  });
});

// One after the other: they measure time, and each step runs 20 executions at once.
describe('a backfill that is ended early', () => {
  const inputs = { to: '2026-11-30', maxParallel: '20' };

  it('cancels all that it started in parallel within 5 s when it is cancelled', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const running = start(simulator, 'backfill', inputsFor(simulator, inputs));
    await until(() => started(simulator).length >= 20);
    const atMs = performance.now();
    running.cancel();
    const step = await running.finished;
    expect(performance.now() - atMs).toBeLessThan(5_000);
    expect(started(simulator).map(({ status }) => status)).toEqual(Array(20).fill('CANCELED'));
    expect(step.outputs).toMatchObject({ conclusion: 'cancelled', remaining: JSON.stringify(dates(30)) });
    expect(errors(step)).toHaveLength(1);
  });

  it('leaves all to the post step, which cancels them, when it is killed', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const options = optionsOf(simulator, 'backfill', inputsFor(simulator, inputs));
    const running = start(simulator, 'backfill', inputsFor(simulator, inputs));
    await until(() => started(simulator).length >= 20);
    running.kill('SIGKILL');
    const killed = await running.finished;
    expect(JSON.stringify(killed.state).length).toBeLessThan(10_000);
    const post = await runPost(options, killed);
    expect(started(simulator).map(({ status }) => status)).toEqual(Array(20).fill('CANCELED'));
    expect(post.exitCode).toBe(0);
    expect(post.durationMs).toBeLessThan(20_000);
  });

  it('leaves them running with onCancel: leave when it is killed', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const given = inputsFor(simulator, { ...inputs, maxParallel: '3', onCancel: 'leave' });
    const running = start(simulator, 'backfill', given);
    await until(() => started(simulator).length >= 3);
    await until(() => running.output().split('started').length > 3);
    running.kill('SIGKILL');
    await runPost(optionsOf(simulator, 'backfill', given), await running.finished);
    expect(started(simulator).map(({ status }) => status)).toEqual(Array(3).fill('RUNNING'));
  });
});
