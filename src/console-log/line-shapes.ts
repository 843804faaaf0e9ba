import { CLEAN_UP, ENDS_NOTHING } from './failure-words.ts';

export const SCRIPT_FRAME = /^\s+File ".*", line \d+$/;
export const SYNTAX_ERROR = /^(?:SyntaxError|IndentationError|TabError): /;
/** A qualified name such as java.io.IOException. */
export const JAVA_EXCEPTION = /^(?:[\w$]+\.)+[A-Z][\w$]*(?:Exception|Error|Failure|Throwable)(?:: .*|:)?$/;
/** No exception of Python has such a name: the JVM writes to the same log. */
export const OF_JVM = /^(?:javax?|scala|org\.apache)\.[\w.$]+(?::|$)/;
export const THREAD = /^Exception in thread "([^"]*)" /;
export const CAUSED_BY = /^(?:Caused by|원인): /;
/** The end of a stream: says less than the exception that it caused. */
export const SAYS_NOTHING = /^java\.io\.EOFException$/;
/** Words whose message is on the next line. */
export const NO_MESSAGE =
  /^(?:[\p{L}\p{N}_$]+\.)*[\p{L}\p{N}_$]+(?: in query)?:$|Reason:\s*$|^Error: LinkageError .* main class \S+$/u;
export const FRAME = /^\s+(?:at |\.\.\. \d|File )/;
/** A row of a table or of a query plan: data. */
export const DATA = /^\s*[|+*]/;
/** From here on a message quotes SQL, which is no output of the script. */
export const QUOTES_SQL = /^(?:== SQL|\[SQL: )/;

/** Whether a line, or the line above a stack trace, is of something that ends no program. */
export function endsNothing(text: string): boolean {
  return CLEAN_UP.test(text) || ENDS_NOTHING.test(text);
}
