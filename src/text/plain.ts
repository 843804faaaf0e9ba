import { stripVTControlCharacters } from 'node:util';

/** Control characters, the Unicode line breaks, and the marks that reorder text. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * One harmless line: no control characters, no line breaks, and nothing that the runner takes for a command
 * (`::x::` at the beginning, `##[x]` anywhere).
 */
export function plainLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(UNSEEN, ' ')
    .replaceAll('##[', '# #[')
    .replace(/^(\s*):(?=:)/, '$1: ')
    .trimEnd();
}

/** Several harmless lines. */
export function plainLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map(plainLine);
}

/** At most so many characters, with a mark where something was cut off. */
export function shortened(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
}
