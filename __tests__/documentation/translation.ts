/** How a page and its translation are compared: by all that does not depend on the language. */
import { codeBlocks } from '../../scripts/workflow-sources.ts';
import { headingsIn, proseOf } from './pages.ts';

/** What is compared, and how it is taken from a page. */
const PARTS: Readonly<Record<string, (page: string) => readonly string[]>> = {
  'levels of headings': (page) => headingsIn(page).map((heading) => heading.replace(/ .*/, '')),
  'code blocks': (page) => codeBlocks(page).map(({ language, text }) => `${language}: ${text}`),
  'forms of tables': (page) => (proseOf(page).match(/(^\|.*\|$\n?)+/gm) ?? []).map(formOf),
  'names in code': (page) =>
    [...new Set([...ownProse(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code))].sort(),
  links: (page) =>
    [...proseOf(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
      .map(([, target = '']) => target.replace('.ko.md', '.md').replace('/docs/en/', '/docs/'))
      .sort(),
};

/** How many columns and rows a table has. */
function formOf(table: string): string {
  const rows = table.trim().split('\n');
  return `${rows.length} rows, ${(rows[1]?.match(/---/g) ?? []).length} columns`;
}

/** The prose without the generated tables, whose descriptions name what each language needs. */
function ownProse(page: string): string {
  return proseOf(page).replace(/<!-- (inputs|outputs):[\s\S]*?<!-- \/\1 -->/g, '');
}

/** What a page has and its translation does not, or the other way round; empty when they agree. */
export function translationProblems(english: string, korean: string): string[] {
  return Object.entries(PARTS).flatMap(([what, partsOf]) => {
    const wanted = partsOf(english);
    const given = partsOf(korean);
    const lacking = without(wanted, given);
    const more = without(given, wanted);
    if (lacking.length === 0 && more.length === 0)
      return JSON.stringify(wanted) === JSON.stringify(given) ? [] : [`${what}: another order`];
    const some = (parts: readonly string[]) =>
      JSON.stringify(parts.slice(0, 5).map((part) => part.slice(0, 80)));
    return [`${what}: lacks ${some(lacking)}, has ${some(more)} besides`];
  });
}

/** `all` without one of each of `taken`. */
function without(all: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return all.filter((part) => {
    const index = left.indexOf(part);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
