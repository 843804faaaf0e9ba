import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCreateJobConfig } from '../../src/inputs/create-job.ts';
import { readRunConfig } from '../../src/inputs/run.ts';
import { givenTexts } from '../../src/text/given-texts.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';
import { partsShown, runnerMasker } from '../support/runner-masker.ts';
import { around, secret } from '../support/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
const path = join(folder, 'job.yml');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => givenTexts.clear());

/** Reads inputs; returns the problems, else the warnings. */
type Read = (text: string) => Promise<readonly string[]>;

const least = { accessKey: 'A', secretKey: 'S', jobId: 'job1' };
const run =
  (input: string): Read =>
  async (text) => {
    const { source, warnings } = sourceOf({ ...least, [input]: text });
    const problems = await problemsOf(() => readRunConfig(source));
    return problems.length > 0 ? problems : warnings;
  };
const definition: Read = (text) => {
  writeFileSync(path, text);
  return problemsOf(() => readCreateJobConfig(sourceOf({ ...least, definition: path }).source));
};

/** Each way in which a secret gets into an input that cannot be read, and the place in the text. */
const ways: [string, Read, (value: string) => string][] = [
  ['a tag', run('parameters'), (value) => `$a: b\n$pw: !${value}`],
  ['an anchor', run('parameters'), (value) => `$pw: &${value} x`],
  ['an alias', run('parameters'), (value) => `$pw: *${value}`],
  ['braces', run('parameters'), (value) => `$pw: {${value}}`],
  ['a list', run('parameters'), (value) => `[${JSON.stringify(value)}]`],
  ['JSON that is cut', run('parameters'), (value) => `{"$pw": ${JSON.stringify(value)}`],
  ['a name twice in JSON', run('parameters'), (value) => `{"a": 1, "a": ${JSON.stringify(value)}}`],
  // What has a colon would be read as the name of a parameter, and names are shown.
  ['a quotation mark too few', run('parameters'), (value) => `$pw: "${value.replaceAll(':', ';')}`],
  ['text alone', run('parameters'), (value) => value.replaceAll(':', ';')],
  ['nothing', run('parameters'), (value) => `$empty:\n$pw: ${JSON.stringify(value)}`],
  ['a near miss', run('jobCondition'), (value) => `numworker: ${JSON.stringify(value)}`],
  ['a number that is none', run('jobCondition'), (value) => `numWorker: ${JSON.stringify(value)}`],
  ['a text that is a list', run('jobCondition'), (value) => `nrn: [${JSON.stringify(value)}]`],
  ['a list of options', run('jobCondition'), (value) => `- ${JSON.stringify(value)}`],
  ['parameters of options', run('jobCondition'), (value) => `parameters:\n  pw: *${value}`],
  ['a name', definition, (value) => `name: ${JSON.stringify(value)}\nnodes: []`],
  ['a tag in a definition', definition, (value) => `name: a\nnodes: !${value}`],
  ['a node', definition, (value) => `name: abc\nnodes: [{id: 1, type: X, name: ${JSON.stringify(value)}}]`],
  ['settings', definition, (value) => `name: abc\nnodes: []\njobCondition: [${JSON.stringify(value)}]`],
  ['a choice', run('ifRunning'), (value) => value],
  ['an id', run('jobId'), (value) => `${value} x`],
];

describe('a secret in an input that is wrong or suspicious', () => {
  it.each(ways)('is not shown by the problem with %s, nor by a warning', async (_way, read, write) => {
    let wrong = 0;
    await fc.assert(
      fc.asyncProperty(secret, around, async (hidden, [before, after]) => {
        const shown = (await read(write(`${before}${hidden}${after}`))).join('\n');
        if (shown !== '') wrong += 1;
        expect(partsShown(hidden, runnerMasker(hidden)(shown))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(wrong).toBeGreaterThan(100);
  });
});
