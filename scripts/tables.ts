/**
 * Puts the tables of inputs and outputs into the documentation, from the action.yml files: those of the main action
 * into README.md, those of the others into docs/inputs.md, and the same in Korean.
 *
 *     node scripts/tables.ts [--write]
 *
 * Works on the repository in the current folder. Without --write it only compares, and ends with 1 when a table is not
 * what action.yml says. Where scripts/descriptions.ko.yml has no text, the Korean page gets the English one, and a
 * warning names it; with RELEASE=true that is an error.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { makePage, nameMissingKorean } from './made-page.ts';
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
type Kind = 'inputs' | 'outputs';

const root = process.cwd();
/** Inputs of every action; described once, with the first. */
const COMMON = ['accessKey', 'secretKey', 'requestTimeout', 'apiUrl'];

/** Words of a table in a language, and the pages that hold the tables; the English descriptions are in action.yml. */
interface Language {
  readonly pages: readonly string[];
  readonly heads: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  readonly required: string;
  readonly describe: (folder: string, kind: Kind, name: string, entry: Entry) => string;
}

type Descriptions = Readonly<Record<string, Partial<Record<Kind, Readonly<Record<string, string>>>>>>;
const korean = parse(readFileSync(join(root, 'scripts/descriptions.ko.yml'), 'utf8')) as Descriptions;

/** What has no Korean description yet. */
const missing: string[] = [];

const languages: readonly Language[] = [
  {
    pages: ['README.md', 'docs/inputs.md'],
    heads: { inputs: ['Input', 'Meaning', 'Default'], outputs: ['Output', 'Meaning'] },
    required: '**required**',
    describe: (_folder, _kind, _name, { description }) => description,
  },
  {
    pages: ['README.ko.md', 'docs/inputs.ko.md'],
    heads: { inputs: ['입력', '뜻', '기본값'], outputs: ['출력', '뜻'] },
    required: '**필수**',
    describe: (folder, kind, name, { description }) => {
      const text = korean[folder]?.[kind]?.[name];
      if (!text) missing.push(folder === '.' ? `${kind}: ${name}` : `${folder}, ${kind}: ${name}`);
      return text ?? description;
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

/** The text with the right table between its markers, `<!-- inputs:action.yml -->` and `<!-- /inputs -->`. */
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

for (const language of languages) {
  for (const page of language.pages) {
    makePage(root, page, withTables(readFileSync(join(root, page), 'utf8'), language), 'tables');
  }
}
nameMissingKorean('scripts/descriptions.ko.yml', missing);
