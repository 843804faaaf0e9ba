/**
 * Prints what CHANGELOG.md says about a version.
 *
 *     node scripts/release-notes.ts v1.2.3
 *
 * Ends with 1 when it says nothing, or when package.json has another version.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const version = (process.argv[2] ?? '').replace(/^v/, '');
const packageVersion = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string })
  .version;
const sections = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m).slice(1);
const section = sections.find((each) => each.split(/[\s\]]/)[0]?.replace('[', '') === version);
const notes = section?.slice(section.indexOf('\n')).trim();

if (version !== packageVersion) fail(`package.json has version ${packageVersion}, not ${version}.`);
else if (!notes) fail(`CHANGELOG.md says nothing about ${version}.`);
else console.log(notes);

function fail(what: string): void {
  console.error(what);
  process.exitCode = 1;
}
