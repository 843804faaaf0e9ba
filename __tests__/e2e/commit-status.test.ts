import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { type GitHubApi, startGitHubApi, type Trouble } from './github-api.ts';
import {
  ENDLESS,
  errors,
  type Inputs,
  QUICK,
  run,
  type StepSettings,
  start,
  started,
  warnings,
} from './step.ts';

const SHA = 'ffac537e6cbbf934b08745a378932722df287a53';
const inputs: Inputs = { commitStatus: 'nightly data', githubToken: 'ghs_test' };
const on = (github: { url: string }, context: Record<string, string> = {}): StepSettings => ({
  githubContext: { GITHUB_API_URL: github.url, ...context },
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
    'costs one warning and never the verdict when GitHub answers with %j',
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

/** The attempts of one workflow run, with a GitHub that keeps its statuses. */
async function workflowRun(simulator: Simulator) {
  const github = await startGitHubApi();
  const attempt = (number: number, changed: Inputs = {}, settings: StepSettings = {}) =>
    run(
      simulator,
      { ...inputs, ...changed },
      {
        ...settings,
        ...on(github, { GITHUB_RUN_ATTEMPT: String(number), ...settings.githubContext }),
      },
    );
  const ids = () => started(simulator).map(({ jobExecutionId }) => jobExecutionId);
  return { github, attempt, ids, [Symbol.asyncDispose]: () => github[Symbol.asyncDispose]() };
}

const COMPLETING = { plan: { readyMs: 0, runningMs: 300, final: 'COMPLETED' } } as const;

describe('a re-run of the same run', () => {
  it.concurrent('waits for the execution of the earlier attempt while it is RUNNING', async () => {
    await using simulator = await startSimulator({
      plan: { readyMs: 0, runningMs: 3000, final: 'COMPLETED' },
    });
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1, { waitTimeout: '1s' });
    const [first] = workflow.ids();
    const step = await workflow.attempt(2);
    expect(step).toMatchObject({ exitCode: 0, outputs: { jobExecutionId: first, status: 'COMPLETED' } });
    expect(workflow.ids()).toEqual([first]);
  });

  it.concurrent('takes the result of one that COMPLETED', async () => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    const step = await workflow.attempt(2);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(workflow.ids()).toEqual([step.outputs['jobExecutionId']]);
  });

  it.concurrent('starts anew when it FAILED', async () => {
    await using simulator = await startSimulator({ plan: { ...COMPLETING.plan, final: 'FAILED' } });
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    const step = await workflow.attempt(2);
    expect(workflow.ids()).toHaveLength(2);
    expect(step.outputs['jobExecutionId']).toBe(workflow.ids()[1]);
  });

  it.concurrent.each<[string, Inputs, StepSettings]>([
    ['status name', { commitStatus: 'another' }, {}],
    ['workflow job', {}, { githubContext: { GITHUB_JOB: 'another' } }],
    ['workflow run', {}, { githubContext: { GITHUB_RUN_ID: '1' } }],
    ['step of the same job', {}, { githubContext: { GITHUB_ACTION: '__octo-org_data-flow-action_2' } }],
    ['matrix leg', {}, { strategy: { 'job-index': '1' } }],
    ['leg that the workflow numbers itself', { matrixIndex: '1' }, {}],
  ])('does not take the execution of another %s', async (_what, changed, settings) => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    await workflow.attempt(2, changed, settings);
    expect(workflow.ids()).toHaveLength(2);
  });

  it.concurrent('finds it whatever options and parameters the new attempt has', async () => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1, { parameters: 'time: 10:00' });
    await workflow.attempt(2, { parameters: 'time: 11:00' });
    expect(workflow.ids()).toHaveLength(1);
  });

  it.concurrent('finds it behind an attempt that was cancelled before it knew', async () => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    workflow.github.trouble = { status: 429, method: 'GET', headers: { 'retry-after': '60' } };
    const second = start(simulator, inputs, on(workflow.github, { GITHUB_RUN_ATTEMPT: '2' }));
    await second.waitForOutput('The commit statuses could not be read');
    second.cancel();
    expect((await second.finished).outputs['conclusion']).toBe('cancelled');
    workflow.github.trouble = undefined;
    expect(workflow.github.statuses[0]?.description).toMatch(/^No execution: cancelled /);
    const step = await workflow.attempt(3);
    expect(workflow.ids()).toEqual([step.outputs['jobExecutionId']]);
  });

  it.concurrent('finds it behind more than 1000 newer statuses', async () => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    const other = { sha: SHA, state: 'success', context: 'other', description: 'x', target_url: '' };
    workflow.github.statuses.unshift(...Array.from({ length: 1_250 }, () => other));
    await workflow.attempt(2);
    expect(workflow.ids()).toHaveLength(1);
  });

  it.concurrent('takes nothing from a forged status', async () => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    const [theirs] = workflow.ids();
    const genuine = workflow.github.statuses[0];
    workflow.github.statuses.length = 0;
    for (const end of ['(gqigvHhTu7ra)', `[1.1 ${'A'.repeat(20)}]`, '[1.9 AAAAAAAAAAAAAAAAAAAA]'])
      if (genuine)
        workflow.github.statuses.push({ ...genuine, description: `Execution ${theirs}: COMPLETED ${end}` });
    const step = await workflow.attempt(2);
    expect(step.outputs['jobExecutionId']).toBe(workflow.ids()[1]);
    expect(workflow.ids()).toHaveLength(2);
  });

  it.concurrent('leaves what the earlier attempt had attached to', async () => {
    await using simulator = await startSimulator(ENDLESS);
    await using workflow = await workflowRun(simulator);
    const theirs = await run(simulator, { wait: 'false' });
    const first = await workflow.attempt(1, { ifRunning: 'attach', wait: 'false' });
    expect(first.outputs['jobExecutionId']).toBe(theirs.outputs['jobExecutionId']);
    const again = start(
      simulator,
      { ...inputs, ifRunning: 'attach' },
      on(workflow.github, { GITHUB_RUN_ATTEMPT: '2' }),
    );
    await again.waitForOutput('waiting for execution');
    again.cancel();
    expect((await again.finished).outputs['conclusion']).toBe('cancelled');
    const third = await workflow.attempt(3, { wait: 'false' });
    expect(third.outputs['jobExecutionId']).toBe(workflow.ids()[1]);
    expect(simulator.executions.filter(({ status }) => status === 'CANCELED')).toEqual([]);
    expect(workflow.ids()).toHaveLength(2);
  });

  it.concurrent('waits as long as GitHub asks, then reads the statuses', async () => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    workflow.github.trouble = { status: 403, method: 'GET', times: 1, headers: { 'retry-after': '2' } };
    const step = await workflow.attempt(2);
    expect(workflow.ids()).toEqual([step.outputs['jobExecutionId']]);
    expect(step.durationMs).toBeGreaterThan(2_000);
  });

  it.concurrent.each<[string, Trouble, RegExp[]]>([
    [
      'the permission is missing',
      { status: 403 },
      [/HTTP 403, Resource not accessible by integration/, /statuses: write/],
    ],
    [
      'the rate limit lasts longer than two minutes',
      { status: 403, message: 'API rate limit exceeded', headers: { 'retry-after': '900' } },
      [/API rate limit exceeded \(rate-limited by GitHub for another 15m\)/],
    ],
  ])('starts nothing when the statuses cannot be read: %s', async (_what, trouble, texts) => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    await workflow.attempt(1);
    workflow.github.trouble = trouble;
    const step = await workflow.attempt(2);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)).toHaveLength(1);
    expect(warnings(step)).toEqual([]);
    for (const text of texts) expect(errors(step)[0]).toMatch(text);
    expect(workflow.ids()).toHaveLength(1);
  });

  it.concurrent('starts nothing without a token; a first attempt only warns', async () => {
    await using simulator = await startSimulator(COMPLETING);
    await using workflow = await workflowRun(simulator);
    const first = await workflow.attempt(1, { githubToken: '' });
    expect(first).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(warnings(first)).toEqual([expect.stringMatching(/^githubToken is empty: /)]);
    const second = await workflow.attempt(2, { githubToken: '' });
    expect(second).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(second)[0]).toContain('githubToken is empty');
    expect(workflow.ids()).toHaveLength(1);
  });
});

