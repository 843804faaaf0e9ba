import type { Execution } from '../dataflow/model.ts';
import { CLOCK_TOLERANCE_MS, type Search, type SearchLimits, searchFor } from '../dataflow/search.ts';
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

/**
 * Looks for the execution of a start without an answer.
 * @throws the signal's reason when aborted
 */
export function findLostStart(
  { client, clock, tell }: ExecutionContext,
  lost: LostStart,
  limits: SearchLimits,
): Promise<Search<Execution>> {
  return searchFor(
    clock,
    async (call) =>
      (await allExecutions(client, lost.jobId, call)).filter((execution) => mayBeFrom(execution, lost)),
    limits,
    (error) => tell({ kind: 'look-failed', error }),
  );
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
  return !isComparable || String(sent) === String(reported) || areEqualNumbers(sent, reported);
}

/** `1.10` may be shown as `1.1`. */
function areEqualNumbers(...values: Json[]): boolean {
  return values.every((value) => /^-?\d/.test(String(value))) && Number(values[0]) === Number(values[1]);
}

function withoutSlash(value: Json): string {
  return String(value).replace(/\/+$/, '');
}

function isScalar(value: Json): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
