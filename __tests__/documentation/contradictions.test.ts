import { globSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ROOT, read } from './pages.ts';

/** The numbers of the table in docs/api-notes.md. */
const [table = ''] = /^## Contradictions$[\s\S]*?(?=^## )/m.exec(read('docs/api-notes.md')) ?? [];
const numbered = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));

/** The numbers that a text cites: `contradiction 7`, `contradictions 5 and 6`. */
function cited(text: string): number[] {
  const places = text.matchAll(/\bcontradictions? (\d+(?:(?:, | and |,\s*\*? *)\d+)*)/gi);
  return [...places].flatMap(([, numbers = '']) => (numbers.match(/\d+/g) ?? []).map(Number));
}

const files = globSync('{src,simulator,__tests__}/**/*.ts', { cwd: ROOT });
const citing = files
  .map((file) => ({ file, numbers: cited(read(file)) }))
  .filter(({ file, numbers }) => numbers.length > 0 && !file.endsWith('contradictions.test.ts'));

describe('the contradictions of docs/api-notes.md', () => {
  it('are numbered from 1 on, each once', () => {
    expect(numbered).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
  });

  it('are cited in src and in the simulator', () => {
    for (const folder of ['src', 'simulator'])
      expect(citing.filter(({ file }) => file.startsWith(folder)).length).toBeGreaterThan(2);
  });

  it.each(citing)('that $file cites exist', ({ numbers }) => {
    expect(numbers.filter((number) => !numbered.includes(number))).toEqual([]);
  });

  it('that do not exist are found', () => {
    expect(cited('see contradiction 12 and Contradictions 5 and 61')).toEqual([12, 5, 61]);
  });
});
