import { describe, expect, it } from '@jest/globals';
import { codeBlocks } from '../../scripts/workflow-sources.ts';
import { headings, prose, read } from './pages.ts';

const PAIRS = [
  ['README.md', 'README.ko.md'],
  ['docs/recipes.md', 'docs/recipes.ko.md'],
] as const;

/** How many columns and rows each table has, in their order. */
function tables(file: string): string[] {
  const blocks = prose(file).match(/(^\|.*\|$\n?)+/gm) ?? [];
  return blocks.map((block) => {
    const rows = block.trim().split('\n');
    return `${rows.length} rows, ${(rows[1]?.match(/---/g) ?? []).length} columns`;
  });
}

/** Words in code spans that stand in prose and tables: names of inputs, values, commands. */
function codeSpans(file: string): string[] {
  return [...new Set([...prose(file).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code))].sort();
}

describe.each(PAIRS)('%s and %s', (english, korean) => {
  it('have headings of the same levels in the same order', () => {
    const levels = (file: string) => headings(file).map((heading) => heading.split(' ')[0]);
    expect(levels(korean)).toEqual(levels(english));
  });

  it('have the same code', () => {
    const code = (file: string) => codeBlocks(read(file)).map(({ language, text }) => ({ language, text }));
    expect(code(korean)).toEqual(code(english));
  });

  it('have tables of the same form', () => {
    expect(tables(korean)).toEqual(tables(english));
  });

  it('name the same inputs, values and commands', () => {
    const withoutTables = (spans: string[]) =>
      spans.filter((span) => !read('scripts/descriptions.ko.yml').includes(span));
    expect(withoutTables(codeSpans(korean))).toEqual(withoutTables(codeSpans(english)));
  });

  it('link to the same places', () => {
    const links = (file: string) =>
      [...prose(file).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) =>
        target.replace('.ko.md', '.md').replace('/docs/en/', '/docs/'),
      );
    expect(links(korean).toSorted()).toEqual(links(english).toSorted());
  });
});
