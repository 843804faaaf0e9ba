import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowClient, ExecuteJob } from '../dataflow/client.ts';
import { DataFlowError } from '../dataflow/errors.ts';
import { allExecutions } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import type { Candidate } from '../dataflow/search.ts';
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import { type Baseline, isInBaseline } from './baseline.ts';

/** Digest of a name -> digest of its value. */
type Digests = Readonly<Record<string, string>>;

/**
 * A start that was sent, as much of it as is needed to recognise its execution in the list: what was listed before,
 * and a digest of each option and parameter. It holds no value, and stays small.
 */
export interface SentStart {
  readonly jobId: string;
  readonly baseline: Baseline;
  /** Undefined when there are too many to keep: then no candidate can be confirmed. */
  readonly digests:
    | { readonly options: Digests; readonly parameters: Digests; readonly trigger: string }
    | undefined;
}

const MOST_DIGESTS = 200;

/** @param digest a keyed digest: nobody can guess values from it */
export function sentStart(
  jobId: string,
  { jobCondition, parameters, triggerId }: ExecuteJob,
  baseline: Baseline,
  digest: Digest,
): SentStart {
  const { parameters: conditionParameters, ...options } = jobCondition;
  const allParameters = { ...mappingOf(conditionParameters), ...parameters };
  const count = Object.keys(options).length + Object.keys(allParameters).length;
  if (count > MOST_DIGESTS) return { jobId, baseline, digests: undefined };
  const digests = {
    options: digestsOf(options, digest),
    parameters: digestsOf(withBareNames(allParameters), digest),
    trigger: digest(textOf(triggerId)),
  };
  return { jobId, baseline, digests };
}

type Digest = (text: string) => string;

function digestsOf(mapping: JsonObject, digest: Digest): Digests {
  return Object.fromEntries(
    Object.entries(mapping).map(([name, value]) => [digest(name), digest(textOf(value))]),
  );
}

/** Whether `$` belongs to a name is not documented: `$table` and `table` are the same parameter here. */
function withBareNames(parameters: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name.replace(/^\$/, ''), value]),
  );
}

/**
 * Reads the list once. Which of the candidates is taken for ours is decided in `dataflow/search.ts`.
 * @returns everything in it that was neither listed before nor is older: the candidates
 * @throws DataFlowError, also for a list that shows nothing of what was listed before; the signal's reason
 */
export async function listCandidates(
  client: DataFlowClient,
  sent: SentStart,
  call: CallOptions,
): Promise<Candidate<Execution>[]> {
  const executions = await allExecutions(client, sent.jobId, call);
  const candidates = executions.filter((execution) => !isInBaseline(execution, sent.baseline));
  if (sent.baseline.ids.length > 0 && candidates.length === executions.length) throw incompleteList();
  return candidates.map((entry) => ({ entry, isEqual: isEqual(entry, sent, client.digest) }));
}

/** A list without all that was listed before does not show either what has been made since. */
function incompleteList(): DataFlowError {
  return new DataFlowError('unreadable-response', {
    operation: 'getJobExecutions',
    serviceMessage: 'the list shows nothing of what was listed before',
  });
}

/**
 * Whether everything that an execution shows is equal to what was sent. Options that the service adds
 * (contradiction 4: `consoleLogPath`) cannot be compared. Contradiction 1: `parsedParameters` can be empty although
 * some were sent; one with entries has to hold all that were sent and nothing else.
 */
function isEqual(execution: Execution, { digests }: SentStart, digest: Digest): boolean {
  if (!digests) return false;
  const { triggerId, jobCondition = {}, parsedParameters } = execution;
  const { parameters: _shownApart, ...shownOptions } = jobCondition;
  const options = Object.entries(digestsOf(shownOptions, digest));
  const parameters = Object.entries(digestsOf(withBareNames(mappingOf(parsedParameters)), digest));
  return (
    options.every(([name, value]) => (digests.options[name] ?? value) === value) &&
    parameters.every(([name, value]) => digests.parameters[name] === value) &&
    (parameters.length === 0 || parameters.length === Object.keys(digests.parameters).length) &&
    (triggerId === undefined || digest(triggerId) === digests.trigger)
  );
}

function mappingOf(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Text and numbers as they are written, so that `2` and `"2"` are the same. */
function textOf(value: Json): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : stringifyJson(value);
}
