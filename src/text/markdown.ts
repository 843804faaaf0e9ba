import { unchanged } from './given-texts.ts';
import { plainLine, plainLines } from './plain.ts';

/** Markdown from texts that can come from anywhere: none of them can form links, images, HTML, tables or fences. */

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&#36;' };

/**
 * One line of running text. A word that Markdown would change is shown as inline code, unchanged: the runner masks what is
 * secret in it only then.
 */
export function markdownText(text: string): string {
  return unchanged(plainLine(text), (given) =>
    given
      .trim()
      .replace(/\S+/g, (word, at) => wordOf(word, at === 0))
      .replace(/(?<!\\)` `/g, ' '),
  );
}

function wordOf(word: string, isFirst: boolean): string {
  const safe = isFirst ? atBeginning(escaped(word)) : escaped(word);
  // A backtick could end the code of another word, and in a table inline code cannot hold a bar.
  return safe === word || /[`|]/.test(word) ? safe : `\`${word}\``;
}

function escaped(text: string): string {
  return text
    .replace(/[&<>$]/g, (character) => HTML[character] ?? '')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/:\/\//g, '&#58;//')
    .replace(/(www)\./gi, '$1&#46;');
}

/** What begins a list or a heading. */
function atBeginning(text: string): string {
  return text.replace(/^[#+=-]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Inline code that shows exactly the text, in a table too. */
export function markdownCode(text: string): string {
  const line = plainLine(text);
  if (line.trim() === '') return '';
  if (line.includes('|')) return `<code>${unchanged(line, entities)}</code>`;
  return codeSpan(unchanged(line, (given) => given.trim()));
}

/** With more backticks around it than there are in a row within. */
function codeSpan(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const fence = '`'.repeat(longestRun(text) + 1);
  return `${fence} ${text} ${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

/** Everything but letters, digits and spaces as entities: no code span in a table can hold a bar. */
function entities(text: string): string {
  return text.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** The forms that a text can take in the Markdown made here. */
export function markdownForms(text: string): string[] {
  return [text, escaped(text), entities(text)];
}

/** A block that shows lines as they are, behind a fence that none of them can close. */
export function markdownBlock(text: string): string {
  const lines = plainLines(text);
  const fence = '`'.repeat(Math.max(longestRun(text) + 1, 3));
  return `${fence}text\n${lines.join('\n')}\n${fence}`;
}

/** A table; the cells are Markdown already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
