import { describe, expect, it } from '@jest/globals';
import { readConfigureJobConfig } from '../../src/inputs/configure-job.ts';
import { readCreateJobConfig } from '../../src/inputs/create-job.ts';
import { readGetJobConfig } from '../../src/inputs/get-job.ts';
import { misspelled } from '../../src/inputs/misspelled.ts';
import type { InputSource } from '../../src/inputs/reader.ts';
import { readRunConfig } from '../../src/inputs/run.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

const actions: [string, string, string, (source: InputSource) => Promise<unknown>][] = [
  ['run', 'on-cancel', 'onCancel', readRunConfig],
  ['create-job', 'if-exists', 'ifExists', readCreateJobConfig],
  ['create-job', 'defintion', 'definition', readCreateJobConfig],
  ['configure-job', 'job-condition', 'jobCondition', readConfigureJobConfig],
  ['configure-job', 'chek', 'check', readConfigureJobConfig],
  ['get-job', 'max_age', 'maxAge', readGetJobConfig],
  ['get-job', 'acesskey', 'accessKey', readGetJobConfig],
];

describe('a misspelled input', () => {
  it.each(actions)('of %s is a problem (%s for %s)', async (_action, given, meant, read) => {
    const { source } = sourceOf({}, { [`INPUT_${given.toUpperCase()}`]: '' });
    expect(await problemsOf(() => read(source))).toContain(
      `${given}: there is no such input; did you mean ${meant}?`,
    );
  });

  it('of one action is none of another that has nothing like it', () => {
    expect(misspelled({ 'INPUT_IF-EXISTS': 'fail' }, ['jobId', 'maxAge'])).toEqual([]);
  });

  it('is searched for only among the variables that the runner makes of inputs', () => {
    expect(misspelled({ 'DRY-RUN': 'true', input_dryrn: 'true', INPUT_DRYRUN: 'true' }, ['dryRun'])).toEqual(
      [],
    );
  });

  it('with spaces is the one that the runner writes with _', () => {
    expect(misspelled({ INPUT_TWO_WORDS: 'x' }, ['two words'])).toEqual([]);
  });
});
