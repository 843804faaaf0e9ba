import { CLEAN_UP, isKilledBySystem, kindOf, LAST_WORDS, OF_EXECUTOR, telling } from './failure-words.ts';
import { type Incident, LikeliestEnd, type Source, surer } from './likeliest-end.ts';
import {
  CAUSED_BY,
  DATA,
  endsNothing,
  FRAME,
  JAVA_EXCEPTION,
  NO_MESSAGE,
  OF_JVM,
  QUOTES_SQL,
  SAYS_NOTHING,
  SCRIPT_FRAME,
  SYNTAX_ERROR,
  THREAD,
} from './line-shapes.ts';
import type { LogLine } from './log-line.ts';
import { progressOf } from './progress.ts';
import {
  beginsTraceback,
  followedRoot,
  linkOf,
  PythonTraceback,
  sourceOfTraceback,
} from './python-traceback.ts';

/** What a script prints as it ends is less; Spark starts Python without a buffer, so it comes in its order. */
const MOST_LAST_PRINTS = 20;

/** Reads a log line by line: gathers what may have ended the program, and what shows that it went on. */
export class FailureReader {
  readonly end = new LikeliestEnd();
  /** The incident whose stack trace is being read: what comes now can say more of it. */
  #current: Incident | undefined;
  /** The incident whose message is expected on the next line. */
  #unfinished: Incident | undefined;
  #latest: Incident | undefined;
  #traceback: PythonTraceback | undefined;
  /** What the last traceback came to, and how the next one follows from it. */
  #thrown: { readonly incident: Incident | undefined; readonly source: Source | undefined } | undefined;
  #link: ReturnType<typeof linkOf>;
  #sinceScriptFrame = Number.POSITIVE_INFINITY;
  #prints = 0;
  #previous: LogLine = { level: undefined, logger: '', text: '' };
  /** The last line of a logger: those without a level that follow may belong to it. */
  #header: LogLine = this.#previous;

  /** Whether the program printed something after the last incident. */
  get hasPrintsAfter(): boolean {
    return this.#prints > 0;
  }

