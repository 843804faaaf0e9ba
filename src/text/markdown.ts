import { unchanged } from './given-texts.ts';
import { plainLine, plainLines } from './plain.ts';

/** Markdown from texts that can come from anywhere: none of them can form links, images, HTML, tables or fences. */

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&#36;' };

/**
 * One line of running text. A word that Markdown would change stands as inline code, unchanged: the runner masks what is
 * secret in it only then.
 */
export function markdownText(text: string): string {
  const line = plainLine(text).trim();
  return unchanged(line, (given) =>
    given.replace(/\S+/g, (word, at) => wordOf(word, at === 0)).replace(/(?<!\\)` `/g, ' '),
  );
}

function wordOf(word: string, isFirst: boolean): string {
  const safe = isFirst ? atBeginning(escaped(word)) : escaped(word);
  // Inline code cannot hold a backtick, nor a bar where it stands in a table.
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
  const inline = unchanged(line, (given) => given.trim());
  if (!/[`|\\]/.test(inline)) return `\`${inline}\``;
  return `<code>${unchanged(line, entities)}</code>`;
}

/** Everything but letters, digits and spaces as entities. */
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
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []);
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${lines.join('\n')}\n${fence}`;
}

/** A table; the cells are Markdown already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
