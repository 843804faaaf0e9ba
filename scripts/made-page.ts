/** Pages of the documentation that are made from other files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a page when the program was started with --write. Otherwise only compares, and the program ends with 1 when
 * the page differs.
 *
 * @param page path below `root`
 * @param command the npm script that writes the page
 */
export function makePage(root: string, page: string, wanted: string, command: string): void {
  const path = join(root, page);
  if (readFileSync(path, 'utf8') === wanted) return;
  if (process.argv.includes('--write')) {
    writeFileSync(path, wanted);
    console.log(page);
  } else {
    console.error(`${page} differs from its sources: run npm run ${command}.`);
    process.exitCode = 1;
  }
}

/** Names what has no Korean text yet. With RELEASE=true that is an error: the program ends with 1. */
export function nameMissingKorean(file: string, missing: readonly string[]): void {
  for (const what of missing) console.error(`${file} has no text for ${what}`);
  if (missing.length > 0 && process.env['RELEASE'] === 'true') process.exitCode = 1;
}
