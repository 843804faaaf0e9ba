import { stripVTControlCharacters } from 'node:util';
import { unchanged } from './given-texts.ts';

/** Control characters, what is no character, the Unicode line breaks, and the marks that reorder text. */
const UNSEEN =
  /[\p{Cc}\p{Noncharacter_Code_Point}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Characters that .NET ignores when it searches for a text, as the runner does for `::` and `##[`. */
const IGNORED = '\\p{Default_Ignorable_Code_Point}\\p{Cf}\\p{M}';
const COMMAND = new RegExp(`^([\\s${IGNORED}]*:)(?=[${IGNORED}]*:)`, 'u');
const OLDER_COMMAND = new RegExp(`#(?=[${IGNORED}]*#[${IGNORED}]*\\[)`, 'gu');

/**
 * One harmless line: no control characters, no line breaks, and nothing that the runner takes for a command
 * (`::x::` at the beginning, `##[x]` anywhere).
 */
export function plainLine(text: string): string {
  return unchanged(text, (given) =>
    stripVTControlCharacters(given.toWellFormed())
      .replace(UNSEEN, ' ')
      .replace(OLDER_COMMAND, '# ')
      .replace(COMMAND, '$1 ')
      .trimEnd(),
  );
}

/** Several harmless lines. */
export function plainLines(text: string): string[] {
  const oneBreak = unchanged(text, (given) => given.replace(/\r\n|[\r\u0085\u2028\u2029]/g, '\n'));
  return oneBreak.split('\n').map(plainLine);
}

/** A text of several lines as one, with one space for all white space in a row. */
export function oneLine(text: string): string {
  return unchanged(text, (given) => given.trim().replace(/\s+/g, ' '));
}

/**
 * The first words of a text, at most so many characters, with a mark where something was left out. A word is whole or
 * left out: a secret that this action was never given can be in the text, and the runner masks no part of it.
 */
export function firstWords(text: string, characters: number): string {
  return unchanged(text, (given) =>
    given.length <= characters
      ? given
      : `${(/^.*\s/s.exec(given.slice(0, characters))?.[0] ?? '').trimEnd()}…`,
  );
}

/** A text as a part of a sentence: without full stops at its end. */
export function withoutFullStop(text: string): string {
  return unchanged(text, (given) => given.replace(/\.+$/, ''));
}

/** A name, at most so many characters, with a mark where something was cut off; never half of one. */
export function shortened(text: string, characters: number): string {
  return unchanged(text, (given) =>
    given.length <= characters ? given : `${given.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, '')}…`,
  );
}
