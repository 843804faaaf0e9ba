/** The workflows of this repository: files, and examples in Markdown. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

/** A text to check, and where it begins. */
export interface Source {
  readonly file: string;
  /** The number of lines of the file before the text. */
  readonly linesBefore: number;
  readonly text: string;
  /** Subtracted from each line number: the lines that were added before steps without a workflow. */
  readonly linesAdded: number;
  readonly kind: 'workflow' | 'action';
}

/** The folders of this repository that hold an action, `.` first. */
export function actionFolders(root: string): string[] {
  return ['.', ...globSync('*/action.yml', { cwd: root }).map(dirname).sort()];
}

/** All files that can hold a workflow. */
export function filesWithWorkflows(root: string): string[] {
  const actions = actionFolders(root).map((folder) => join(folder, 'action.yml'));
  const patterns = ['*.md', 'docs/*.md', '.github/**/*.md', '.github/workflows/*.yml', 'examples/*.yml'];
  return [...actions, ...globSync(patterns, { cwd: root }).sort()];
}

/** The texts of one file that are to be checked. */
export function sourcesIn(root: string, file: string): Source[] {
  const text = readFileSync(resolve(root, file), 'utf8');
  if (file.endsWith('.md')) return examplesIn(file, text);
  const kind = /(^|[\\/])action\.yml$/.test(file) ? 'action' : 'workflow';
  return [{ file, linesBefore: 0, linesAdded: 0, text, kind }];
}

/** The fenced code blocks of a Markdown text, with their language. */
export function codeBlocks(markdown: string): { language: string; text: string; line: number }[] {
  const blocks = [];
  let open: { fence: string; language: string; line: number; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    if (!open) {
      const [, fence, language = ''] = /^ {0,3}(`{3,}|~{3,}) *(\S*)/.exec(text) ?? [];
      if (fence) open = { fence, language, line: index + 1, lines: [] };
    } else if (text.trim() === open.fence) {
      blocks.push({ language: open.language, line: open.line, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else {
      open.lines.push(text);
    }
  }
  return blocks;
}

function examplesIn(file: string, markdown: string): Source[] {
  return codeBlocks(markdown)
    .filter(({ language }) => language === 'yaml' || language === 'yml')
    .flatMap(({ text, line }) => {
      const example = asWorkflow(text);
      return example ? [{ file, linesBefore: line, kind: 'workflow' as const, ...example }] : [];
    });
}

/** A whole workflow as it is, steps with a workflow around them; other YAML, such as a job's definition, is none. */
function asWorkflow(text: string): { text: string; linesAdded: number } | undefined {
  const yaml: unknown = readYaml(text);
  if (yaml === undefined) return { text, linesAdded: 0 };
  if (Array.isArray(yaml)) return { text: `${AROUND_STEPS}${text.replace(/^/gm, '      ')}`, linesAdded: 5 };
  const isWorkflow = typeof yaml === 'object' && yaml !== null && ('on' in yaml || 'jobs' in yaml);
  return isWorkflow ? { text, linesAdded: 0 } : undefined;
}

const AROUND_STEPS = 'on: push\njobs:\n  example:\n    runs-on: ubuntu-latest\n    steps:\n';

/** Undefined when it is no YAML: then the checks say what is wrong with it. */
function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
