import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Execution } from '../dataflow/model.ts';
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import type { ExecutionContext } from './context.ts';
import { allExecutions } from './listing.ts';
import { acceptedAtMs } from './status.ts';

/** A start that was sent and whose answer may be lost: all that is needed to know its execution again. */
export interface LostStart {
  readonly jobId: string;
  readonly jobCondition: JsonObject;
  readonly triggerId: string | undefined;
  /** The parameters that were given, wherever they stand. */
  readonly parameters: JsonObject;
  /** Parameters that the job itself has saved: the service may add them to those that were given. */
  readonly savedParameters: JsonObject;
  /** Executions that were listed before it was sent, as far as their dates could be mistaken for its own. */
  readonly baselineIds: readonly string[];
  /** When it was first sent, by the service's clock: milliseconds since 1970, at most a second early. */
  readonly sentAtMs: number;
}

/** What a search for the execution of a lost start brought. */
export type Search =
  /** One or more that could be it. */
  | { readonly kind: 'found'; readonly executions: readonly Execution[] }
  /** It was looked for long enough: there is none. */
  | { readonly kind: 'none' }
  /** The list could not be read, or time ran out: nothing is known. */
  | { readonly kind: 'unclear'; readonly error: DataFlowError | undefined };

/** How far the clock that dates executions may lag behind the one that dates answers, in milliseconds. */
const CLOCK_TOLERANCE_MS = 5_000;
/** How long an execution may take to be listed. Only after that, "none" means that there is none. */
export const LOOK_FOR_MS = 12_000;
/** A list that lags 5 s is normal: only after that, the only one that is listed is the only one. */
const SETTLED_AFTER_MS = 6_000;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
const SHORTEST_LOOK_MS = 500;
/** Refusals in a row before they are taken as the service's last word. */
const CONFIRMATIONS = 3;

/** How long to look. Times are on the clock's `elapsedMs`. */
export interface SearchLimits {
  /** A list that cannot be read proves nothing: then it looks on until here. */
  readonly deadlineMs: number;
  /** There is no time to see whether it stays the only one. */
  readonly hurry?: boolean;
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for the execution of a start without an answer: until one has been the only one that could be it for as
 * long as a list may lag, or until there has been none for longer.
 * @throws the signal's reason when aborted
 */
export async function findLostStart(
  { client, clock, tell }: ExecutionContext,
  lost: LostStart,
  { deadlineMs, hurry = false, signal }: SearchLimits,
): Promise<Search> {
  const beganMs = clock.elapsedMs();
  let refusals = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.6, LONGEST_PAUSE_MS)) {
    const lookedForMs = clock.elapsedMs() - beganMs;
    const call = { once: true, untilMs: Math.max(deadlineMs, clock.elapsedMs() + SHORTEST_LOOK_MS), signal };
    const seen = await orError(allExecutions(client, lost.jobId, call));
    const error = seen instanceof DataFlowError ? seen : undefined;
    const executions = error ? [] : (seen as Execution[]).filter((execution) => mayBeFrom(execution, lost));
    const isSure = executions.length > 1 || hurry || lookedForMs >= SETTLED_AFTER_MS;
    if (executions.length > 0 && isSure) return { kind: 'found', executions };
    if (!error && executions.length === 0 && lookedForMs >= LOOK_FOR_MS) return { kind: 'none' };
    if (error) tell({ kind: 'look-failed', error });
    refusals = error?.refused ? refusals + 1 : 0;
    const leftMs = deadlineMs - clock.elapsedMs();
    if (refusals >= CONFIRMATIONS || leftMs <= 0) return { kind: 'unclear', error };
    await clock.sleep(Math.min(pauseMs, leftMs), signal);
  }
}

/** Whether an execution is new since the start and could have come from it. */
export function mayBeFrom(execution: Execution, lost: LostStart): boolean {
  if (lost.baselineIds.includes(execution.jobExecutionId)) return false;
  if (!isSince(execution, lost.sentAtMs)) return false;
  if (execution.triggerId !== undefined && execution.triggerId !== lost.triggerId) return false;
  return (
    optionsAgree(execution.jobCondition ?? {}, lost.jobCondition) &&
    parametersAgree(execution.parsedParameters, lost.parameters, lost.savedParameters)
  );
}

/** Whether it may have been accepted at or after a time of the service; one without a date may. */
export function isSince(execution: Execution, serviceMs: number): boolean {
  return (acceptedAtMs(execution) ?? Number.POSITIVE_INFINITY) >= serviceMs - CLOCK_TOLERANCE_MS;
}

/**
 * Options that both name have to be equal, but for a slash at the end of a path. Not the worker type: the pages
 * send `DATAFLOW` and show `DEFAULT`.
 */
function optionsAgree(reported: JsonObject, sent: JsonObject): boolean {
  return Object.entries(sent).every(([field, value]) => {
    const shown = reported[field];
    const isComparable = field !== 'workerType' && isScalar(value) && isScalar(shown);
    return !isComparable || withoutSlash(value) === withoutSlash(shown);
  });
}

/**
 * The pages show `parsedParameters` empty even when some were sent: only a mapping with entries tells anything.
 * Then each that was sent has to be there with its value, and no other but the job's own. A value that holds an
 * expression comes back parsed, so that it cannot be compared.
 */
function parametersAgree(reported: Json, sent: JsonObject, saved: JsonObject): boolean {
  if (!isJsonObject(reported) || Object.keys(reported).length === 0) return true;
  const seen = new Map(Object.entries(reported).map(([name, value]) => [bareName(name), value]));
  const allowed = new Set([...Object.keys(sent), ...Object.keys(saved)].map(bareName));
  const nothingForeign = [...seen.keys()].every((name) => allowed.has(name));
  const allSent = Object.entries(sent).every(
    ([name, value]) => seen.has(bareName(name)) && valuesAgree(value, seen.get(bareName(name))),
  );
  return nothingForeign && allSent;
}

/** `$table_name` and `table_name` are the same parameter. */
function bareName(name: string): string {
  return name.replace(/^\$/, '');
}

function valuesAgree(sent: Json, reported: Json): boolean {
  const isComparable = isScalar(sent) && isScalar(reported) && !/[${}]/.test(String(sent));
  return !isComparable || String(sent) === String(reported) || Number(sent) === Number(reported);
}

function withoutSlash(value: Json): string {
  return String(value).replace(/\/+$/, '');
}

function isScalar(value: Json): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
