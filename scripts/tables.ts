/**
 * Puts the tables of inputs and outputs into the README files, from the action.yml files.
 *
 *     node scripts/tables.ts [--write]
 *
 * Without --write it only compares, and ends with 1 when a table is not what action.yml says. Nothing is written
 * while a Korean description is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { actionFolders } from './workflow-sources.ts';

interface Entry {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
}
type Entries = Readonly<Record<string, Entry>>;
interface Action {
  readonly inputs?: Entries;
  readonly outputs?: Entries;
}

/** Words of a table in a language; the English descriptions are those of action.yml. */
interface Language {
  readonly readme: string;
  readonly heads: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  readonly required: string;
  readonly describe: (folder: string, kind: Kind, name: string, entry: Entry) => string;
}
type Kind = 'inputs' | 'outputs';

const root = join(import.meta.dirname, '..');
/** What every action takes; described once, with the first. */
const COMMON = ['accessKey', 'secretKey', 'requestTimeout', 'apiUrl'];

const korean = parse(readFileSync(join(import.meta.dirname, 'descriptions.ko.yml'), 'utf8')) as Record<
  string,
  Record<Kind, Record<string, string>>
>;

/** What has no Korean description yet. */
const missing: string[] = [];

const languages: readonly Language[] = [
  {
    readme: 'README.md',
    heads: { inputs: ['Input', 'Meaning', 'Default'], outputs: ['Output', 'Meaning'] },
    required: '**required**',
    describe: (_folder, _kind, _name, { description }) => description,
  },
  {
    readme: 'README.ko.md',
    heads: { inputs: ['입력', '뜻', '기본값'], outputs: ['출력', '뜻'] },
    required: '**필수**',
    describe: (folder, kind, name) => {
      const text = korean[folder]?.[kind]?.[name];
      if (!text) missing.push(folder === '.' ? `${kind}: ${name}` : `${folder}, ${kind}: ${name}`);
      return text ?? '';
    },
  },
];

function table(language: Language, folder: string, kind: Kind): string {
  const action = parse(readFileSync(join(root, folder, 'action.yml'), 'utf8')) as Action;
  const rows = Object.entries(action[kind] ?? {})
    .filter(([name]) => folder === '.' || kind === 'outputs' || !COMMON.includes(name))
    .map(([name, entry]) => {
      const cells = [`\`${name}\``, language.describe(folder, kind, name, entry)];
      return kind === 'inputs' ? [...cells, defaultOf(entry, language)] : cells;
    });
  const heads = language.heads[kind];
  return [heads, heads.map(() => '---'), ...rows].map(row).join('\n');
}

function defaultOf(entry: Entry, { required }: Language): string {
  if (entry.required) return required;
  return entry.default === undefined ? '' : `\`${entry.default}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells
    .map((cell) =>
      cell
        .trim()
        .replace(/\s*\n\s*/g, ' ')
        .replaceAll('|', '\\|'),
    )
    .join(' | ')} |`;
}

/** The text with each table between its markers, `<!-- inputs:action.yml -->` and `<!-- /inputs -->`, as it has to be. */
function withTables(text: string, language: Language): string {
  const folders = actionFolders(root);
  return text.replace(
    /(<!-- (inputs|outputs):(\S+) -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (whole, begin: string, kind: Kind, file: string, end: string) => {
      const folder = file === 'action.yml' ? '.' : file.replace(/\/action\.yml$/, '');
      if (!folders.includes(folder)) return whole;
      return `${begin}${table(language, folder, kind)}\n${end}`;
    },
  );
}

const pages = languages.map((language) => {
  const path = join(root, language.readme);
  const now = readFileSync(path, 'utf8');
  return { ...language, path, now, wanted: withTables(now, language) };
});
if (missing.length > 0) {
  console.error(`scripts/descriptions.ko.yml lacks ${missing.join('; ')}. Nothing was written.`);
  process.exitCode = 1;
} else {
  for (const { readme, path, now, wanted } of pages) {
    if (now === wanted) continue;
    if (process.argv.includes('--write')) {
      writeFileSync(path, wanted);
    } else {
      console.error(`${readme}: a table is not what action.yml says; run npm run tables.`);
      process.exitCode = 1;
    }
  }
}
