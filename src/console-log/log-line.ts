import { firstWords, plainLine } from '../text/plain.ts';

/** One line of a log without what a logger or a collector writes in front of it. */
export interface LogLine {
  /** Undefined where no level is written: the output of a program, or a further line of a stack trace. */
  readonly level: 'low' | 'warning' | 'error' | undefined;
  /** The name of the logger, where one is recognised. */
  readonly logger: string;
  /** What follows the level, logger included. */
  readonly text: string;
}

/** A logger of Python's logging; those of the JVM have capitals and go on while they shut down. */
export const PYTHON_LOGGER = /^[a-z_]\w*(?:\.[a-z_]\w*)*$/;

const LONGEST_LINE_CHARACTERS = 4000;
/** The level stands near the beginning, or the word is part of a message. */
const LONGEST_PREFIX_CHARACTERS = 120;

/**
 * A date and a time, as log4j, Python's logging and container run times write them; a time alone is logback's. A
 * collector may write its own in front. */
const TIMESTAMP =
  /^\[?(?:\d{2,4}[-/.]\d{2}[-/.]\d{2}[T ])?\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|KST|[+-]\d{2}:?\d{2}))?\]?(?: (?:stdout|stderr) [FP])? ?/;
/** Korean: the levels of java.util.logging in that language. */
const LEVEL =
  /(?<![\w.])(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\b(?!\.)|^(?:정보|경고|심각)(?=:)/;
/**
 * Thread, source line or logger between time and level: at most two, in brackets, before a dash or bar, or names
 * that are no words of a sentence.
 */
const BEFORE_LEVEL =
  /^[-\s]*(?:(?:\[[^\]]*\]|\{[^}]*\}|root|[\w$]+[._][\w.$]*|[\w.$]+(?= ?[-|:]))[-\s|:]*){0,2}\[?$/;
/** What tqdm and Spark draw; what follows on the same line was written by somebody else. */
const PROGRESS_BAR =
  /^(?:[^|%]{0,80}%\|[^|]{0,200}\|[^[|]{0,40}\[[^\]]{0,80}\]|\[Stage \d+:[=> ]{0,200}\(\d+ \+ \d+\) \/ \d+\]) ?/;
const ERROR_LEVELS = new Set(['ERROR', 'FATAL', 'CRITICAL', 'SEVERE', '심각']);
const WARNING_LEVELS = new Set(['WARN', 'WARNING', '경고']);

/** A text field of a JSON object; the last one may have been cut off. */
const JSON_FIELD = /"([\w.@]{1,40})" ?: ?"((?:[^"\\]|\\.)*)/g;
const JSON_TEXT = /^(?:message|msg|event)$/;
const JSON_TRACE = /^(?:exc_info|exception|stack_trace|stacktrace|traceback|error\.stack_trace|stack)$/;
const JSON_LEVEL = /^(?:level|levelname|severity|log\.level|loglevel)$/;

/** The lines that one line stands for: more than one where a JSON object holds a stack trace. */
export function logLines(raw: string): LogLine[] {
  const line = firstWords(raw, LONGEST_LINE_CHARACTERS);
  return line.startsWith('{"') ? fromJson(line) : [fromText(line)];
}

function fromText(raw: string): LogLine {
  const line = plainLine(raw).replace(PROGRESS_BAR, '');
  const collected = line.replace(TIMESTAMP, '');
  const rest = collected.replace(TIMESTAMP, '');
  const level = LEVEL.exec(rest.slice(0, LONGEST_PREFIX_CHARACTERS));
  const before = rest.slice(0, level?.index ?? 0);
  const isPrefix = rest !== line ? BEFORE_LEVEL.test(before) : before === '' || before === '[';
  if (!level || !isPrefix) return { level: undefined, logger: '', text: rest };
  return withLevel(level[0], rest.slice(level.index + level[0].length), before);
}

function withLevel(level: string, rest: string, before: string): LogLine {
  const text = rest.replace(/^[\s\]:|-]+/, '');
  const after = /^(?:\[[^\]]{1,80}\] ?)?([\w.$-]{1,80})(?::\d{1,6})?(?: -|:)(?= |\S)/.exec(text)?.[1];
  const logger = after ?? /([\w.$]+)[-\s|[]*$/.exec(before)?.[1] ?? '';
  const kind = ERROR_LEVELS.has(level) ? 'error' : WARNING_LEVELS.has(level) ? 'warning' : 'low';
  return { level: kind, logger, text };
}

/** None for an object that is data, no record of a logger. Read field by field, since a long one arrives cut off. */
function fromJson(line: string): LogLine[] {
  const fields = [...line.matchAll(JSON_FIELD)].map(([, name = '', text = '']) => ({
    name: name.toLowerCase(),
    text: unescaped(text),
  }));
  const field = (pattern: RegExp) => fields.find(({ name }) => pattern.test(name))?.text;
  const captured = field(/^log$/);
  if (captured !== undefined) return captured.split('\n').filter(Boolean).map(fromText);
  const message = field(JSON_TEXT);
  const level = field(JSON_LEVEL)?.toUpperCase();
  if (message === undefined || level === undefined) return [];
  const [first = '', ...more] = `${message}\n${field(JSON_TRACE) ?? thrown(fields)}`.split('\n');
  const head = withLevel(level, plainLine(first), '');
  const logger = field(/^(?:logger|logger_name|name)$/) ?? head.logger;
  return [{ ...head, logger }, ...more.map(fromText)];
}

/** Spark 4 writes the class of an exception and its message as two fields, one after the other. */
function thrown(fields: readonly { readonly name: string; readonly text: string }[]): string {
  const at = fields.findIndex(({ name }, index) => name === 'class' && fields[index + 1]?.name === 'msg');
  return at < 0 ? '' : `${fields[at]?.text}: ${fields[at + 1]?.text}`;
}

/** The text of a JSON string, as it is where it is not one. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text.replace(/\\u[\da-f]{0,3}…?$/i, '…')}"`) as string;
  } catch {
    return text;
  }
}
