import { describe, expect, it } from '@jest/globals';
import { reportKorean } from './korean.ts';
import { read } from './pages.ts';
import { translationProblems } from './translation.ts';

const TRANSLATED = ['README', 'docs/inputs', 'docs/jobs-as-code', 'docs/recipes'];

describe('a Korean page', () => {
  it.each(TRANSLATED)('%s.ko.md has the structure, code, names and links of the English one', (page) => {
    const problems = translationProblems(read(`${page}.md`), read(`${page}.ko.md`));
    reportKorean(problems.map((problem) => `${page}.ko.md: ${problem}`));
  });
});

describe('a difference between two languages', () => {
  const english = '# A\n\n`one` [b](b.md)\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```sh\nls\n```\n\n## B\n';
  const korean = english.replace('# A', '# 가').replace('b.md', 'b.ko.md');

  it('is none where only words and the languages of links differ', () => {
    expect(translationProblems(english, korean)).toEqual([]);
  });

  it.each([
    ['a heading of another level', '## B', '### B', 'levels of headings'],
    ['a changed command', 'ls\n', 'ls -l\n', 'code blocks'],
    ['a row that is missing', '| 1 | 2 |\n', '', 'forms of tables'],
    ['a name that is missing', '`one`', 'one', 'names in code'],
    ['a link to another page', 'b.ko.md', 'c.md', 'links'],
  ])('is found: %s', (_what, from, to, part) => {
    const problems = translationProblems(english, korean.replace(from, to));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${part}: `);
  });
});

describe('missing Korean', () => {
  const report = (variables: Parameters<typeof reportKorean>[1], problems = ['x.ko.md: links', 'two']) => {
    const lines: string[] = [];
    reportKorean(problems, variables, (line) => lines.push(line));
    return lines;
  };

  it('is a warning on a pull request, an annotation on GitHub', () => {
    expect(report({})).toEqual(['Korean: x.ko.md: links\n', 'Korean: two\n']);
    expect(report({ GITHUB_ACTIONS: 'true' })[1]).toBe('::warning title=Korean documentation::two\n');
  });

  it('is an error at a release, which names all of it', () => {
    expect(() => report({ RELEASE: 'true', GITHUB_ACTIONS: 'true' })).toThrow(/x\.ko\.md: links\ntwo/);
    expect(report({ RELEASE: 'true' }, [])).toEqual([]);
  });

  it('is an error in release.yml', () => {
    expect(read('.github/workflows/release.yml')).toMatch(/- run: \.ci\/run\n +env:\n +RELEASE: 'true'/);
  });
});
