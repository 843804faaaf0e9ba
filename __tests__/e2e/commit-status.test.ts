import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type ExecutionPlan, startSimulator } from '../../simulator/simulator.ts';
import { startGitHubApi } from './github-api.ts';
import { type Inputs, JOB_ID, QUICK, run, type StepSettings, started, warnings } from './step.ts';

const SHA = 'ffac537e6cbbf934b08745a378932722df287a53';
const inputs: Inputs = { commitStatus: 'nightly data', githubToken: 'ghs_test' };
const on = (github: { url: string }, attempt = 1): StepSettings => ({
  githubContext: { GITHUB_API_URL: github.url, GITHUB_RUN_ATTEMPT: String(attempt) },
});

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
        description: expect.stringContaining(`${id}`),
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

  it.concurrent.each([{ status: 403 }, { status: 500 }, 'hang'] as const)(
    'costs one warning and never the verdict when GitHub answers with %j',
    async (trouble) => {
      await using simulator = await startSimulator(QUICK);
      await using github = await startGitHubApi(trouble);
      const step = await run(simulator, inputs, on(github, 2));
      expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
      expect(warnings(step)).toHaveLength(1);
      if (trouble !== 'hang' && trouble.status === 403)
        expect(warnings(step)[0]).toContain('statuses: write');
    },
  );
});

describe('a re-run of the same run', () => {
  /** Two attempts of one run; the first is killed or ends, the second is a re-run. */
  async function twoAttempts(plan: ExecutionPlan, second: Inputs = {}, settings: StepSettings = {}) {
    await using simulator = await startSimulator({ plan });
    await using github = await startGitHubApi();
    await run(simulator, { ...inputs, waitTimeout: '1s' }, on(github));
    const first = started(simulator)[0]?.jobExecutionId;
    const { githubContext } = on(github, 2);
    const context = { ...githubContext, ...settings.githubContext } as Record<string, string>;
    const step = await run(simulator, { ...inputs, ...second }, { githubContext: context });
    return { step, first, ids: started(simulator).map(({ jobExecutionId }) => jobExecutionId) };
  }

  it.concurrent('waits for the execution of the earlier attempt while it is RUNNING', async () => {
    const { step, first, ids } = await twoAttempts({ readyMs: 0, runningMs: 3000, final: 'COMPLETED' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { jobExecutionId: first, status: 'COMPLETED' } });
    expect(ids).toEqual([first]);
    expect(step.log).toMatch(
      /earlier attempt of this run started execution \w+ \(RUNNING\): its result counts/,
    );
  });

  it.concurrent('takes the result of one that COMPLETED', async () => {
    const { step, first, ids } = await twoAttempts({ readyMs: 0, runningMs: 300, final: 'COMPLETED' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { jobExecutionId: first, conclusion: 'success' } });
    expect(ids).toEqual([first]);
  });

  it.concurrent('starts anew when it FAILED', async () => {
    const { step, first, ids } = await twoAttempts({ readyMs: 0, runningMs: 300, final: 'FAILED' });
    expect(ids).toHaveLength(2);
    expect(step.outputs['jobExecutionId']).not.toBe(first);
    expect(step.log).toContain('(FAILED): starting anew');
  });

  it.concurrent.each<[string, Inputs, Record<string, string>]>([
    ['status name', { commitStatus: 'another' }, {}],
    ['workflow job', {}, { GITHUB_JOB: 'another' }],
    ['run', {}, { GITHUB_RUN_ID: '1' }],
  ])('does not take the execution of another %s', async (_what, second, githubContext) => {
    const { ids } = await twoAttempts({ readyMs: 0, runningMs: 300, final: 'COMPLETED' }, second, {
      githubContext,
    });
    expect(ids).toHaveLength(2);
  });
});

it.concurrent('publishes on the head commit of a pull request', async () => {
  await using simulator = await startSimulator(QUICK);
  await using github = await startGitHubApi();
  const event = join(mkdtempSync(join(tmpdir(), 'event-')), 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { number: 1, head: { sha: 'abc123' } } }));
  const { githubContext } = on(github);
  await run(
    simulator,
    { ...inputs, jobId: JOB_ID },
    { githubContext: { ...githubContext, GITHUB_EVENT_PATH: event } },
  );
  expect(github.statuses.every(({ sha }) => sha === 'abc123')).toBe(true);
  expect(github.statuses).toHaveLength(2);
});
