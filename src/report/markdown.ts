import { plainLine, plainLines } from '../text/plain.ts';

/** Markdown from texts that can come from anywhere: none of them can form links, images, HTML, tables or fences. */

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&#36;' };

/** One line of running text. */
export function markdownText(text: string): string {
  return plainLine(text)
    .replace(/[&<>$]/g, (character) => HTML[character] ?? '')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/:\/\//g, '&#58;//')
    .replace(/\bwww\./gi, 'www&#46;')
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** Inline code that shows exactly the text, in a table too. */
export function markdownCode(text: string): string {
  const line = plainLine(text);
  if (line.trim() === '') return '';
  if (!/[`|\\]/.test(line)) return `\`${line.trim()}\``;
  const characters = line.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
  return `<code>${characters}</code>`;
}

/** A block that shows lines as they are, behind a fence that none of them can close. */
export function markdownBlock(text: string): string {
  const lines = plainLines(text);
  const runs = lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return `${fence}text\n${lines.join('\n')}\n${fence}`;
}

/** A table; the cells are Markdown already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
