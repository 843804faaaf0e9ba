import { isJobName, JOB_NAME_RULE } from '../job/definition.ts';
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import { checkDefinition } from './definition-fields.ts';
import { checkJobCondition, withTexts } from './job-condition.ts';
import { readMappingFile } from './mapping-file.ts';
import type { InputReader } from './reader.ts';

const WHAT_IT_HOLDS = 'a YAML or JSON mapping with name and nodes';

/** A definition file, checked. */
export interface DefinitionFile {
  readonly name: string;
  /** The body of createJob: all that the file holds but jobCondition, with the name that counts. */
  readonly definition: JsonObject;
  /** Empty when the file has none. */
  readonly jobCondition: JsonObject;
}

/**
 * Reads the file that the input `definition` names, relative to the working directory (the workspace): YAML or
 * JSON with `name`, `type`, `nodes` (a SCRIPT job needs none) and perhaps `maxConcurrentRuns` and `jobCondition`. The
 * input `name` goes before the file's.
 */
export async function readDefinitionFile(reader: InputReader): Promise<DefinitionFile> {
  const given = reader.text('name');
  const path = reader.required('definition', "the path of the job's definition file");
  if (given !== undefined && !isJobName(given)) reader.wrong('name', given, JOB_NAME_RULE);
  const mapping = path === '' ? undefined : await readMappingFile(reader, 'definition', path, WHAT_IT_HOLDS);
  if (!mapping) return { name: given ?? '', definition: {}, jobCondition: {} };
  const { jobCondition, ...rest } = mapping.typed;
  const name = given ?? rest['name'];
  if (given === undefined && !isJobName(name)) nameIsWrong(reader, path, name);
  const checked = checkDefinition(reader, path, rest);
  return {
    name: String(name),
    definition: { ...checked, name },
    jobCondition: conditionOf(reader, path, jobCondition, mapping.asText['jobCondition']),
  };
}

function nameIsWrong(reader: InputReader, path: string, name: Json): void {
  if (name === undefined || name === null) {
    reader.problem(
      `${path}: has no name, and the input name is not given; it is required: ${JOB_NAME_RULE}.`,
    );
  } else reader.wrong(`${path}: name`, typeof name === 'string' ? name : stringifyJson(name), JOB_NAME_RULE);
}

function conditionOf(reader: InputReader, path: string, typed: Json, asText: Json): JsonObject {
  const name = `${path}: jobCondition`;
  if (typed === undefined || typed === null) return {};
  if (isJsonObject(typed))
    return checkJobCondition(reader, name, isJsonObject(asText) ? withTexts(typed, asText) : typed);
  reader.wrong(name, stringifyJson(typed), 'a mapping');
  return {};
}
