/**
 * Writes the owner's name into every file of the repository.
 *
 *     npm run set-owner -- my-org
 *
 * The name of today is the setting `config.owner` of package.json. Prints the files that were changed. Ends with 1,
 * and changes nothing, when GitHub would not take the name.
 */
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOwner, ownerOf, withOwner } from './owner.ts';

const root = process.cwd();
const to = process.argv[2] ?? '';

/** Files that git knows or would add, without links and deleted ones. */
function files(): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  return [...new Set(execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0'))].filter(
    (file) => file !== '' && lstatSync(join(root, file), { throwIfNoEntry: false })?.isFile(),
  );
}

if (isOwner(to)) {
  const from = ownerOf(root);
  const changed = files().filter((file) => {
    const bytes = readFileSync(join(root, file));
    if (bytes.includes(0)) return false;
    const text = bytes.toString('utf8');
    const wanted = withOwner(text, from, to);
    if (wanted === text) return false;
    writeFileSync(join(root, file), wanted);
    return true;
  });
  for (const file of changed) console.log(file);
  console.log(`${from} is now ${to}, in ${changed.length} files`);
} else {
  console.error(`"${to}" is not a name of a GitHub account: npm run set-owner -- my-org`);
  process.exitCode = 1;
}
