import { firstWords, oneLine } from '../text/plain.ts';
import { CLEAN_UP, ENDS_NOTHING, kindOf, NOT_BEGUN, OF_EXECUTOR, telling } from './failure-words.ts';
import { type Incident, LikeliestEnd, SURENESS } from './likeliest-end.ts';
import { type LogLine, logLines, PYTHON_LOGGER } from './log-line.ts';

const LONGEST_REASON_CHARACTERS = 300;

const TRACEBACK = 'Traceback (most recent call last):';
const DIRECT_CAUSE = 'The above exception was the direct cause of the following exception:';
/** Python prints these tracebacks and goes on. */
const IGNORED_TRACEBACK = /^(?:Exception ignored |Error in atexit|Error in sys\.excepthook)/;
const FRAME_OF_DESTRUCTOR = /^\s+File .*, in __del__$/;
/** The line that ends a traceback. A name alone needs a module in front of it or a usual ending. */
const PYTHON_EXCEPTION =
  /^(?:(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Exit|Interrupt|Warning)|(?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*|[A-Z]\w*(?=:))(?:: ?.*)?$/;
const SCRIPT_FRAME = /^\s+File ".*", line \d+$/;
const SYNTAX_ERROR = /^(?:SyntaxError|IndentationError|TabError): /;
/** Further lines of a traceback without indentation, prints mixed into it: after so many the end was missed. */
const MOST_STRAY_LINES = 20;
/** A qualified name such as java.io.IOException. */
const JAVA_EXCEPTION = /^(?:[\w$]+\.)+[A-Z][\w$]*(?:Exception|Error|Failure|Throwable)(?:: .*|:)?$/;
/** No exception of Python has such a name: the JVM writes to the same log. */
const OF_JVM = /^(?:javax?|scala|org\.apache)\.[\w.$]+(?::|$)/;
const THREAD = /^Exception in thread "([^"]*)" /;
const CAUSED_BY = /^(?:Caused by|원인): /;
const NO_MESSAGE = /^(?:[\w$]+\.)*[\w$]+(?: in query)?:$/;
const FRAME = /^\s+(?:at |\.\.\. \d|File )/;

/**
 * The one line of a log that says why its program failed, at most 300 characters. In a chain of consequences that
 * is the first one that is known: the deepest `Caused by`, the root of Python's direct causes, memory that ran out
 * before a connection was lost. An exception raised while another was handled is shown itself: the handler chose
 * its words. From outside, so not safe for Markdown.
 * @returns undefined when nothing is recognised for sure: no line is better than the wrong one
 */
export function reasonOf(lines: readonly string[]): string | undefined {
  const reader = new FailureReader();
  for (const raw of lines) for (const line of logLines(raw)) reader.read(line);
  const words = oneLine(reader.end.incident?.words ?? '');
  return words ? firstWords(words, LONGEST_REASON_CHARACTERS) : undefined;
}

class FailureReader {
  readonly end = new LikeliestEnd();
  /** The incident whose stack trace is being read: what comes now can say more of it. */
  #current: Incident | undefined;
  /** The incident whose message is expected on the next line. */
  #unfinished: Incident | undefined;
  #traceback: { readonly sureness: number; readonly of: Incident | undefined; strays: number } | undefined;
  #keepsRoot = false;
  #sinceScriptFrame = Number.POSITIVE_INFINITY;
  #previous: LogLine = { level: undefined, logger: '', text: '' };

  read(line: LogLine): void {
    if (line.text.trim() === '') return;
    if (line.text.includes(TRACEBACK)) this.#beginTraceback(line);
    else if (line.level) this.#readLogged(line);
    else if (this.#unfinished) this.#readMessage(line.text);
    else if (this.#traceback) this.#readTraceback(line.text, this.#traceback);
    else this.#readPlain(line.text);
    this.#sinceScriptFrame = SCRIPT_FRAME.test(line.text) ? 0 : this.#sinceScriptFrame + 1;
    this.#previous = line;
  }

  /** A traceback within a stack trace belongs to it: it is what a Python function threw in an executor. */
  #beginTraceback({ text, level }: LogLine): void {
    this.#unfinished = undefined;
    const of = /^(?:: |Caused by: )/.test(text) ? this.#current : undefined;
    this.#traceback = { sureness: this.#surenessOfTraceback(text, level), of, strays: 0 };
  }

  /** 0 for one that ended nothing. */
  #surenessOfTraceback(text: string, level: LogLine['level']): number {
    const { text: before, level: levelBefore, logger: loggerBefore } = this.#previous;
    if (level) return level === 'warning' || level === 'low' || OF_EXECUTOR.test(text) ? 0 : SURENESS.logged;
    if (IGNORED_TRACEBACK.test(before)) return 0;
    if (/^Exception in thread /.test(before)) return SURENESS.logged;
    const isLogged =
      (levelBefore === 'warning' || levelBefore === 'error') && PYTHON_LOGGER.test(loggerBefore);
    return isLogged ? SURENESS.logged : SURENESS.printed;
  }

