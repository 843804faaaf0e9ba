import {
  getPiece,
  type ObjectAnswer,
  type ObjectStorage,
  objectTarget,
} from '../object-storage/object-storage.ts';
import { plainLine, shortened } from '../text/plain.ts';
import type { Clock } from '../time/clock.ts';
import { formatDuration } from '../time/duration.ts';
import { holdsLines, isBinary, type LogText, lastLines } from './lines.ts';
import { askPatiently, type Patience } from './patience.ts';
import { readTail } from './tail.ts';
import { whyNot } from './why-not.ts';

/** What reading a log needs of the world. */
export interface ConsoleLogWorld extends Omit<ObjectStorage, 'origin' | 'region'> {
  readonly clock: Clock;
  readonly random: () => number;
}

/** Which log to read, and how hard to try. */
export interface ConsoleLogOptions {
  /** Scheme, host and port of Object Storage. */
  readonly origin: string;
  readonly region: string;
  /** `jobCondition.consoleLogPath`: bucket and key, without a scheme. */
  readonly path: string;
  /** How many lines, 1 or more. */
  readonly lines: number;
  /** The longest wait for one answer. */
  readonly requestTimeoutMs: number;
  /** The longest time for all of it; 15 s unless given. */
  readonly limitMs?: number | undefined;
  /** How long a log that is not there may still appear; 5 s unless given. */
  readonly appearsWithinMs?: number | undefined;
  /** Ends the reading at once. */
  readonly signal?: AbortSignal | undefined;
}

/** The end of a log, or one line that says why there is none. All of it is from outside: make it safe first. */
export type ConsoleLog =
  | (LogText & { readonly kind: 'read'; readonly totalBytes: number })
  | { readonly kind: 'unreadable'; readonly reason: string };

const DEFAULT_LIMIT_MS = 15_000;
const DEFAULT_APPEARS_WITHIN_MS = 5_000;
/** Short, so that a server which hangs once leaves time for another try. */
const LONGEST_TRY_MS = 5_000;
const LONGEST_PATH_SHOWN = 300;

/** Reads the last lines of a console log in Object Storage, for less than 1 MB. Never throws. */
export async function readConsoleLogEnd(
  world: ConsoleLogWorld,
  options: ConsoleLogOptions,
): Promise<ConsoleLog> {
  const { path, lines, signal } = options;
  const shownPath = shortened(plainLine(path), LONGEST_PATH_SHOWN);
  const unreadable = (why: string): ConsoleLog => ({
    kind: 'unreadable',
    reason: plainLine(`The console log ${shownPath} ${why}.`),
  });
  const target = objectTarget(path);
  if (target === undefined) return unreadable('cannot be read: that is not a path of the form bucket/key');
  try {
    const answer = await readTail(asking(world, options, target), (tail) => holdsLines(tail, lines));
    return read(answer, options) ?? unreadable(whyNot(answer, about(options)));
  } catch (error) {
    const why = signal?.aborted ? signal.reason : error;
    return unreadable(`was not read: ${why instanceof Error ? why.message : String(why)}`);
  }
}

function asking(world: ConsoleLogWorld, options: ConsoleLogOptions, target: string) {
  const storage: ObjectStorage = { ...world, origin: options.origin, region: options.region };
  const { signal } = options;
  const patience: Patience = {
    clock: world.clock,
    random: world.random,
    signal,
    deadlineMs: world.clock.elapsedMs() + (options.limitMs ?? DEFAULT_LIMIT_MS),
    tryMs: Math.min(options.requestTimeoutMs, LONGEST_TRY_MS),
    appearsWithinMs: options.appearsWithinMs ?? DEFAULT_APPEARS_WITHIN_MS,
  };
  return (range: string) =>
    askPatiently((timeoutMs) => getPiece(storage, target, range, { timeoutMs, signal }), patience);
}

/** The lines; undefined when there is nothing to show. */
function read(answer: ObjectAnswer, { lines }: ConsoleLogOptions): ConsoleLog | undefined {
  if (answer.kind !== 'piece' || isBinary(answer.piece)) return undefined;
  const text = lastLines(answer.piece, lines);
  if (text.lines.every((line) => line.trim() === '')) return undefined;
  return { kind: 'read', totalBytes: answer.piece.totalBytes, ...text };
}

function about(options: ConsoleLogOptions) {
  const waitedMs = options.appearsWithinMs ?? DEFAULT_APPEARS_WITHIN_MS;
  return {
    bucket: shortened(plainLine(options.path.split('/', 1)[0] ?? ''), 80),
    region: options.region,
    waited: waitedMs > 0 ? formatDuration(waitedMs) : undefined,
  };
}
