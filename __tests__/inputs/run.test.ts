import { describe, expect, it } from '@jest/globals';
import { readRunConfig } from '../../src/inputs/run.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';
import { SHARED_DEFAULTS } from './least-inputs.ts';

const least = { accessKey: 'A', secretKey: 'S', jobId: 'job1' };

describe('the inputs of a run', () => {
  it('have their defaults', async () => {
    expect(await readRunConfig(sourceOf(least).source)).toEqual({
      ...SHARED_DEFAULTS,
      jobId: 'job1',
      jobCondition: {},
      parameters: undefined,
      triggerId: undefined,
      workflowId: undefined,
      jobExecutionId: undefined,
      ifRunning: 'start',
      wait: true,
      pollIntervalMs: undefined,
      onCancel: undefined,
      failOnError: true,
      commitStatus: undefined,
      githubToken: undefined,
      matrixIndex: undefined,
    });
  });

  it.each([
    ['triggerId', ' a b+&/한 ', { triggerId: 'a b+&/한' }],
    ['workflowId', 'w', { workflowId: 'w' }],
    ['jobExecutionId', 'e', { jobExecutionId: 'e' }],
    ['ifRunning', 'replace', { ifRunning: 'replace' }],
    ['wait', 'false', { wait: false }],
    ['pollInterval', '100ms', { pollIntervalMs: 100 }],
    ['failOnError', 'false', { failOnError: false }],
    ['commitStatus', 'data flow', { commitStatus: 'data flow' }],
    ['matrixIndex', '2', { matrixIndex: '2' }],
  ])('%s: %j', async (name, text, config) => {
    expect(await readRunConfig(sourceOf({ ...least, [name]: text }).source)).toMatchObject(config);
  });

  it.each([
    ['ifRunning', 'wait'],
    ['wait', 'no'],
    ['pollInterval', '99ms'],
    ['failOnError', '0'],
    ['jobExecutionId', '..'],
    ['jobId', 'a b'],
  ])('%s cannot be %j: the problem names input, value and rule', async (name, text) => {
    const problems = await problemsOf(() => readRunConfig(sourceOf({ ...least, [name]: text }).source));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${name}: "${text}" is not allowed; give `);
  });

  it('are read to the end: all problems come in one error', async () => {
    const inputs = {
      accessKey: 'A',
      apiUrl: 'x',
      jobCondition: 'numWorker: 1\ntimeout: 0',
      parameters: '[1]',
      wait: 'maybe',
      pollInterval: '1ms',
    };
    const problems = await problemsOf(() => readRunConfig(sourceOf(inputs).source));
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'secretKey',
      'apiUrl',
      'jobId',
      'jobCondition.numWorker',
      'jobCondition.timeout',
      'parameters',
      'wait',
      'pollInterval',
    ]);
  });

  it('warn of retries that can never be made', async () => {
    const { source, warnings } = sourceOf({ ...least, wait: 'false', retries: '1' });
    await readRunConfig(source);
    expect(warnings).toEqual([expect.stringMatching(/^retries: with wait: false /)]);
  });

  it('never repeat a key in a problem', async () => {
    const inputs = { accessKey: 'key with space', secretKey: 'hush hush', jobId: 'a b' };
    const text = (await problemsOf(() => readRunConfig(sourceOf(inputs).source))).join('\n');
    expect(text).not.toMatch(/key with space|hush/);
  });

  it.each([
    ['INPUT_DRY-RUN', 'dry-run: there is no such input; did you mean dryRun?'],
    ['INPUT_WAITTIMOUT', 'waittimout: there is no such input; did you mean waitTimeout?'],
    ['INPUT_WIAT', 'wiat: there is no such input; did you mean wait?'],
    ['INPUT_MATRIX_INDEX', 'matrix_index: there is no such input; did you mean matrixIndex?'],
  ])('do not include %s: the problem names the input that is meant', async (variable, problem) => {
    const { source } = sourceOf(least, { [variable]: 'true' });
    expect(await problemsOf(() => readRunConfig(source))).toEqual([problem]);
  });

  it('may be given beside variables of other tools', async () => {
    const others = {
      INPUT_JOBID: 'job1',
      INPUT_MATRIXINDEX: '0',
      INPUT_FILES: 'a',
      INPUT_TOKEN: 'b',
      INPUT_ARGS: '',
    };
    expect(await problemsOf(() => readRunConfig(sourceOf(least, others).source))).toEqual([]);
  });

  it('have the token for the commit status masked', async () => {
    const { source, masked } = sourceOf({ ...least, githubToken: 'ghs_1' });
    expect(await readRunConfig(source)).toMatchObject({ githubToken: 'ghs_1' });
    expect(masked).toContain('ghs_1');
  });
});
