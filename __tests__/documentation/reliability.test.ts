import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, read } from './pages.ts';

/** Every test of these is a rule that the page has to have. */
const FILES_OF_RULES = [
  ...['exactly-once', 'ambiguous-start', 'status-checks', 'long-lists', 'clock'],
  ...['cancel', 'post-step', 'if-running'],
];

/** The tests that a text names, as `file.test.ts`: `name`. */
function namedTests(text: string): { file: string; name: string }[] {
  return [...text.matchAll(/`([\w/-]+\.test\.ts)`: `([^`]+)`/g)].map(([, file = '', name = '']) => ({
    file: `__tests__/${file.includes('/') ? '' : 'e2e/'}${file}`,
    name,
  }));
}

/** Whether a file has a test, or a group of tests, of exactly that name. */
function has({ file, name }: { file: string; name: string }): boolean {
  if (!existsSync(join(ROOT, file))) return false;
  return ["'", '"', '`'].some((quote) => read(file).includes(`${quote}${name}${quote}`));
}

/** The rules of a file, each with its group: the names of tests and groups as they are written. */
function rulesOf(file: string): { group: string; name: string }[] {
  let group = '';
  return [...read(file).matchAll(/(describe)?\(\s*(['"`])(.+)\2,\s*(?:async )?\([^)]*\) =>/g)].flatMap(
    ([, isGroup, , name = '']) => {
      if (isGroup) group = name;
      return isGroup ? [] : [{ group, name }];
    },
  );
}

const page = read('docs/reliability.md');

describe('docs/reliability.md', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('|') && !/^\| (---|Rule|Term) /.test(line));

  it('says first what the action cannot do', () => {
    expect(page.match(/^## .+$/m)?.[0]).toBe('## What it cannot do');
  });

  it('has more than 80 rows', () => {
    expect(rows.length).toBeGreaterThan(80);
  });

  it.each(rows)('names a test that exists: %s', (row) => {
    const tests = namedTests(row);
    expect(tests).not.toEqual([]);
    expect(tests.filter((test) => !has(test))).toEqual([]);
  });

  it.each(FILES_OF_RULES)('has every rule of %s.test.ts', (name) => {
    const named = new Set(namedTests(page).map((test) => `${test.file}: ${test.name}`));
    const file = `__tests__/e2e/${name}.test.ts`;
    const rules = rulesOf(file);
    expect(rules.length).toBeGreaterThan(4);
    const missing = rules.filter(
      (rule) => !named.has(`${file}: ${rule.name}`) && !named.has(`${file}: ${rule.group}`),
    );
    expect(missing).toEqual([]);
  });

  it('with a test that does not exist is found', () => {
    expect(has({ file: '__tests__/e2e/cancel.test.ts', name: 'never did exist' })).toBe(false);
    expect(has({ file: '__tests__/e2e/nowhere.test.ts', name: 'x' })).toBe(false);
  });
});
