import * as v from 'valibot';
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../text/json.ts';

/**
 * What comes back, decoded at the border: strict about what is used, tolerant of all else. A field of
 * unexpected type counts as absent; the whole response stays at hand in `raw`. Fields of a job:
 * https://api.ncloud-docs.com/docs/en/analytics-dataflow-getjob, of an execution:
 * https://api.ncloud-docs.com/docs/en/analytics-dataflow-getjobexecutions
 */

const text = v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined);
const finite = v.fallback(v.optional(v.pipe(v.number(), v.finite())), undefined);
const number = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value) => (JSON.isRawJSON(value) ? Number(stringifyJson(value)) : value)),
    finite,
  ),
);
const mapping = v.custom<JsonObject>(isJsonObject);
const optionalMapping = v.fallback(v.optional(mapping), undefined);
/**
 * Text in all examples; a number would be taken as its digits. It becomes a segment of a path: what could not be one
 * is no id.
 */
const identifier = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'number' || JSON.isRawJSON(value) ? stringifyJson(value) : value)),
  v.pipe(v.string(), v.nonEmpty(), v.check(isPathSegment, 'not an id')),
);

function isPathSegment(id: string): boolean {
  return id.isWellFormed() && id !== '.' && id !== '..' && !/[\s\p{Cc}]/u.test(id);
}

const executionFields = v.object({
  jobExecutionId: identifier,
  /** READY, RUNNING, COMPLETED, FAILED, CANCELED or what the service says instead (execution-facts.ts). */
  status: v.fallback(v.string(), ''),
  jobId: text,
  jobName: text,
  jobCondition: optionalMapping,
  /** ISO 8601 with `+09:00`; by the examples the time of acceptance, as is createdDate (contradiction 9). */
  startDate: text,
  endDate: text,
  createdDate: text,
  triggerId: text,
  /** Declared in minutes, seconds in the example (contradiction 2). */
  waitingTime: number,
  runningTime: number,
  executorNum: number,
  /** Declared Object, shown as `[]` (contradiction 1): passed on as it is. */
  parsedParameters: v.optional(v.unknown()),
});

const jobFields = v.object({
  jobId: identifier,
  name: text,
  /** DATAFLOW in the 2025 edition, VISUAL or SCRIPT in that of 2026. */
  type: text,
  /** RUNNABLE, RUNNING, DELETED, UNKNOWN, DRAFT, STOPPED, EDITING in the 2025 edition, READY in that of 2026. */
  status: text,
  /** Compared with the definition file, digit by digit. */
  nodes: v.optional(v.unknown()),
  maxConcurrentRuns: v.optional(v.unknown()),
  lastExecutionStatus: text,
  lastExecutionDate: text,
  runCondition: optionalMapping,
  jobCondition: optionalMapping,
});

/** One execution of a job (getJobExecutions, getJobExecution, executeJob). */
export type Execution = Readonly<v.InferOutput<typeof executionFields>> & { readonly raw: JsonObject };

/** A job (getJob, getJobs, createJob, updateJobExecuteConfig). */
export type Job = Readonly<
  Omit<v.InferOutput<typeof jobFields>, 'runCondition' | 'jobCondition' | 'nodes'>
> & {
  /** Empty when the service shows none. */
  readonly nodes: readonly Json[];
  /** The saved execution options: `runCondition` in the 2025 edition, else `jobCondition`. */
  readonly savedCondition: JsonObject;
  readonly raw: JsonObject;
};

/** Turns a response's JSON into its type. Throws when that is not possible. */
export type Decode<T> = (json: Json) => T;

/** @throws ValiError when it is no execution with an id */
export const decodeExecution: Decode<Execution> = (json) => ({
  ...v.parse(executionFields, json),
  raw: v.parse(mapping, json),
});

/** @throws ValiError when it is no job with an id */
export const decodeJob: Decode<Job> = (json) => {
  const { runCondition, jobCondition, nodes, ...fields } = v.parse(jobFields, json);
  return {
    ...fields,
    nodes: Array.isArray(nodes) ? nodes : [],
    savedCondition: runCondition ?? jobCondition ?? {},
    raw: v.parse(mapping, json),
  };
};

/**
 * A page of a list. Its `page`, `limit` and `count` are not read: the examples show that they can't be relied
 * on (contradictions 5 and 6). A list that is missing and an entry without an id are errors: what is searched for might
 * have been there.
 */
export function decodeList<T>(decodeEntry: Decode<T>): Decode<T[]> {
  const page = v.object({ list: v.nullable(v.array(v.unknown()), []) });
  return (json) => (v.parse(page, json).list ?? []).map(decodeEntry);
}

/**
 * For requests of whose response nothing is used: that to cancelJobExecution is the bare literal `true`, and a
 * changed job is read again. Whatever comes with a 2xx, or nothing, is taken.
 * @throws TypeError for `false` and for an error under a 2xx
 */
export const decodeAccepted: Decode<void> = (json) => {
  const isError = isJsonObject(json) && ['error', 'errorCode', 'errorType'].some((field) => field in json);
  if (json === false || isError) throw new TypeError('not accepted');
};
