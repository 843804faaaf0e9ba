import type { Piece } from '../object-storage/get-piece.ts';
import { firstWords } from '../text/plain.ts';

/** Lines of a log, from outside: not safe to print as they are. */
export interface LogText {
  /** Oldest first; a line that was overwritten by carriage returns as it was last. */
  readonly lines: string[];
  /** Whether these are all lines of the log. */
  readonly isWhole: boolean;
  /** One line about lines that are not UTF-8. */
  readonly encodingNote: string | undefined;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const LONGEST_LINE_CHARACTERS = 2000;
/** Enough to see that a line is longer: UTF-8 takes up to three bytes for each unit of a string. */
const LONGEST_LINE_BYTES = 3 * (LONGEST_LINE_CHARACTERS + 1);
/** How much of the end shows whether it is text or binary. */
const SAMPLE_BYTES = 64 * 1024;
/** Text has next to no control characters, compressed data one in ten, UTF-16 one in two. */
const MOST_CONTROL_CHARACTERS = 0.05;
/** Backspace, tab, line feed, form feed, carriage return, escape. */
const CONTROL_CHARACTERS_OF_TEXT = new Set([0x08, TAB, LINE_FEED, 0x0c, CARRIAGE_RETURN, 0x1b]);

/** Whether this is no text: compressed, or with control characters that no text has, in number. */
export function isBinary({ bytes, isPacked }: Piece): boolean {
  if (isPacked) return true;
  const sample = bytes.subarray(-SAMPLE_BYTES);
  let controls = 0;
  for (const byte of sample) if (byte < 0x20 && !CONTROL_CHARACTERS_OF_TEXT.has(byte)) controls += 1;
  return controls > sample.length * MOST_CONTROL_CHARACTERS;
}

/**
 * The last lines, at most `count`. A first line that was cut off in front is left out, unless it is the only one: then
 * it begins with its first whole word.
 * Each line is UTF-8 or, where it is not, EUC-KR: a driver and a JVM with different settings write to one log.
 */
export function lastLines({ bytes, firstByte }: Piece, count: number): LogText {
  const encodings = { eucKr: 0, neither: 0 };
  const lines: string[] = [];
  let end = bytes.at(-1) === LINE_FEED ? bytes.length - 1 : bytes.length;
  while (end >= 0 && lines.length < count) {
    const start = end === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, end - 1) + 1;
    const isCut = start === 0 && firstByte > 0;
    if (isCut && lines.length > 0) break;
    const line = bytes.subarray(start, end);
    lines.push(isCut ? `…${decoded(lastWords(line), encodings)}` : decoded(lastState(line), encodings));
    end = start - 1;
  }
  return {
    lines: lines.reverse(),
    isWhole: firstByte === 0 && end < 0,
    encodingNote: encodingNote(encodings),
  };
}

/** What a terminal would show of a progress bar: the text after the last carriage return. */
function lastState(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && line[end - 1] === CARRIAGE_RETURN) end -= 1;
  const start = end === 0 ? 0 : line.lastIndexOf(CARRIAGE_RETURN, end - 1) + 1;
  return line.subarray(start, end);
}

/** Without the rest of the word in which it was cut: what is left of a secret is not masked any more. */
function lastWords(line: Buffer): Buffer {
  const end = lastState(line).subarray(-LONGEST_LINE_CHARACTERS);
  const space = end.findIndex((byte) => byte === SPACE || byte === TAB);
  return space < 0 ? Buffer.alloc(0) : end.subarray(space + 1);
}

function decoded(line: Buffer, encodings: { eucKr: number; neither: number }): string {
  const utf8 = decodedAs('utf-8', line);
  if (utf8 !== undefined) return utf8;
  const eucKr = decodedAs('euc-kr', line);
  encodings[eucKr === undefined ? 'neither' : 'eucKr'] += 1;
  return eucKr ?? firstWords(line.toString('utf8', 0, LONGEST_LINE_BYTES), LONGEST_LINE_CHARACTERS);
}

/** The line's beginning; undefined when it is not in this encoding. A last character that is cut does not count. */
function decodedAs(encoding: string, line: Buffer): string | undefined {
  const stream = line.length > LONGEST_LINE_BYTES;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(line.subarray(0, LONGEST_LINE_BYTES), {
      stream,
    });
    return firstWords(text, LONGEST_LINE_CHARACTERS);
  } catch {
    return undefined;
  }
}

function encodingNote({ eucKr, neither }: { eucKr: number; neither: number }): string | undefined {
  const notes = [
    eucKr > 0 ? `${linesOf(eucKr)} not UTF-8 and shown as EUC-KR` : '',
    neither > 0 ? `${linesOf(neither)} neither UTF-8 nor EUC-KR: what cannot be read is shown as \ufffd` : '',
  ].filter(Boolean);
  return notes.length === 0 ? undefined : `${notes.join('; ')}.`;
}

function linesOf(count: number): string {
  return count === 1 ? '1 line is' : `${count} lines are`;
}
