import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { inputs, on, SHA } from './commit-statuses.ts';
import { startGitHubApi, type Trouble } from './github-api.ts';
import { ENDLESS, QUICK, run, start, started, warnings } from './step.ts';

describe('commitStatus', () => {
  it.concurrent.each([
    ['COMPLETED', 'success'],
    ['FAILED', 'failure'],
    ['CANCELED', 'failure'],
  ] as const)('is pending with the execution, then the result: %s is %s', async (final, state) => {
    await using simulator = await startSimulator({ plan: { readyMs: 0, runningMs: 300, final } });
    await using github = await startGitHubApi();
    await run(simulator, inputs, on(github));
    const id = started(simulator)[0]?.jobExecutionId;
    expect(github.statuses.map((status) => status.state)).toEqual([state, 'pending']);
    for (const status of github.statuses) {
      expect(status).toMatchObject({
        sha: SHA,
        context: 'nightly data',
        description: expect.stringContaining(`Execution ${id}: `),
      });
      expect(status.target_url).toBe('https://github.com/octo-org/octo-repo/actions/runs/1658821493');
    }
    expect(github.tokens[0]).toBe('token ghs_test');
  });

  it.concurrent('is an error when nothing was started', async () => {
    await using simulator = await startSimulator(QUICK);
    await using github = await startGitHubApi();
    await run(simulator, { ...inputs, secretKey: 'wrong-key' }, on(github));
    expect(github.statuses.map(({ state }) => state)).toEqual(['error']);
  });

  it.concurrent.each<Trouble>([{ status: 403 }, { status: 500 }, 'hang'])(
    'causes one warning and the same result when GitHub responds with %j',
    async (trouble) => {
      await using simulator = await startSimulator(QUICK);
      await using github = await startGitHubApi(trouble);
      const step = await run(simulator, inputs, on(github));
      expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
      expect(warnings(step)).toHaveLength(1);
      expect(step.durationMs).toBeLessThan(12_000);
      if (trouble !== 'hang' && trouble.status === 403) {
        expect(warnings(step)[0]).toContain('HTTP 403, Resource not accessible by integration');
        expect(warnings(step)[0]).toContain('statuses: write');
      }
    },
  );
});

it.concurrent('a cancelled step waits half a second for GitHub', async () => {
  await using simulator = await startSimulator(ENDLESS);
  await using github = await startGitHubApi('hang');
  const step = start(simulator, inputs, on(github));
  await step.waitForOutput('RUNNING');
  const cancelledAt = performance.now();
  step.cancel();
  expect((await step.finished).outputs['conclusion']).toBe('cancelled');
  expect(performance.now() - cancelledAt).toBeLessThan(5_000);
  expect(simulator.executions.map(({ status }) => status)).toEqual(['CANCELED']);
});
