import { describe, expect, it } from '@jest/globals';
import { readRunConfig } from '../../src/inputs/run.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

const least = { accessKey: 'A', secretKey: 'S', jobId: 'job1' };

describe('the inputs of a run', () => {
  it('have their defaults', async () => {
    expect(await readRunConfig(sourceOf(least).source)).toEqual({
      keys: { accessKey: 'A', secretKey: 'S' },
      apiOrigin: 'https://dataflow.apigw.ntruss.com',
      requestTimeoutMs: 30_000,
      jobId: 'job1',
      jobCondition: {},
      parameters: undefined,
      triggerId: undefined,
      workflowId: undefined,
      jobExecutionId: undefined,
      ifRunning: 'start',
      wait: true,
      waitTimeoutMs: undefined,
      pollIntervalMs: undefined,
      onCancel: undefined,
      onTimeout: 'leave',
      failOnError: true,
      summary: true,
      consoleLog: 'failure',
      consoleLogLines: 100,
      objectStorage: { origin: 'https://kr.object.ncloudstorage.com', region: 'kr-standard' },
      dryRun: false,
      commitStatus: undefined,
      githubToken: undefined,
      matrixIndex: undefined,
      retries: 0,
      retryDelayMs: 30_000,
    });
  });

  it.each([
    ['triggerId', ' a b+&/한 ', { triggerId: 'a b+&/한' }],
    ['workflowId', 'w', { workflowId: 'w' }],
    ['jobExecutionId', 'e', { jobExecutionId: 'e' }],
    ['ifRunning', 'replace', { ifRunning: 'replace' }],
    ['wait', 'false', { wait: false }],
    ['waitTimeout', '2h', { waitTimeoutMs: 7_200_000 }],
    ['pollInterval', '100ms', { pollIntervalMs: 100 }],
    ['onCancel', 'leave', { onCancel: 'leave' }],
    ['onTimeout', 'cancel', { onTimeout: 'cancel' }],
    ['failOnError', 'false', { failOnError: false }],
    ['summary', 'false', { summary: false }],
    ['dryRun', 'true', { dryRun: true }],
    ['consoleLog', 'always', { consoleLog: 'always' }],
    ['consoleLogLines', '10000', { consoleLogLines: 10_000 }],
    ['commitStatus', 'data flow', { commitStatus: 'data flow' }],
  ])('%s: %j', async (name, text, config) => {
    expect(await readRunConfig(sourceOf({ ...least, [name]: text }).source)).toMatchObject(config);
  });

  it.each([
    ['ifRunning', 'wait'],
    ['wait', 'no'],
    ['waitTimeout', '0'],
    ['pollInterval', '99ms'],
    ['onCancel', 'kill'],
    ['onTimeout', 'kill'],
    ['failOnError', '0'],
    ['summary', 'yes'],
    ['jobExecutionId', '..'],
    ['jobId', 'a b'],
    ['jobCondition', '[]'],
    ['parameters', '[]'],
    ['apiUrl', 'http://example.com'],
    ['requestTimeout', 'long'],
    ['dryRun', 'maybe'],
    ['consoleLog', 'success'],
    ['consoleLogLines', '0'],
    ['consoleLogLines', '10001'],
    ['objectStorageUrl', 'http://example.com'],
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

  it('never repeat a key in a problem', async () => {
    const inputs = { accessKey: 'key with space', secretKey: 'hush hush', jobId: 'a b' };
    const text = (await problemsOf(() => readRunConfig(sourceOf(inputs).source))).join('\n');
    expect(text).not.toMatch(/key with space|hush/);
  });

  it('have the token for the commit status masked', async () => {
    const { source, masked } = sourceOf({ ...least, githubToken: 'ghs_1' });
    expect(await readRunConfig(source)).toMatchObject({ githubToken: 'ghs_1' });
    expect(masked).toContain('ghs_1');
  });
});
