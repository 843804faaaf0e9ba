import { plainLine, shortened } from '../text/plain.ts';

const LONGEST_REASON_CHARACTERS = 300;
const LONGEST_LINE_CHARACTERS = 4000;

/** A date and a time in front of a line, as log4j, Python's logging and container run times write them. */
const TIMESTAMP =
  /^\[?\d{2,4}[-/.]\d{2}[-/.]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|KST|[+-]\d{2}:?\d{2}))?\]?(?: (?:stdout|stderr) [FP])? ?/;
const LEVEL = /^\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\b\]?:? */;
const TRACEBACK = 'Traceback (most recent call last):';
/** The line that ends a traceback: a name with a capital or a module in front of it; it may have no message. */
const PYTHON_EXCEPTION = /^(?:(?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*|[A-Z_]\w*)(?:: ?.*)?$/;
/** A qualified name such as java.io.IOException. */
const JAVA_EXCEPTION = /^(?:[\w$]+\.)+[A-Z][\w$]*(?:Exception|Error|Failure|Throwable)(?:: .*|:)?$/;
const THREAD = /^Exception in thread "[^"]*" /;
const CAUSED_BY = /^\s*Caused by: /;
/** What the process was killed for. */
const KILLED =
  /OutOfMemoryError|OOMKilled|Container killed by YARN|(?:exit|exited with) (?:code|status):? ?137\b|^Killed$/i;
/** These say only that something else went wrong. */
const SAYS_NOTHING = /\bSparkUserAppException\b/;

/** A failure that the log tells of, in its most telling words so far. */
interface Failure {
  words: string;
}

/**
 * The one line of a log that says why its program failed: the end of the last Python traceback, the deepest cause
 * of the last Java stack trace, what it was killed for or, failing these, the last ERROR line. At most about 300
 * characters; from outside, so not safe for Markdown.
 * @returns undefined when nothing is recognised
 */
export function reasonOf(lines: readonly string[]): string | undefined {
  const reader = new FailureReader();
  for (const line of lines) reader.read(line);
  const words = reader.reason?.replace(/\s+/g, ' ').trim();
  return words ? shortened(words, LONGEST_REASON_CHARACTERS) : undefined;
}

class FailureReader {
  #python: Failure | undefined;
  /** The last Java failure or the last kill, whichever came later. */
  #java: Failure | undefined;
  #error: Failure | undefined;
  /** The failure whose stack trace is being read: what comes now can tell more of it. */
  #current: Failure | undefined;
  #inTraceback = false;

  get reason(): string | undefined {
    return (this.#python ?? this.#java ?? this.#error)?.words;
  }

  read(raw: string): void {
    const line = plainLine(shortened(raw, LONGEST_LINE_CHARACTERS)).replace(TIMESTAMP, '');
    if (line.includes(TRACEBACK)) {
      this.#inTraceback = true;
      return;
    }
    const level = LEVEL.exec(line);
    if (level) this.#readLogLine(level[1] ?? '', line.slice(level[0].length));
    else if (this.#inTraceback) this.#readTraceback(line);
    else this.#readTrace(line);
  }

  /** A line that begins with its level belongs to no stack trace. */
  #readLogLine(level: string, text: string): void {
    if (!this.#inTraceback) this.#current = undefined;
    if (KILLED.test(text)) this.#java = { words: text };
    else if (/^(?:ERROR|FATAL|CRITICAL|SEVERE)$/.test(level) && text !== '') this.#error = { words: text };
  }

  #readTraceback(line: string): void {
    if (!PYTHON_EXCEPTION.test(line)) return;
    this.#inTraceback = false;
    this.#python = this.#current = { words: line };
  }

  #readTrace(line: string): void {
    const cause = CAUSED_BY.test(line) ? line.replace(CAUSED_BY, '') : undefined;
    // Py4J puts the Java exception behind a colon, on a line of its own.
    const wrapped = this.#current && line.startsWith(': ') ? line.slice(2) : undefined;
    const head = line.replace(THREAD, '');
    if (this.#current && (cause ?? wrapped)) this.#current.words = cause ?? wrapped ?? '';
    else if (cause ?? (THREAD.test(line) || JAVA_EXCEPTION.test(head))) this.#startJava(cause ?? head);
    else if (KILLED.test(line)) this.#java = { words: line.trim() };
  }

  #startJava(words: string): void {
    this.#current = SAYS_NOTHING.test(words) ? undefined : { words };
    this.#java = this.#current ?? this.#java;
  }
}
