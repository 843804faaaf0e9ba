import { describe, expect, it } from '@jest/globals';
import type { SimulatorOptions } from '../../../simulator/simulator.ts';
import type { PlanOptions } from '../../../src/execution/plan/plan-context.ts';
import { PlanLog } from '../../../src/report/plan/plan-log.ts';
import { PlanScene, plannedRun, planOptions } from '../../execution/plan/plan-scene.ts';

/** The lines of the log of a plan, without ids. */
async function logged(
  names: readonly string[],
  given: Partial<PlanOptions> = {},
  simulator: SimulatorOptions = {},
  fields = {},
) {
  const scene = new PlanScene(
    planOptions(
      names.map((name) => plannedRun(name, fields)),
      given,
    ),
    simulator,
  );
  const lines: string[] = [];
  const info = (line: string) => void lines.push(line);
  const other = () => undefined;
  scene.log = new PlanLog({ info, debug: other, warning: other, error: other, group: other }, scene.clock);
  const run = async (): Promise<string[]> => {
    await scene.run();
    return lines.map((line) => line.replace(/execution \w{12}/g, 'execution E'));
  };
  return { scene, run };
}
const without = (lines: readonly string[], pattern: RegExp) => lines.filter((line) => !pattern.test(line));

describe('the log of a plan', () => {
  it('begins with how much there is to do, and has a line for each start and each end', async () => {
    const { run } = await logged(['a', 'b'], { maxParallel: 1, skipped: new Set(['b']) });
    const lines = await run();
    expect(lines[0]).toBe('Data Flow: backfill, 2 dates, 1 skipped, at most 1 at a time');
    expect(lines[1]).toMatch(/^ {2}Data Flow job "job001" \(job\) has fewer than 3 completed executions/);
    expect(lines.slice(2)).toEqual([
      expect.stringMatching(/^\[[\d.]+s\] a \(execution E\): started$/),
      expect.stringMatching(/^\[[\d.]+s\] a \(execution E\): COMPLETED after 2\ds$/),
    ]);
  });

  it('has a heartbeat a minute with counts and the time that is left by the history', async () => {
    const { run } = await logged(
      ['a', 'b', 'c'],
      { maxParallel: 2 },
      {
        history: 10,
        plan: { readyMs: 0, runningMs: 600_000 },
      },
    );
    const beats = (await run()).filter((line) => line.includes('to go'));
    expect(beats.length).toBeGreaterThanOrEqual(15);
    expect(beats.length).toBeLessThanOrEqual(20);
    expect(beats[0]).toMatch(/0 completed, 2 running, 1 to go, about \d+m left$/);
    expect(beats.at(-1)).toMatch(/2 completed, 1 running, 0 to go/);
  });

  it('says why there is no start yet, and what is retried', async () => {
    const { run } = await logged(
      ['a', 'b'],
      { maxParallel: 2, retryDelayMs: 5_000 },
      {
        jobs: [{ jobId: 'job', maxConcurrentRuns: 1 }],
        plan: (number) => ({ readyMs: 0, runningMs: 4_000, final: number === 1 ? 'FAILED' : 'COMPLETED' }),
      },
      { retries: 1 },
    );
    const text = (await run()).join('\n');
    expect(text).toContain('b: the job has as many executions as it may have; trying again in 10s');
    expect(text).toMatch(/a \(execution E\): FAILED after 4s; retry 1 of 1 in 5s/);
    expect(text).toMatch(/a \(execution E\): started, attempt 2/);
  });

  it('has one line when status checks fail, however many executions wait, and one when that is over', async () => {
    const { run } = await logged(
      ['a', 'b', 'c'],
      { maxParallel: 3 },
      {
        plan: { readyMs: 0, runningMs: 60_000 },
        faults: [
          { on: ['getJobExecutions', 'getJobExecution'], nth: 8, times: 6, kind: 'status', status: 503 },
        ],
      },
    );
    const lines = (await run()).filter((line) => /status check|connection/.test(line));
    expect(lines).toEqual([
      expect.stringContaining('status check failed, retrying: '),
      expect.stringContaining('connection restored after '),
    ]);
  });

  it('names the run whose start has no response', async () => {
    const { run } = await logged(['a'], {}, { faults: [{ on: 'executeJob', kind: 'reset-before' }] });
    const lines = without(await run(), /started|COMPLETED/);
    expect(lines.slice(2)).toEqual([
      expect.stringMatching(/a: executeJob lost the connection .*; searching for an execution of this start/),
      expect.stringMatching(/a: no new execution was listed for 1\ds; sending the start again/),
    ]);
  });

  it('names each execution that a cancelled step cancels', async () => {
    const { scene, run } = await logged(['a', 'b'], {}, { plan: { readyMs: 0, runningMs: 600_000 } });
    scene.clock.at(10_000, () => scene.cancel());
    const lines = await run();
    expect(lines.filter((line) => line.includes('cancelling'))).toEqual([
      expect.stringMatching(/a: cancelling execution E: the step was cancelled/),
      expect.stringMatching(/b: cancelling execution E: the step was cancelled/),
    ]);
  });
});