describe('the event file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const directory = join(folder, 'directory');
  mkdirSync(directory);
  const broken: [string, string][] = [
    ['empty', file('empty.json', '')],
    ['cut', file('cut.json', '{"pull_request": {"head": {"sha": "abc')],
    ['missing', join(folder, 'missing.json')],
    ['a directory', directory],
    ['not named', ''],
  ];
  const step = async (github: GitHubApi, context: Record<string, string>) => {
    await using simulator = await startSimulator(QUICK);
    return await run(simulator, inputs, on(github, context));
  };

  it.concurrent('of a pull request names the head commit, where the status is published', async () => {
    await using github = await startGitHubApi();
    const event = file('pull.json', JSON.stringify({ pull_request: { number: 1, head: { sha: 'abc123' } } }));
    await step(github, { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event });
    expect(github.statuses.map(({ sha }) => sha)).toEqual(['abc123', 'abc123']);
  });

  it.concurrent.each(broken)(
    'that is %s costs one warning: the status is published at GITHUB_SHA',
    async (_what, path) => {
      await using github = await startGitHubApi();
      const { exitCode, outputs, annotations } = await step(github, { GITHUB_EVENT_PATH: path });
      expect([exitCode, outputs['conclusion'], outputs['status']]).toEqual([0, 'success', 'COMPLETED']);
      expect(annotations).toEqual([
        { level: 'warning', message: expect.stringContaining('GITHUB_EVENT_PATH') },
      ]);
      expect(github.statuses.map(({ sha }) => sha)).toEqual([SHA, SHA]);
    },
  );

  it.concurrent.each([
    ...broken.map(([what, path]): [string, Record<string, string>] => [
      `the event file of a pull request is ${what}`,
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path },
    ]),
    ['GITHUB_SHA is missing', { GITHUB_SHA: '' }] as [string, Record<string, string>],
  ])('and no status, one warning, when %s', async (_what, context) => {
    await using github = await startGitHubApi();
    const { exitCode, outputs, annotations } = await step(github, context);
    expect([exitCode, outputs['conclusion'], outputs['status']]).toEqual([0, 'success', 'COMPLETED']);
    expect(annotations).toEqual([
      { level: 'warning', message: expect.stringContaining('no commit status is published') },
    ]);
    expect(github.statuses).toEqual([]);
  });
});
