import { describe, expect, it } from '@jest/globals';
import { readGetJobConfig } from '../../src/inputs/get-job.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

const read = (inputs: Record<string, string>) =>
  readGetJobConfig(sourceOf({ accessKey: 'A', secretKey: 'S', jobId: 'job1', ...inputs }).source);

describe('the gates of get-job', () => {
  it('are not there when they are not given', async () => {
    expect(await read({})).toMatchObject({
      jobId: 'job1',
      requireLastStatus: undefined,
      maxAgeMs: undefined,
      completedWithinMs: undefined,
    });
  });

  it.each([
    ['requireLastStatus', 'completed', { requireLastStatus: 'COMPLETED' }],
    ['maxAge', '26h', { maxAgeMs: 93_600_000 }],
    ['requireCompletedWithin', '1d', { completedWithinMs: 86_400_000 }],
  ])('are read: %s: %j', async (name, text, config) => {
    expect(await read({ [name]: text })).toMatchObject(config);
  });

  it.each([
    ['requireLastStatus', 'done', 'one of COMPLETED, FAILED, CANCELED, READY, RUNNING.'],
    ['maxAge', '0', 'a duration such as'],
    ['requireCompletedWithin', 'soon', 'a duration such as'],
    ['jobId', 'a b', 'an id without white space'],
  ])('are refused with name, value and rule: %s: %j', async (name, text, rule) => {
    expect(await problemsOf(() => read({ [name]: text }))).toEqual([
      expect.stringContaining(`${name}: "${text}" is not allowed; give ${rule}`),
    ]);
  });
});
