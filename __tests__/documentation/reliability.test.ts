import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, read } from './pages.ts';

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

describe('docs/reliability.md', () => {
  const rows = read('docs/reliability.md')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (---|Fault|Promise) /.test(line));

  it('has many rows', () => {
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows)('names a test that exists: %s', (row) => {
    const tests = namedTests(row);
    expect(tests).not.toEqual([]);
    expect(tests.filter((test) => !has(test))).toEqual([]);
  });

  it('would be found wrong', () => {
    expect(has({ file: '__tests__/e2e/sight.test.ts', name: 'never did exist' })).toBe(false);
    expect(has({ file: '__tests__/e2e/nowhere.test.ts', name: 'x' })).toBe(false);
  });
});