  #readTraceback(
    text: string,
    traceback: { sureness: number; of: Incident | undefined; strays: number },
  ): void {
    if (FRAME_OF_DESTRUCTOR.test(text)) this.#traceback = { ...traceback, sureness: 0 };
    if (/^\s/.test(text)) return;
    if (OF_JVM.test(text)) {
      this.#beginJava(text);
      return;
    }
    if (!PYTHON_EXCEPTION.test(text)) {
      traceback.strays += 1;
      if (traceback.strays > MOST_STRAY_LINES) this.#traceback = undefined;
      return;
    }
    this.#traceback = undefined;
    if (traceback.of) traceback.of.words = text;
    else if (this.#keepsRoot) this.#keepsRoot = false;
    else if (traceback.sureness > 0) this.#begin(text, traceback.sureness);
    else this.#current = undefined;
  }

  /** A line that begins with its level belongs to no stack trace. */
  #readLogged(line: LogLine): void {
    const { level, text } = line;
    if (!this.#traceback) this.#current = undefined;
    this.#unfinished = undefined;
    this.end.noticeProgress(line, this.#traceback !== undefined);
    if (endsNothing(text)) return;
    if (/Final app status: FAILED/.test(text)) this.end.consider(telling(text), SURENESS.logged, 'error');
    else if (/User class threw exception: /.test(text)) this.#begin(text, SURENESS.certain);
    else if (NOT_BEGUN.test(text)) this.#begin(text, SURENESS.certain);
    else if (kindOf(text, 'error') === 'killed') this.#beginKilled(text, OF_EXECUTOR.test(text));
    else if (level === 'error' && !OF_EXECUTOR.test(text)) this.end.consider(text, SURENESS.logged, 'error');
  }

  /** The message of an exception whose own line has none. */
  #readMessage(text: string): void {
    const incident = this.#unfinished;
    this.#unfinished = undefined;
    if (!incident || FRAME.test(text) || CAUSED_BY.test(text) || text.startsWith('== SQL'))
      this.#readPlain(text);
    else incident.words = `${incident.words} ${text.trim()}`;
  }

  #readPlain(text: string): void {
    if (text === DIRECT_CAUSE) this.#keepsRoot = this.end.incident !== undefined;
    else if (FRAME.test(text)) this.#readFrame(text);
    else if (CAUSED_BY.test(text)) this.#say(text.replace(CAUSED_BY, ''));
    // Py4J puts the Java exception behind a colon, on a line of its own.
    else if (this.#current && text.startsWith(': ')) this.#say(text.slice(2));
    else if (THREAD.test(text)) this.#beginThread(text);
    else if (JAVA_EXCEPTION.test(text)) this.#beginJava(text);
    else if (NOT_BEGUN.test(text)) this.#begin(text, SURENESS.certain);
    else if (SYNTAX_ERROR.test(text) && this.#sinceScriptFrame < 4) this.#begin(text, SURENESS.certain);
    else this.#readEnd(text);
  }

  #readEnd(text: string): void {
    const kind = kindOf(text, 'error');
    if (kind === 'killed') this.#beginKilled(text, OF_EXECUTOR.test(text));
    else if (kind === 'exit') this.end.consider(text, SURENESS.logged, 'error');
  }

  /** The stack trace of a clean-up does not count. */
  #readFrame(text: string): void {
    if (!this.#current || !CLEAN_UP.test(text)) return;
    this.end.retract(this.#current);
    this.#current = undefined;
  }

  #say(words: string): void {
    if (!this.#current) return;
    this.#current.words = telling(words);
    this.#unfinished = NO_MESSAGE.test(this.#current.words) ? this.#current : undefined;
  }

  #beginThread(text: string): void {
    const words = text.replace(THREAD, '');
    const isMain = THREAD.exec(text)?.[1] === 'main' && !/Shutdown in progress/.test(text);
    if (kindOf(words, 'failure') === 'killed') this.#beginKilled(words, false);
    else this.#begin(words, isMain ? SURENESS.certain : SURENESS.logged);
  }

  /** A logger writes the stack trace of an exception that was caught; after a warning the program goes on. */
  #beginJava(text: string): void {
    const { level, text: header } = this.#previous;
    const isOfExecutor = level !== undefined && OF_EXECUTOR.test(header);
    // PySpark prints the JVM's copy of an exception that it captured; a thread is interrupted when all is over.
    const isNothing =
      header.startsWith('JVM stacktrace:') || text.startsWith('java.lang.InterruptedException');
    this.#current = undefined;
    if (kindOf(text, 'failure') === 'killed') this.#beginKilled(text, isOfExecutor || level === 'warning');
    else if (isNothing || isOfExecutor || level === 'warning' || (level && endsNothing(header))) return;
    else this.#begin(text, level === 'error' ? SURENESS.logged : SURENESS.printed);
  }

  #beginKilled(text: string, isOfExecutor: boolean): void {
    const words = text.replace(/^# +/, '');
    if (isOfExecutor) this.end.rememberExecutor(words);
    else this.#begin(words, SURENESS.certain);
  }

  #begin(text: string, sureness: number): void {
    const words = telling(text);
    this.#current = this.end.consider(words, sureness, 'failure');
    this.#unfinished = NO_MESSAGE.test(words) ? this.#current : undefined;
    this.#keepsRoot = false;
  }
}

function endsNothing(text: string): boolean {
  return CLEAN_UP.test(text) || ENDS_NOTHING.test(text);
}
