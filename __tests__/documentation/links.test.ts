import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anchors, PAGES, prose, ROOT, read } from './pages.ts';

/** Targets of links and pictures that point into this repository. */
function ownTargets(page: string): string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** What is wrong with a link, or undefined. */
function broken(page: string, target: string): string | undefined {
  const [path = '', anchor] = decodeURI(target).split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(ROOT, file))) return `${target}: there is no ${file}`;
  if (anchor !== undefined && !anchors(file).includes(anchor))
    return `${target}: ${file} has no such heading`;
  return undefined;
}

describe('links', () => {
  it.each(PAGES)('%s points to files and headings that exist', (page) => {
    expect(
      ownTargets(page)
        .map((target) => broken(page, target))
        .filter(Boolean),
    ).toEqual([]);
  });

  it('that are broken are found', () => {
    expect(broken('README.md', 'docs/nowhere.md')).toContain('there is no');
    expect(broken('README.md', 'docs/live.md#nowhere')).toContain('no such heading');
    expect(broken('docs/live.md', 'api-notes.md#not-known')).toBeUndefined();
  });
});

describe('pages', () => {
  const folders = 'src|simulator|__tests__|scripts|bench|docs|dist';

  it.each(PAGES)('%s names files and folders that exist', (page) => {
    const paths = [...prose(page).matchAll(new RegExp(`\`((?:${folders})(?:/[\\w./-]*)?)\``, 'g'))];
    expect(paths.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it.each(PAGES)('%s names commands of package.json', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run (?:--?\w+ )*([a-z][\w:-]*)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
