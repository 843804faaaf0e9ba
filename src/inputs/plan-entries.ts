import { needsProblems } from '../execution/plan/graph.ts';
import { isEmpty } from '../job/condition.ts';
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import { nearMiss } from '../text/near-miss.ts';
import { RETRIES } from './execution-inputs.ts';
import { conditionOf, staysTextInCondition } from './job-condition.ts';
import { readMapping } from './mapping.ts';
import { readMappingFile } from './mapping-file.ts';
import type { InputReader } from './reader.ts';
import { ID_RULE, isId, written } from './values.ts';
import type { StaysText } from './yaml.ts';

/** One job of a plan. */
export interface PlanEntry {
  readonly name: string;
  readonly jobId: string;
  readonly jobCondition: JsonObject;
  readonly parameters: JsonObject | undefined;
  /** Each once. */
  readonly needs: readonly string[];
  readonly retries: number;
}

const KEYS = ['jobId', 'jobCondition', 'parameters', 'needs', 'retries'];
/** All is text but what the API wants typed. */
const staysText: StaysText = ([, key, ...path]) => key !== 'jobCondition' || staysTextInCondition(path);
const ENTRY_FORM = `a mapping with jobId and, optionally, ${KEYS.slice(1).join(', ')}`;

/**
 * Reads `plan`, or the file that `planFile` names.
 * @param retries of the entries without their own
 */
export async function readPlan(reader: InputReader, retries: number): Promise<PlanEntry[]> {
  const [text, path] = [reader.block('plan'), reader.text('planFile')];
  if ((text === undefined) === (path === undefined)) {
    reader.problem(
      text === undefined
        ? 'plan: not given; give plan, or planFile.'
        : 'plan: given together with planFile; give one of them.',
    );
    return [];
  }
  const place = path ?? 'plan';
  const plan =
    path === undefined
      ? await readMapping(reader, 'plan', text, staysText)
      : await readMappingFile(reader, 'planFile', path, staysText);
  if (!plan) return [];
  const names = Object.keys(plan);
  if (names.length === 0) reader.problem(`${place}: is empty; give at least one name with its jobId.`);
  const entries = names.map((name) => readEntry(reader, place, name, plan[name], retries));
  for (const problem of needsProblems(entries)) reader.problem(`${place}: ${problem}`);
  return entries;
}

/** With problems, an entry as far as it could be read: so that the needs of all can be checked. */
function readEntry(
  reader: InputReader,
  place: string,
  name: string,
  entry: Json,
  retries: number,
): PlanEntry {
  const at = `${place}: ${name}`;
  checkName(reader, place, name);
  if (!isJsonObject(entry)) reader.problem(`${at}: is not ${ENTRY_FORM}.`);
  const fields = isJsonObject(entry) ? entry : { jobId: '-' };
  checkKeys(reader, at, fields);
  return {
    name,
    jobId: readId(reader, `${at}.jobId`, fields['jobId']),
    jobCondition: isEmpty(fields['jobCondition'])
      ? {}
      : conditionOf(reader, `${at}.jobCondition`, fields['jobCondition']),
    parameters: readParameters(reader, `${at}.parameters`, fields['parameters']),
    needs: readNeeds(reader, `${at}.needs`, fields['needs']),
    retries: readRetries(reader, `${at}.retries`, fields['retries'], retries),
  };
}

function checkName(reader: InputReader, place: string, name: string): void {
  if (!/^[^\p{Cc}]{1,100}$/u.test(name) || name !== name.trim())
    reader.wrong(`${place}: name`, name, '1 to 100 characters on one line, without white space at the ends');
}

function checkKeys(reader: InputReader, at: string, fields: JsonObject): void {
  for (const key of Object.keys(fields).filter((each) => !KEYS.includes(each))) {
    const meant = nearMiss(key, KEYS);
    reader.problem(
      `${at}: "${key}" is not known${meant ? `; did you mean ${meant}?` : `; known are ${KEYS.join(', ')}.`}`,
    );
  }
}

function readId(reader: InputReader, at: string, value: Json): string {
  const id = written(value).trim();
  if (isEmpty(value)) reader.problem(`${at}: not given; it is required: the id of the job to run.`);
  else if (!isScalar(value) || !isId(id)) reader.wrong(at, id, ID_RULE);
  return id;
}

function readParameters(reader: InputReader, at: string, value: Json): JsonObject | undefined {
  if (isEmpty(value)) return undefined;
  if (isJsonObject(value)) return Object.keys(value).length === 0 ? undefined : value;
  reader.problem(`${at}: is not a mapping of names to values.`);
  return undefined;
}

function readNeeds(reader: InputReader, at: string, value: Json): string[] {
  if (isEmpty(value)) return [];
  const needs = Array.isArray(value) ? value : [value];
  if (needs.every((need) => !isEmpty(need) && isScalar(need)))
    return [...new Set(needs.map((need) => written(need).trim()))];
  reader.wrong(at, value, 'a name of the plan, or a list of them');
  return [];
}

function readRetries(reader: InputReader, at: string, value: Json, whenAbsent: number): number {
  return isEmpty(value) ? whenAbsent : (reader.integerOf(at, written(value).trim(), RETRIES) ?? whenAbsent);
}

function isScalar(value: Json): boolean {
  return !Array.isArray(value) && !isJsonObject(value);
}
