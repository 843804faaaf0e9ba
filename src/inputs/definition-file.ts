import { graphProblems, isJobName, JOB_NAME_RULE } from '../job/definition.ts';
import type { EnsureOptions } from '../job/ensure.ts';
import type { Json, JsonObject } from '../text/json.ts';
import { conditionOf, staysTextInCondition } from './job-condition.ts';
import { readMappingFile } from './mapping-file.ts';
import type { InputReader } from './reader.ts';
import { written } from './values.ts';
import type { StaysText } from './yaml.ts';

/** The types that createJob takes: https://api.ncloud-docs.com/docs/en/analytics-dataflow-createjob */
const TYPES = ['VISUAL', 'SCRIPT'];

/** As in the input `jobCondition`. */
const staysText: StaysText = ([field, ...path]) => field === 'jobCondition' && staysTextInCondition(path);

/**
 * Reads the file that the input `definition` names, relative to the working directory (the workspace): YAML or
 * JSON with `name`, `type`, `nodes` (a SCRIPT job needs none) and perhaps `maxConcurrentRuns` and `jobCondition`. The
 * input `name` goes before the file's.
 */
export async function readDefinitionFile(
  reader: InputReader,
): Promise<Pick<EnsureOptions, 'name' | 'definition' | 'jobCondition'>> {
  const given = reader.text('name');
  const path = reader.required('definition', "the path of the job's definition file");
  if (given !== undefined && !isJobName(given)) reader.wrong('name', given, JOB_NAME_RULE);
  const mapping = path === '' ? undefined : await readMappingFile(reader, 'definition', path, staysText);
  if (!mapping) return { name: given ?? '', definition: {}, jobCondition: {} };
  const { jobCondition, ...rest } = mapping;
  const name = given ?? rest['name'];
  if (given === undefined && !isJobName(name)) nameIsWrong(reader, path, name);
  const checked = checkDefinition(reader, path, rest);
  return {
    name: String(name),
    definition: { ...checked, name },
    jobCondition: conditionOf(reader, `${path}: jobCondition`, jobCondition),
  };
}

function nameIsWrong(reader: InputReader, path: string, name: Json): void {
  if (name === undefined || name === null)
    reader.problem(
      `${path}: has no name, and the input name is not given; it is required: ${JOB_NAME_RULE}.`,
    );
  else reader.wrongSecretly(`${path}: name`, name, JOB_NAME_RULE);
}

/**
 * Checks the fields of a definition that createJob knows: `type`, `nodes` (a SCRIPT job needs none) and
 * `maxConcurrentRuns`.
 * @returns the fields as they are to be sent; `maxConcurrentRuns` as the integer that the API declares it to be
 */
function checkDefinition(reader: InputReader, path: string, fields: JsonObject): JsonObject {
  const { type, nodes, maxConcurrentRuns } = fields;
  if (type !== undefined && !TYPES.some((known) => known === type)) typeIsWrong(reader, path, type);
  if (type !== 'SCRIPT' || !isEmptyList(nodes))
    for (const problem of graphProblems(nodes)) reader.problem(`${path}: ${problem}`);
  if (maxConcurrentRuns === undefined) return fields;
  return { ...fields, maxConcurrentRuns: placesOf(reader, path, maxConcurrentRuns) };
}

function typeIsWrong(reader: InputReader, path: string, type: Json): void {
  const hint = type === 'DATAFLOW' ? ' (DATAFLOW, the type of the 2025 edition, is VISUAL now)' : '';
  reader.wrongSecretly(`${path}: type`, type, `VISUAL or SCRIPT${hint}`);
}

function isEmptyList(nodes: Json): boolean {
  return nodes === undefined || nodes === null || (Array.isArray(nodes) && nodes.length === 0);
}

function placesOf(reader: InputReader, path: string, maxConcurrentRuns: Json): number | undefined {
  const text = written(maxConcurrentRuns).trim();
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  reader.wrongSecretly(`${path}: maxConcurrentRuns`, maxConcurrentRuns, 'a whole number of 1 or more');
  return undefined;
}
