import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readBackfillConfig } from '../../src/inputs/backfill.ts';
import { readConfigureJobConfig } from '../../src/inputs/configure-job.ts';
import { readCreateJobConfig } from '../../src/inputs/create-job.ts';
import { readGetJobConfig } from '../../src/inputs/get-job.ts';
import type { InputSource } from '../../src/inputs/reader.ts';
import { readRunConfig } from '../../src/inputs/run.ts';
import { readRunJobsConfig } from '../../src/inputs/run-jobs.ts';
import { LEAST_INPUTS } from './least-inputs.ts';

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
}

const folder = mkdtempSync(join(tmpdir(), 'action-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
const definition = join(folder, 'job.yml');
writeFileSync(definition, 'name: sales\ntype: SCRIPT\n');

const given: Readonly<Record<string, string>> = { ...LEAST_INPUTS, definition, jobCondition: 'numWorker: 2' };

/** A source that notes which inputs are read. */
function noting(inputs: Readonly<Record<string, string>>) {
  const names = new Set<string>();
  const input = (name: string) => {
    names.add(name);
    return inputs[name] ?? '';
  };
  const source: InputSource = {
    input,
    block: input,
    environment: {},
    mask: () => undefined,
    warn: () => undefined,
  };
  return { source, names };
}

/** An expression is evaluated by the runner. */
const isExpression = (text: string) => text.startsWith('${{');

describe.each([
  ['.', readRunConfig],
  ['backfill', readBackfillConfig],
  ['run-jobs', readRunJobsConfig],
  ['create-job', readCreateJobConfig],
  ['configure-job', readConfigureJobConfig],
  ['get-job', readGetJobConfig],
] as const)('%s/action.yml', (action, read) => {
  const file = parse(
    readFileSync(join(import.meta.dirname, '../..', action, 'action.yml'), 'utf8'),
  ) as ActionFile;

  it('declares exactly the inputs that are read', async () => {
    const { source, names } = noting(given);
    await read(source);
    expect([...names].sort()).toEqual(Object.keys(file.inputs).sort());
  });

  it('declares the defaults that an empty input has, too', async () => {
    const defaults = Object.entries(file.inputs).flatMap(([name, { default: text = '' }]) =>
      isExpression(text) ? [] : [[name, text]],
    );
    const withDefaults = { ...Object.fromEntries(defaults), ...given };
    expect(await read(noting(withDefaults).source)).toEqual(await read(noting(given).source));
  });
});
