import { kindOf, OF_EXECUTOR } from './failure-words.ts';
import type { Incident, Source } from './likeliest-end.ts';
import { type LogLine, PYTHON_LOGGER } from './log-line.ts';

const TRACEBACK = 'Traceback (most recent call last):';
/** Of one exception in a group: the group itself is the reason. */
const WITHIN_GROUP = /^\s+\|/;
const GROUP = /^\s*\+ Exception Group /;
/** Python prints these tracebacks and goes on; also those of logging and of PySpark's own server. */
const IGNORED =
  /^(?:Exception ignored |Error in atexit|Error in sys\.excepthook|--- Logging error ---|Exception (?:happened|occurred) during processing of request)/;
const FRAME_OF_DESTRUCTOR = /^\s+File .*, in __del__$/;
/** The line that ends a traceback. A name alone needs a module in front of it or a usual ending. */
const EXCEPTION =
  /^(?:(?:[\p{L}_][\p{L}\p{N}_]*\.)*[\p{L}_][\p{L}\p{N}_]*(?:Error|Exception|Exit|Interrupt|Warning)|(?:[\p{L}_][\p{L}\p{N}_]*\.)+[\p{L}_][\p{L}\p{N}_]*|[A-Z]\w*(?=:)|(?:Base)?ExceptionGroup(?=:))(?:: ?.*)?$/u;
/** Further lines without indentation, prints mixed into it: after so many the end was missed. */
const MOST_STRAY_LINES = 20;

/** Between two tracebacks: the first was the cause of the second, or was being handled. */
const LINKS = new Map([
  ['The above exception was the direct cause of the following exception:', 'cause'],
  ['During handling of the above exception, another exception occurred:', 'handled'],
] as const) as ReadonlyMap<string, 'cause' | 'handled'>;

/** How two tracebacks are linked; undefined when the line does not say so. */
export function linkOf(text: string): 'cause' | 'handled' | undefined {
  return LINKS.get(text.trim());
}

/** The earlier incident of two that are linked, where that is the reason: the later one follows from it. */
export function followedRoot(
  link: 'cause' | 'handled' | undefined,
  earlier: Incident | undefined,
  exception: string,
): Incident | undefined {
  if (!earlier || link === undefined || link === 'cause') return link && earlier;
  // A connection that is lost while an exception is handled is that of a clean-up.
  const isLost = kindOf(exception, 'failure') === 'lost';
  return isLost && kindOf(earlier.words, 'failure') === 'failure' ? earlier : undefined;
}

export function beginsTraceback(text: string): boolean {
  return text.includes(TRACEBACK) && !WITHIN_GROUP.test(text);
}

/** A traceback of Python whose last line has not come yet. */
export class PythonTraceback {
  /** Undefined for one that ended nothing. */
  source: Source | undefined;
  /** The incident in whose stack trace it stands: it is what a Python function threw in an executor. */
  readonly of: Incident | undefined;
  readonly #isOfGroup: boolean;
  #strays = 0;

  constructor({ text }: LogLine, source: Source | undefined, current: Incident | undefined) {
    this.source = source;
    this.of = /^(?:: |Caused by: )/.test(text) ? current : undefined;
    this.#isOfGroup = GROUP.test(text);
  }

  /** Reads one more line: the exception, or undefined while that has not come. */
  read(line: string): string | undefined {
    const text = this.#isOfGroup ? line.replace(/^\s*\| ?/, '') : line;
    if (FRAME_OF_DESTRUCTOR.test(text)) this.source = undefined;
    if (/^\s/.test(text)) return undefined;
    if (EXCEPTION.test(text)) return text;
    this.#strays += 1;
    return undefined;
  }

  get isEndMissed(): boolean {
    return this.#strays > MOST_STRAY_LINES;
  }
}

/** Who wrote a traceback, by its first line and the line before; undefined for one that ended nothing. */
export function sourceOfTraceback(line: LogLine, before: LogLine): Source | undefined {
  if (line.level) return line.level === 'error' && !OF_EXECUTOR.test(line.text) ? 'logger' : undefined;
  if (IGNORED.test(before.text)) return undefined;
  if (/^Exception in thread /.test(before.text)) return 'logger';
  const isLogged = before.level === 'warning' || before.level === 'error';
  return isLogged && PYTHON_LOGGER.test(before.logger) ? 'logger' : 'script';
}
