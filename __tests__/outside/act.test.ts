import { describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { type GitHubApi, startGitHubApi } from '../e2e/github-api.ts';
import { ENDLESS, JOB_ID, QUICK } from '../e2e/step.ts';
import { ACT, repositoryWith, startAct } from './act.ts';

/** How the action is used in the workflow, at the place of steps. */
function usesAction(simulator: Simulator, more: Record<string, string> = {}, path = './'): string {
  const inputs = {
    jobId: JOB_ID,
    accessKey: simulator.accessKey,
    secretKey: simulator.secretKey,
    apiUrl: simulator.url,
    objectStorageUrl: simulator.objectStorageUrl,
    pollInterval: '100ms',
    ...more,
  };
  const lines = Object.entries(inputs).map(([name, value]) => `          ${name}: ${value}`);
  return [`      - uses: ${path}`, '        id: job', '        with:', ...lines].join('\n');
}

/** act copies the repository where a workflow checks it out, and downloads nothing. */
const workflow = (steps: string, legs = '[one]') => `on: push
jobs:
  data:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        leg: ${legs}
    steps:
      - uses: actions/checkout@v6
${steps}
      - run: echo "conclusion=\${{ steps.job.outputs.conclusion }}"
`;

const WRAPPER = `name: wrapper
description: A composite action around the action
inputs:
  apiUrl: { description: passed on }
  accessKey: { description: passed on }
  secretKey: { description: passed on }
outputs:
  conclusion:
    description: of the step inside
    value: \${{ steps.inner.outputs.conclusion }}
runs:
  using: composite
  steps:
    - uses: ./
      id: inner
      with:
        jobId: ${JOB_ID}
        apiUrl: \${{ inputs.apiUrl }}
        accessKey: \${{ inputs.accessKey }}
        secretKey: \${{ inputs.secretKey }}
`;

/** Two attempts of a workflow with two matrix legs and one commit status. */
async function twoAttempts(simulator: Simulator, github: GitHubApi, more: Record<string, string> = {}) {
  const steps = usesAction(simulator, { commitStatus: 'nightly', githubToken: 'ghs_test', ...more });
  const codes: (number | null)[] = [];
  const outputs: string[] = [];
  for (const attempt of ['1', '2']) {
    const environment = { GITHUB_API_URL: github.url, GITHUB_RUN_ATTEMPT: attempt };
    const run = startAct(repositoryWith(workflow(steps, '[one, two]')), environment);
    codes.push(await run.finished);
    outputs.push(run.output());
  }
  return { codes, outputs };
}

const title = ACT ? 'under act' : 'under act (skipped: there is no act on PATH)';
(ACT ? describe : describe.skip)(title, () => {
  it('each matrix leg runs the job; outputs, summary and post step work', async () => {
    await using simulator = await startSimulator(QUICK);
    const run = startAct(repositoryWith(workflow(usesAction(simulator), '[one, two]')));
    expect([await run.finished, run.output()]).toEqual([0, expect.anything()]);
    expect(run.output().match(/\| conclusion=success/g)).toHaveLength(2);
    expect(run.output().match(/Summary - ### Data Flow: success/g)).toHaveLength(2);
    expect(run.output().match(/Success - Post \.\//g)).toHaveLength(2);
    expect(simulator.executions.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  it('a composite action can use it and pass its outputs on', async () => {
    await using simulator = await startSimulator(QUICK);
    const { apiUrl, ...keys } = {
      apiUrl: simulator.url,
      accessKey: simulator.accessKey,
      secretKey: simulator.secretKey,
    };
    const inputs = Object.entries({ apiUrl, ...keys }).map(([name, value]) => `          ${name}: ${value}`);
    const steps = ['      - uses: ./wrapper', '        id: job', '        with:', ...inputs].join('\n');
    const run = startAct(repositoryWith(workflow(steps), { 'wrapper/action.yml': WRAPPER }));
    expect([await run.finished, run.output()]).toEqual([0, expect.stringContaining('| conclusion=success')]);
  });

  it('a job that fails fails the step', async () => {
    await using simulator = await startSimulator({
      plan: { readyMs: 0, runningMs: 200, final: 'FAILED' },
    });
    const run = startAct(repositoryWith(workflow(usesAction(simulator))));
    expect([await run.finished, run.output()]).toEqual([1, expect.stringContaining('Data Flow: failure')]);
  });

  it('the post step cancels the execution when the main step is killed', async () => {
    await using simulator = await startSimulator(ENDLESS);
    const run = startAct(repositoryWith(workflow(usesAction(simulator))));
    await run.waitForOutput(/started execution \w+/);
    // act kills the main step at once, without a signal that could be handled, and runs the post step.
    run.child.kill('SIGINT');
    expect([await run.finished, run.output()]).toEqual([1, expect.stringContaining('signal: killed')]);
    expect(simulator.executions.map(({ status }) => status)).toEqual(['CANCELED']);
  });

  it('a re-run takes the result of each leg, where the legs have their own matrixIndex', async () => {
    await using simulator = await startSimulator(QUICK);
    await using github = await startGitHubApi();
    const { codes } = await twoAttempts(simulator, github, { matrixIndex: `\${{ matrix.leg }}` });
    expect(codes).toEqual([0, 0]);
    expect(simulator.executions).toHaveLength(2);
  });

  it('a re-run starts nothing where the legs have the same one, since act has no strategy.job-index', async () => {
    await using simulator = await startSimulator(QUICK);
    await using github = await startGitHubApi();
    const { codes, outputs } = await twoAttempts(simulator, github);
    expect(codes).toEqual([0, 1]);
    expect(outputs[1]).toContain('have the same workflow job, step and matrixIndex');
    expect(simulator.executions).toHaveLength(2);
  });
});
