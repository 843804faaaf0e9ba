/** The pages of the project, and their parts. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorOf } from '../../scripts/headings.ts';
import { ownerOf, REPOSITORY_NAME } from '../../scripts/owner.ts';

export const ROOT = join(import.meta.dirname, '../..');
/** The name under which the documentation uses the main action. */
export const OWN_ACTION = `${ownerOf(ROOT)}/${REPOSITORY_NAME}`;
export const PAGES = globSync(['*.md', 'docs/*.md', '__tests__/*.md', '.github/**/*.md'], {
  cwd: ROOT,
}).sort();

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** A page without its fenced code blocks. */
export function prose(file: string): string {
  return proseOf(read(file));
}

/** The text of a page without its fenced code blocks. */
export function proseOf(page: string): string {
  return page.replace(/^ {0,3}(`{3,}|~{3,}).*\n[\s\S]*?^ {0,3}\1\s*$/gm, '');
}

/** The headings in the text of a page, as `## text`. */
export function headingsIn(page: string): string[] {
  return proseOf(page).match(/^#{1,6} .+$/gm) ?? [];
}

/** The anchors that GitHub gives to headings. */
export function anchors(file: string): string[] {
  const counts = new Map<string, number>();
  return headingsIn(read(file)).map((heading) => {
    const anchor = anchorOf(heading.replace(/^#+ /, ''));
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}
