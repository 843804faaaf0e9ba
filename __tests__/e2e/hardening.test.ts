import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runPost } from '../../simulator/github-runner.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { startGitHubApi } from './github-api.ts';
import { ENDLESS, errors, QUICK, run, start, started, stepOptions, until } from './step.ts';

/** A Node of which nobody reads what it prints, but for so many lines. */
function unread(lines: number): { node: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'unread-'));
  const node = join(folder, 'node');
  const reader = lines === 0 ? 'true' : `head -n ${lines} > /dev/null`;
  const script = `#!/bin/bash\nset -o pipefail\n"${process.execPath}" "$@" | ${reader}\n`;
  writeFileSync(node, script);
  chmodSync(node, 0o755);
  return { node, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

describe('a closed log', () => {
  it.concurrent('does not end the step', async () => {
    await using simulator = await startSimulator(QUICK);
    using reader = unread(1);
    const step = await run(simulator, {}, { node: reader.node });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success', status: 'COMPLETED' } });
    expect(step.stderr).toBe('');
  });

  it.concurrent('does not end the post step: it cancels the execution', async () => {
    await using simulator = await startSimulator(ENDLESS);
    using reader = unread(0);
    const step = start(simulator);
    await until(() => simulator.requestCount('getJobExecutions') >= 2);
    step.kill('SIGKILL');
    const post = await runPost({ ...stepOptions(simulator), node: reader.node }, await step.finished);
    expect([post.exitCode, post.stderr]).toEqual([0, '']);
    expect(started(simulator)[0]?.status).toBe('CANCELED');
  });
});

describe('a re-run of one leg of a matrix', () => {
  it.concurrent('takes the result of its own earlier execution only', async () => {
    const plan = (nth: number) =>
      ({ readyMs: 0, runningMs: 100, final: nth === 1 ? 'FAILED' : 'COMPLETED' }) as const;
    await using simulator = await startSimulator({ plan });
    await using github = await startGitHubApi();
    const leg = (day: string, attempt: string) =>
      run(
        simulator,
        { commitStatus: 'nightly data', githubToken: 'ghs_test', parameters: `day: ${day}` },
        {
          githubContext: { GITHUB_API_URL: github.url, GITHUB_RUN_ATTEMPT: attempt },
          strategy: { 'job-index': day === 'monday' ? '0' : '1' },
        },
      );
    expect((await leg('monday', '1')).outputs['conclusion']).toBe('failure');
    const tuesday = await leg('tuesday', '1');
    const again = await leg('monday', '2');
    expect(again.outputs['jobExecutionId']).toBe(started(simulator)[2]?.jobExecutionId);
    const resumed = await leg('tuesday', '2');
    expect(resumed.outputs['jobExecutionId']).toBe(tuesday.outputs['jobExecutionId']);
    expect(started(simulator)).toHaveLength(3);
  });
});

describe('waitTimeout', () => {
  it.concurrent.each(['getJob', 'getJobExecutions'] as const)(
    'ends a step whose %s hangs before anything was started, though not before ten seconds',
    async (on) => {
      await using simulator = await startSimulator({
        ...QUICK,
        faults: [{ on, kind: 'hang-before', times: Number.POSITIVE_INFINITY }],
      });
      const step = await run(simulator, { waitTimeout: '1s', requestTimeout: '3s' });
      expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
      expect(step.durationMs).toBeLessThan(14_000);
      expect(simulator.requestCount('executeJob')).toBe(0);
    },
  );
});

describe('a step that is cancelled', () => {
  it.concurrent.each(['FAILED', 'COMPLETED'] as const)(
    'is cancelled while it waits for the console log of an execution that %s',
    async (final) => {
      await using simulator = await startSimulator({
        plan: { readyMs: 0, runningMs: 100, final },
        consoleLogListedAfterMs: 3_600_000,
      });
      const step = start(simulator, { consoleLog: 'always' });
      await until(() => step.outputsSoFar()['conclusion'] !== undefined);
      step.cancel();
      const result = await step.finished;
      expect(result.exitCode).not.toBe(0);
      expect(result.outputs).toMatchObject({ conclusion: 'cancelled', status: final });
      expect(errors(result)).toHaveLength(1);
    },
  );

  it.concurrent('ends within 5 s though neither Data Flow nor GitHub responds', async () => {
    const hang = { kind: 'hang-before', times: Number.POSITIVE_INFINITY } as const;
    await using simulator = await startSimulator({
      ...ENDLESS,
      faults: [
        { ...hang, on: 'getJobExecutions', nth: 2 },
        { ...hang, on: 'cancelJobExecution' },
      ],
    });
    await using github = await startGitHubApi('hang');
    const inputs = { commitStatus: 'nightly data', githubToken: 'ghs_test' };
    const step = start(simulator, inputs, { githubContext: { GITHUB_API_URL: github.url } });
    await until(() => simulator.requestCount('getJobExecutions') > 1);
    const atMs = performance.now();
    step.cancel();
    const result = await step.finished;
    expect(performance.now() - atMs).toBeLessThan(5_000);
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'cancelled' } });
  });
});
