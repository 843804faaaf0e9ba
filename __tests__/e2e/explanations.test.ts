import { describe, expect, it } from '@jest/globals';
import { type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { ENDLESS, errors, JOB_ID, QUICK, run, warnings } from './step.ts';

const failing: SimulatorOptions = { plan: { readyMs: 0, runningMs: 200, final: 'FAILED' } };

describe('the console log', () => {
  it.concurrent('is shown by its last lines, and its reason by the annotation', async () => {
    await using simulator = await startSimulator(failing);
    const step = await run(simulator, { consoleLogLines: '5' });
    expect(step.log).toMatch(/▸ Console log, the last 5 lines/);
    expect(errors(step)[0]).toMatch(/The console log says: java\.io\.FileNotFoundException: /);
    expect(step.summary).toContain('java.io.FileNotFoundException');
  });

  it.concurrent.each([
    ['failure', QUICK, false],
    ['always', QUICK, true],
    ['never', failing, false],
  ] as const)('consoleLog: %s', async (consoleLog, options, isShown) => {
    await using simulator = await startSimulator(options);
    const step = await run(simulator, { consoleLog });
    expect(step.log.includes('▸ Console log')).toBe(isShown);
    expect(simulator.objectRequests.length > 0).toBe(isShown);
  });

  it.concurrent.each<[string, SimulatorOptions, RegExp]>([
    ['denied', { objectStorage: { denied: true } }, /The console log \S+ .*(denied|may not|read)/],
    [
      'missing',
      { plan: { readyMs: 0, runningMs: 100, final: 'FAILED', consoleLog: null } },
      /The console log \S+ /,
    ],
  ])('that is %s costs one line and does not change the result', async (_name, options, line) => {
    await using simulator = await startSimulator({ ...failing, ...options });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
    expect(step.log).toMatch(line);
    expect(errors(step)).toHaveLength(1);
  });

  it.concurrent('runs no workflow command', async () => {
    const hostile =
      '::error::pwned\n##[error]pwned\n::set-output name=status::COMPLETED\r::stop-commands::x\n```\n<img src=x>';
    const plan = {
      readyMs: 0,
      runningMs: 100,
      final: 'FAILED',
      consoleLog: `${hostile}\nValueError: ::error::|x`,
    } as const;
    await using simulator = await startSimulator({ plan });
    const step = await run(simulator);
    expect(errors(step)).toHaveLength(1);
    expect(step.outputs['status']).toBe('FAILED');
    expect(step.commands.filter(({ command }) => command === 'set-output')).toEqual([]);
    expect(step.summary.match(/^````text$/m)).not.toBeNull();
  });
});

describe('the expected end of an execution', () => {
  it.concurrent('is in the first lines and in the summary, from three past executions on', async () => {
    await using simulator = await startSimulator({ ...QUICK, history: 8 });
    const step = await run(simulator);
    expect(step.log).toMatch(/usually takes 14m\d\ds \(median of 7 that completed/);
    expect(step.summary).toMatch(/^this one {3}█/m);
    await using fresh = await startSimulator({ ...QUICK, history: 2 });
    expect((await run(fresh)).log).not.toContain('usually');
  });

  it.concurrent('is followed by one warning when the execution takes more than twice as long as the slowest', async () => {
    const pastExecutions = [1, 2, 3].map((day) => {
      const startedMs = Date.now() - day * 86_400_000;
      return {
        startDate: new Date(startedMs).toISOString(),
        endDate: new Date(startedMs + 300).toISOString(),
      };
    });
    await using simulator = await startSimulator({ ...ENDLESS, pastExecutions });
    const step = await run(simulator, { waitTimeout: '3s' });
    expect(warnings(step)).toEqual([expect.stringContaining('has been under way for')]);
  });
});

describe('dryRun', () => {
  it.concurrent('checks everything, shows what would be sent, and starts nothing', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, {
      dryRun: 'true',
      jobCondition: 'numWorker: 3',
      parameters: 'day: 01',
    });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'skipped' } });
    expect(step.log).toContain('"numWorker": 3');
    expect(step.log).toContain('"day": "(value not shown)"');
    expect(step.summary).toContain('| `numWorker` | `3` | input |');
    expect(simulator.requestCount('executeJob')).toBe(0);
  });

  it.concurrent.each([
    ['a wrong key', { secretKey: 'wrong-key' }],
    ['a wrong job', { jobId: 'nope' }],
    ['a wrong execution', { jobExecutionId: 'nope' }],
  ])('fails with %s', async (_what, inputs) => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, { dryRun: 'true', ...inputs });
    expect(step.exitCode).toBe(1);
    expect(simulator.requestCount('executeJob')).toBe(0);
  });

  it.concurrent('reads the execution of jobExecutionId once', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const { jobExecutionId } = simulator.startForeign(JOB_ID);
    const step = await run(simulator, { dryRun: 'true', jobExecutionId });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'skipped', status: 'RUNNING' } });
  });
});
