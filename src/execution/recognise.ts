import { allExecutions } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { type Search, type SearchLimits, searchFor } from '../dataflow/search.ts';
import { isEmpty } from '../job/condition.ts';
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import { type Baseline, isInBaseline } from './baseline.ts';
import type { ExecutionContext } from './context.ts';

/** A start that was sent and whose answer may be lost: all that is needed to know its execution again. */
export interface LostStart {
  readonly jobId: string;
  readonly jobCondition: JsonObject;
  readonly triggerId: string | undefined;
  /** The parameters that were given, wherever they stand. */
  readonly parameters: JsonObject;
  /** Parameters that the job itself has saved: the service may add them to those that were given. */
  readonly savedParameters: JsonObject;
  readonly baseline: Baseline;
}

/**
 * Looks for the execution of a start without an answer.
 * @throws the signal's reason when aborted
 */
export function findLostStart(
  { client, clock, emit }: ExecutionContext,
  lost: LostStart,
  limits: SearchLimits,
): Promise<Search<Execution>> {
  return searchFor(
    clock,
    async (call) => {
      const executions = await allExecutions(client, lost.jobId, call);
      const fits = executions.map((execution) => ({ execution, fit: fitOf(execution, lost) }));
      const of = (wanted: Fit) => fits.filter(({ fit }) => fit === wanted).map(({ execution }) => execution);
      return { likely: of('likely'), doubtful: of('doubtful') };
    },
    limits,
    (error) => emit({ kind: 'look-failed', error }),
  );
}

/**
 * Whether an execution could come from a start. `foreign` is proof that it does not: it was there before, or it
 * says something of itself that the service would not make up. `doubtful` is new and shows something otherwise
 * than it was sent: the pages show that this happens, so it proves neither.
 */
export type Fit = 'likely' | 'doubtful' | 'foreign';

/** How an execution fits a start without an answer. */
export function fitOf(execution: Execution, lost: LostStart): Fit {
  if (isInBaseline(execution, lost.baseline)) return 'foreign';
  if (execution.triggerId !== undefined && execution.triggerId !== lost.triggerId) return 'foreign';
  const fits = [
    optionsFit(execution.jobCondition ?? {}, lost.jobCondition),
    parametersFit(execution.parsedParameters, lost.parameters, lost.savedParameters),
  ];
  if (fits.includes('foreign')) return 'foreign';
  return fits.includes('doubtful') ? 'doubtful' : 'likely';
}

/** Not the worker type: the pages send `DATAFLOW` and show `DEFAULT`. Not the timeout: they show 2880. */
const NOT_COMPARED = ['workerType', 'timeout', 'parameters'];

/** Another number of workers is somebody else's; a path or a role may be shown otherwise than it was sent. */
function optionsFit(shown: JsonObject, sent: JsonObject): Fit {
  const different = Object.entries(sent)
    .filter(([field, value]) => !NOT_COMPARED.includes(field) && isScalar(value))
    .filter(([field]) => isScalar(shown[field]) && !isEmpty(shown[field]))
    .filter(([field, value]) => withoutSlash(value) !== withoutSlash(shown[field]))
    .map(([field]) => field);
  if (different.includes('numWorker')) return 'foreign';
  return different.length > 0 ? 'doubtful' : 'likely';
}

/**
 * The pages show `parsedParameters` empty even when some were sent: only a mapping with entries tells anything.
 * Another value of the same parameter is somebody else's, but for one that holds an expression: that comes back
 * parsed. A parameter too many or too few is doubtful, unless none at all is as it was sent.
 */
function parametersFit(reported: Json, sent: JsonObject, saved: JsonObject): Fit {
  if (!isJsonObject(reported) || Object.keys(reported).length === 0) return 'likely';
  const shown = new Map(Object.entries(reported).map(([name, value]) => [bareName(name), value]));
  const expected = new Map(Object.entries(sent).map(([name, value]) => [bareName(name), value]));
  const known = new Set([...expected.keys(), ...Object.keys(saved).map(bareName)]);
  const common = [...expected].filter(([name]) => shown.has(name));
  if (common.some(([name, value]) => !valuesAgree(value, shown.get(name)))) return 'foreign';
  const foreignNames = [...shown.keys()].filter((name) => !known.has(name));
  if (common.length === 0 && foreignNames.length > 0) return 'foreign';
  return foreignNames.length > 0 || common.length < expected.size ? 'doubtful' : 'likely';
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
