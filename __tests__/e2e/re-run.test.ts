import { describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { inputs, on, SHA } from './commit-statuses.ts';
import { startGitHubApi, type Trouble } from './github-api.ts';
import { ENDLESS, errors, type Inputs, run, type StepSettings, start, started, warnings } from './step.ts';

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
