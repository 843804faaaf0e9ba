import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { actionFolders } from '../../scripts/workflow-sources.ts';
import { ROOT, read } from './pages.ts';

/** The inputs of all actions, each once. */
function inputNames(): string[] {
  const names = actionFolders(ROOT).flatMap((folder) => {
    const { inputs } = parse(read(join(folder, 'action.yml'))) as { inputs: Record<string, unknown> };
    return Object.keys(inputs);
  });
  return [...new Set(names)];
}

const tests = globSync('__tests__/{inputs,e2e,job,console-log}/*.test.ts', { cwd: ROOT })
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');
const isNamed = (input: string): boolean => new RegExp(`\\b${input}\\b`, 'i').test(tests);

describe('every input', () => {
  it.each(inputNames())('is named in a test: %s', (input) => {
    expect(isNamed(input)).toBe(true);
  });

  it('that no test names is found', () => {
    expect(isNamed('maxWorkers')).toBe(false);
  });
});
