import { getPiece, type PieceResult } from '../object-storage/get-piece.ts';
import { headObject } from '../object-storage/head-object.ts';
import {
  type Limits,
  type ObjectResponse,
  type ObjectStorage,
  objectTarget,
} from '../object-storage/object-storage.ts';
import { plainLine, shortened } from '../text/plain.ts';
import { formatDuration } from '../time/duration.ts';
import { isBinary, type LogText, lastLines } from './lines.ts';
import { surenessOfReason } from './reason.ts';
import { type ObjectReader, readTail } from './tail.ts';
import { isKeyRefused, whyUnreadable } from './unreadable.ts';

/** What reading a log needs of the world. */
export type ConsoleLogWorld = Omit<ObjectStorage, 'origin' | 'region'>;

/** Which log to read, and how long to try. */
export interface ConsoleLogOptions {
  /** Scheme, host and port of Object Storage. */
  readonly origin: string;
  readonly region: string;
  /** `jobCondition.consoleLogPath`: bucket and key, without a scheme. */
  readonly path: string;
  /** How many lines, 1 or more; fewer come where the lines are long. */
  readonly lines: number;
  /** The longest wait for one response. */
  readonly requestTimeoutMs: number;
  /** Whether the execution failed: then the end of the log says why, and is waited for. Default: false. */
  readonly hasFailed?: boolean | undefined;
  /** The longest time for all of it; default: 15 s. */
  readonly limitMs?: number | undefined;
  /** How long a log that is missing may still appear; default: 5 s. */
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
/** So far apart the tries that are allowed cover the time in which a log appears. */
const MISSING_PAUSE_MS = 1_000;
/** The last lines reach Object Storage seconds after the execution has failed: two more reads cover 4 s. */
const MOST_REREADS = 2;
const REREAD_PAUSE_MS = 2_000;
/** Lines of Spark logs have about 110 bytes: with twice that, a range holds the lines although some are long. */
const BYTES_PER_LINE = 256;
const FEWEST_BYTES = 64 * 1024;
/** Reading a log costs less than 1 MB. */
const MOST_BYTES = 896 * 1024;
const LONGEST_PATH_SHOWN = 300;

/** Reads the last lines of a console log in Object Storage. Never throws. */
export async function readConsoleLogEnd(
  world: ConsoleLogWorld,
  options: ConsoleLogOptions,
): Promise<ConsoleLog> {
  const { path, signal } = options;
  const shownPath = shortened(plainLine(path), LONGEST_PATH_SHOWN);
  const unreadable = (why: string): ConsoleLog => ({
    kind: 'unreadable',
    reason: plainLine(`The console log ${shownPath} ${why}.`),
  });
  const target = objectTarget(path);
  if (target === undefined) return unreadable('cannot be read: its path is not of the form bucket/key');
  try {
    const result = await readToTheEnd(world, options, target);
    return shown(result, options) ?? unreadable(whyUnreadable(result, placeOf(options)));
  } catch (error) {
    const why = signal?.aborted ? signal.reason : error;
    return unreadable(`was not read: ${why instanceof Error ? why.message : String(why)}`);
  }
}

/**
 * Reads the log of a failed execution again: while it has no reason, and while it grows and the reason is not sure.
 */
async function readToTheEnd(
  world: ConsoleLogWorld,
  options: ConsoleLogOptions,
  target: string,
): Promise<PieceResult> {
  const { clock } = world;
  const untilMs = clock.elapsedMs() + (options.limitMs ?? DEFAULT_LIMIT_MS);
  let bytes = Math.min(Math.max(options.lines * BYTES_PER_LINE, FEWEST_BYTES), MOST_BYTES);
  const reader = readerOf(world, options, target, untilMs);
  let result = await readTail(reader, bytes);
  let hasGrown = true;
  for (let rereads = 0; rereads < MOST_REREADS && mayGrow(result, hasGrown, options); rereads += 1) {
    if (clock.elapsedMs() + REREAD_PAUSE_MS >= untilMs) break;
    // On a slow network less came than was asked for first.
    if (result.kind === 'piece' && result.piece.firstByte > 0) bytes = result.piece.bytes.length;
    try {
      await clock.sleep(REREAD_PAUSE_MS, options.signal);
      const again = await readTail(reader, bytes);
      if (again.kind !== 'piece') continue;
      hasGrown = result.kind === 'piece' && again.piece.totalBytes !== result.piece.totalBytes;
      result = again;
    } catch {
      break;
    }
  }
  return result;
}

function mayGrow(result: PieceResult, hasGrown: boolean, options: ConsoleLogOptions): boolean {
  if (!options.hasFailed || result.kind !== 'piece' || isBinary(result.piece)) return false;
  const sureness = surenessOfReason(lastLines(result.piece, options.lines).lines);
  return sureness === 'none' || (sureness === 'weak' && hasGrown);
}

function readerOf(
  world: ConsoleLogWorld,
  options: ConsoleLogOptions,
  target: string,
  untilMs: number,
): ObjectReader {
  const { origin, region, signal, requestTimeoutMs } = options;
  const storage: ObjectStorage = { ...world, origin, region };
  const limits: Limits = { timeoutMs: Math.min(requestTimeoutMs, LONGEST_TRY_MS), untilMs, signal };
  const appearsUntilMs = world.clock.elapsedMs() + (options.appearsWithinMs ?? DEFAULT_APPEARS_WITHIN_MS);
  const waitsFor = (response: ObjectResponse) =>
    isMissing(response) && world.clock.elapsedMs() < appearsUntilMs ? MISSING_PAUSE_MS : undefined;
  return {
    get: (range) => getPiece(storage, target, range, limits, waitsFor),
    size: async () => {
      const presence = await headObject(storage, target, limits);
      return presence.kind === 'exists' ? presence.totalBytes : undefined;
    },
  };
}

/** The object may still come, a bucket does not. Who may not list a bucket gets 403 for what is missing. */
function isMissing(response: ObjectResponse): boolean {
  if (response.kind !== 'response') return false;
  const { status, code } = response;
  return (status === 404 && code !== 'NoSuchBucket') || (status === 403 && !isKeyRefused(code));
}

/** The lines; undefined when there is nothing to show. */
function shown(result: PieceResult, { lines }: ConsoleLogOptions): ConsoleLog | undefined {
  if (result.kind !== 'piece' || isBinary(result.piece)) return undefined;
  const text = lastLines(result.piece, lines);
  if (text.lines.every((line) => line.trim() === '')) return undefined;
  return { kind: 'read', totalBytes: result.piece.totalBytes, ...text };
}

function placeOf(options: ConsoleLogOptions) {
  const waitedMs = options.appearsWithinMs ?? DEFAULT_APPEARS_WITHIN_MS;
  return {
    bucket: shortened(plainLine(options.path.split('/', 1)[0] ?? ''), 80),
    region: options.region,
    waited: waitedMs > 0 ? formatDuration(waitedMs) : undefined,
  };
}