  read(line: LogLine): void {
    if (line.text.trim() === '') return;
    if (beginsTraceback(line.text)) this.#beginTraceback(line);
    else if (line.level) this.#readLogged(line);
    else if (this.#unfinished) this.#readMessage(line.text);
    else if (this.#traceback && !OF_JVM.test(line.text)) this.#readTraceback(line.text, this.#traceback);
    else this.#readPlain(line.text);
    this.#sinceScriptFrame = SCRIPT_FRAME.test(line.text) ? 0 : this.#sinceScriptFrame + 1;
    this.#previous = line;
    if (line.level) this.#header = line;
  }

  #beginTraceback(line: LogLine): void {
    this.#unfinished = undefined;
    const linked = this.#link && this.#thrown;
    const source = linked ? linked.source : sourceOfTraceback(line, this.#previous);
    this.#traceback = new PythonTraceback(line, source, this.#current);
  }

  #readTraceback(text: string, traceback: PythonTraceback): void {
    const exception = traceback.read(text);
    if (exception !== undefined) this.#endTraceback(exception, traceback);
    else if (traceback.isEndMissed) this.#traceback = undefined;
  }

  #endTraceback(exception: string, { source, of }: PythonTraceback): void {
    const root = followedRoot(this.#link, this.#thrown?.incident, exception);
    this.#traceback = undefined;
    this.#link = undefined;
    if (of) of.words = exception;
    const incident = of ?? root ?? (source && this.#begin(exception, source));
    if (!incident) this.#current = undefined;
    this.#thrown = { incident, source };
  }

  /** A line that begins with its level belongs to no stack trace. */
  #readLogged(line: LogLine): void {
    const { level, text, logger } = line;
    if (!this.#traceback) this.#current = undefined;
    this.#unfinished = undefined;
    const progress = progressOf(line);
    if (progress === 'new work' || (progress && !this.#traceback)) this.end.noticeProgress(progress);
    if (endsNothing(text)) return;
    const isOfExecutor = OF_EXECUTOR.test(text);
    if (/Final app status: FAILED/.test(text)) this.#addLogged(telling(text));
    else if (/User class threw exception: /.test(text) || LAST_WORDS.test(text)) this.#begin(text, 'end');
    else if (kindOf(text, 'error') === 'killed') this.#beginKilled(text, isOfExecutor);
    else if (level === 'error' && !isOfExecutor) this.#addLogged(text, logger);
  }

  /** The message of an exception whose own line has none. */
  #readMessage(text: string): void {
    const incident = this.#unfinished;
    this.#unfinished = undefined;
    if (!incident || FRAME.test(text) || CAUSED_BY.test(text) || QUOTES_SQL.test(text)) this.#readPlain(text);
    else incident.words = telling(`${incident.words} ${text.trim()}`);
  }

  #readPlain(text: string): void {
    if (linkOf(text)) this.#link = linkOf(text);
    else if (FRAME.test(text)) this.#readFrame(text);
    else if (CAUSED_BY.test(text)) this.#say(text.replace(CAUSED_BY, ''));
    // Py4J puts the Java exception behind a colon, or after "Trace:", on a line of its own.
    else if (this.#current && text.startsWith(': ')) this.#say(text.slice(2));
    else if (this.#current?.words.endsWith(' Trace:')) this.#say(text);
    else if (THREAD.test(text)) this.#beginThread(text);
    else if (JAVA_EXCEPTION.test(text)) this.#beginJava(text);
    else if (LAST_WORDS.test(text)) this.#begin(text, 'end');
    else if (SYNTAX_ERROR.test(text) && this.#sinceScriptFrame < 4) this.#begin(text, 'end');
    else this.#readOutput(text);
  }

  #readOutput(text: string): void {
    const kind = DATA.test(text) ? undefined : kindOf(text, 'error');
    // A list of what Kubernetes says of a pod follows the line about its executor.
    const isOfExecutor = OF_EXECUTOR.test(text) || (/^\s/.test(text) && OF_EXECUTOR.test(this.#header.text));
    if (kind === 'killed') this.#beginKilled(text, isOfExecutor);
    else if (kind === 'exit') this.#addLogged(text);
    else this.#countPrint(text);
  }

  #countPrint(text: string): void {
    if (QUOTES_SQL.test(text)) this.#prints = Number.NEGATIVE_INFINITY;
    if (!/^[\s'+:]/.test(text)) this.#prints += 1;
    if (this.#prints === MOST_LAST_PRINTS) this.end.noticeProgress('of the script');
  }

  /** The stack trace of a clean-up does not count. */
  #readFrame(text: string): void {
    if (!this.#current || !CLEAN_UP.test(text)) return;
    this.#current.isRetracted = true;
    this.#current = undefined;
  }

  #say(words: string): void {
    if (!this.#current || SAYS_NOTHING.test(words)) return;
    this.#current.words = telling(words);
    this.#unfinished = NO_MESSAGE.test(this.#current.words) ? this.#current : undefined;
  }

  #beginThread(text: string): void {
    const words = text.replace(THREAD, '');
    const isMain = THREAD.exec(text)?.[1] === 'main' && !/Shutdown in progress/.test(text);
    if (kindOf(words, 'failure') === 'killed') this.#beginKilled(words, false);
    else this.#begin(words, isMain ? 'end' : 'logger');
  }

  /** A logger writes the stack trace of an exception that was caught; after a warning the program goes on. */
  #beginJava(text: string): void {
    const { level, text: header, logger } = this.#previous;
    const isOfExecutor = level !== undefined && OF_EXECUTOR.test(header);
    // PySpark prints the JVM's copy of an exception that it captured; a thread is interrupted when all is over.
    const isNothing =
      header.startsWith('JVM stacktrace:') || text.startsWith('java.lang.InterruptedException');
    this.#current = undefined;
    if (kindOf(text, 'failure') === 'killed') this.#beginKilled(text, isOfExecutor || level === 'warning');
    else if (isNothing || isOfExecutor || level === 'warning' || (level && endsNothing(header))) return;
    else this.#begin(text, level === 'error' ? 'logger' : 'java', level && logger);
  }

  #beginKilled(text: string, isOfExecutor: boolean): void {
    const words = text.replace(/^# +/, '');
    if (isOfExecutor) this.#add({ words, source: 'logger', fallback: 'failure', isOfExecutor });
    else this.#begin(words, isKilledBySystem(text) ? 'end' : 'logger');
  }

  /** What is said twice stays one incident: its stack trace may come with the second time. */
  #begin(text: string, source: Source, logger?: string): Incident {
    const words = telling(text);
    this.#link = undefined;
    const again = this.#latest?.words === words && !this.#latest.isRetracted ? this.#latest : undefined;
    if (again) again.source = surer(again.source, source);
    this.#latest = this.#add(again ?? { words, source, fallback: 'failure', logger });
    this.#current = this.#latest;
    this.#unfinished = NO_MESSAGE.test(words) ? this.#current : undefined;
    return this.#current;
  }

  #addLogged(words: string, logger?: string): void {
    this.#add({ words, source: 'logger', fallback: 'error', logger });
  }

  #add(incident: Incident): Incident {
    this.#prints = 0;
    return this.end.add(incident);
  }
}
