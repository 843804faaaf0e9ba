import { describe, expect, it } from '@jest/globals';
import { readBackfillConfig } from '../../src/inputs/backfill.ts';
import { readRunConfig } from '../../src/inputs/run.ts';
import { readRunJobsConfig } from '../../src/inputs/run-jobs.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';
import { LEAST_INPUTS } from './least-inputs.ts';

describe.each([
  ['run', readRunConfig],
  ['backfill', readBackfillConfig],
  ['run-jobs', readRunJobsConfig],
] as const)('an input of %s about executions', (_action, readConfig) => {
  const read = (inputs: Record<string, string>) =>
    readConfig(sourceOf({ ...LEAST_INPUTS, ...inputs }).source);

  it.each([
    ['waitTimeout', '2h', { waitTimeoutMs: 7_200_000 }],
    ['onCancel', 'leave', { onCancel: 'leave' }],
    ['onTimeout', 'cancel', { onTimeout: 'cancel' }],
    ['retries', '10', { retries: 10 }],
    ['retryDelay', '0', { retryDelayMs: 0 }],
    ['dryRun', 'true', { dryRun: true }],
    ['summary', 'false', { summary: false }],
    ['consoleLog', 'always', { consoleLog: 'always' }],
    ['consoleLogLines', '10000', { consoleLogLines: 10_000 }],
    [
      'objectStorageUrl',
      'http://localhost:1/',
      { objectStorage: { origin: 'http://localhost:1', region: 'kr-standard' } },
    ],
    [
      'objectStorageRegion',
      'a',
      { objectStorage: { origin: 'https://kr.object.ncloudstorage.com', region: 'a' } },
    ],
  ])('is read: %s: %j', async (name, text, config) => {
    expect(await read({ [name]: text })).toMatchObject(config);
  });

  it.each([
    ['waitTimeout', '0'],
    ['onCancel', 'stop'],
    ['onTimeout', 'fail'],
    ['retries', '11'],
    ['retries', '-1'],
    ['retryDelay', 'soon'],
    ['dryRun', 'yes'],
    ['summary', 'yes'],
    ['consoleLog', 'success'],
    ['consoleLogLines', '0'],
    ['consoleLogLines', '10001'],
    ['objectStorageUrl', 'http://example.com'],
    ['apiUrl', 'http://example.com'],
    ['requestTimeout', 'long'],
  ])('is refused with its name, value and rule: %s: %j', async (name, text) => {
    const [problem, ...others] = await problemsOf(() => read({ [name]: text }));
    expect(others).toEqual([]);
    expect(problem).toContain(`${name}: "${text}" is not allowed; give `);
  });
});
