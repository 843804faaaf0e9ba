import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readBackfillConfig } from '../../src/inputs/backfill.ts';
import type { InputSource } from '../../src/inputs/reader.ts';
import { readRunJobsConfig } from '../../src/inputs/run-jobs.ts';

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
}

const given: Readonly<Record<string, string>> = {
  accessKey: 'A',
  secretKey: 'S',
  jobId: 'j',
  from: '2026-11-01',
  to: '2026-11-02',
  parameters: 'a: "{date}"',
  plan: 'a: { jobId: j }',
};

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

describe.each([
  ['backfill', readBackfillConfig],
  ['run-jobs', readRunJobsConfig],
] as const)('%s/action.yml', (folder, read) => {
  const file = parse(
    readFileSync(join(import.meta.dirname, '../..', folder, 'action.yml'), 'utf8'),
  ) as ActionFile;

  it('declares exactly the inputs that are read', async () => {
    const { source, names } = noting(given);
    await read(source);
    expect([...names].sort()).toEqual(Object.keys(file.inputs).sort());
  });

  it('declares the defaults that an empty input has, too', async () => {
    const defaults = Object.entries(file.inputs).map(([name, input]) => [name, input.default ?? '']);
    const withDefaults = { ...Object.fromEntries(defaults), ...given };
    expect(await read(noting(withDefaults).source)).toEqual(await read(noting(given).source));
  });
});
