import type { ExecuteJob } from '../dataflow/client.ts';
import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Execution } from '../dataflow/model.ts';
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import type { ExecutionContext } from './context.ts';
import { allExecutions } from './listing.ts';
import { acceptedAtMs } from './status.ts';

/** A start that was sent and whose answer may be lost: all that is needed to know its execution again. */
export interface LostStart {
  readonly jobId: string;
  readonly start: ExecuteJob;
  /** Parameters that the job itself has saved, which the service may add to those of the start. */
  readonly savedParameters: JsonObject;
  /** Executions that were listed before it was sent. */
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
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
/** Refusals in a row before they are taken as the service's last word. */
const CONFIRMATIONS = 3;
const SHORTEST_LOOK_MS = 500;

/**
 * Looks for the execution of a start without an answer, until it is listed, or has not been for `lookForMs`.
 * A list that cannot be read proves nothing: then it looks on until `deadlineMs` (on the clock's `elapsedMs`).
 * @throws the signal's reason when aborted
 */
export async function findLostStart(
  { client, clock, tell }: ExecutionContext,
  lost: LostStart,
  limits: { lookForMs: number; deadlineMs: number; signal?: AbortSignal | undefined },
): Promise<Search> {
  const { deadlineMs, signal } = limits;
  const noneAfterMs = clock.elapsedMs() + limits.lookForMs;
  let refusals = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.6, LONGEST_PAUSE_MS)) {
    const isLongEnough = clock.elapsedMs() >= noneAfterMs;
    const timeoutMs = Math.max(deadlineMs - clock.elapsedMs(), SHORTEST_LOOK_MS);
    const seen = await orError(allExecutions(client, lost.jobId, { once: true, timeoutMs, signal }));
    const error = seen instanceof DataFlowError ? seen : undefined;
    const executions =
      seen instanceof DataFlowError ? [] : seen.filter((execution) => mayBeFrom(execution, lost));
    if (executions.length > 0) return { kind: 'found', executions };
    if (!error && isLongEnough) return { kind: 'none' };
    if (error) tell({ kind: 'look-failed', error });
    refusals = error?.refused ? refusals + 1 : 0;
    const leftMs = deadlineMs - clock.elapsedMs();
    if (refusals >= CONFIRMATIONS || leftMs <= 0) return { kind: 'unclear', error };
    await clock.sleep(Math.min(pauseMs, leftMs), signal);
  }
}

/** Whether an execution is new since the start and could have come from it. */
export function mayBeFrom(execution: Execution, lost: LostStart): boolean {
  const { start, savedParameters } = lost;
  if (lost.baselineIds.includes(execution.jobExecutionId)) return false;
  const acceptedMs = acceptedAtMs(execution);
  if (acceptedMs !== undefined && acceptedMs < lost.sentAtMs - CLOCK_TOLERANCE_MS) return false;
  if (execution.triggerId !== undefined && execution.triggerId !== start.triggerId) return false;
  return (
    optionsAgree(execution.jobCondition ?? {}, start.jobCondition) &&
    parametersAgree(execution.parsedParameters, start.parameters ?? {}, savedParameters)
  );
}

/** Options that both name have to be equal, but for a slash at the end of a path. */
function optionsAgree(reported: JsonObject, sent: JsonObject): boolean {
  return Object.entries(sent).every(
    ([field, value]) =>
      !isScalar(value) || !isScalar(reported[field]) || withoutSlash(value) === withoutSlash(reported[field]),
  );
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
  return !isComparable || String(sent) === String(reported);
}

function withoutSlash(value: Json): string {
  return String(value).replace(/\/+$/, '');
}

function isScalar(value: Json): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
