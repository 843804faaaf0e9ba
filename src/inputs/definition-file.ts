import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { graphProblems, isJobName, JOB_NAME_RULE } from '../job/definition.ts';
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import { checkJobCondition, withTexts } from './job-condition.ts';
import { isJson, NotAMapping, parseMapping } from './mapping.ts';
import type { InputReader } from './reader.ts';

/** The types that createJob takes: https://api.ncloud-docs.com/docs/en/analytics-dataflow-createjob */
const TYPES = ['VISUAL', 'SCRIPT'];

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
  const mapping = path === '' ? undefined : await readMapping(reader, path);
  if (!mapping) return { name: given ?? '', definition: {}, jobCondition: {} };
  const { jobCondition, ...rest } = mapping.typed;
  const name = given ?? rest['name'];
  if (given === undefined && !isJobName(name)) nameIsWrong(reader, path, name);
  const { type, nodes } = rest;
  if (type !== undefined && !TYPES.some((known) => known === type)) typeIsWrong(reader, path, type);
  if (type !== 'SCRIPT' || !isEmptyList(nodes))
    for (const problem of graphProblems(nodes)) reader.problem(`${path}: ${problem}`);
  return {
    name: String(name),
    definition: { ...rest, name, ...concurrentRuns(reader, path, rest) },
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

function typeIsWrong(reader: InputReader, path: string, type: Json): void {
  const hint = type === 'DATAFLOW' ? ' (DATAFLOW, the type of the 2025 edition, is VISUAL now)' : '';
  reader.wrong(
    `${path}: type`,
    typeof type === 'string' ? type : stringifyJson(type),
    `VISUAL or SCRIPT${hint}`,
  );
}

function isEmptyList(nodes: Json): boolean {
  return nodes === undefined || nodes === null || (Array.isArray(nodes) && nodes.length === 0);
}

/** `maxConcurrentRuns` as the integer that the API declares it to be; nothing when the file has none. */
function concurrentRuns(
  reader: InputReader,
  path: string,
  { maxConcurrentRuns: value }: JsonObject,
): JsonObject {
  if (value === undefined) return {};
  const written = typeof value === 'string' ? value.trim() : stringifyJson(value);
  if (/^[1-9]\d{0,8}$/.test(written)) return { maxConcurrentRuns: Number(written) };
  reader.wrong(`${path}: maxConcurrentRuns`, written, 'a whole number of 1 or more');
  return {};
}

/** The file with its types, and with scalars as they were written. */
async function readMapping(
  reader: InputReader,
  path: string,
): Promise<{ typed: JsonObject; asText: JsonObject } | undefined> {
  const text = await readText(reader, path);
  if (text === undefined) return undefined;
  try {
    const typed = await parseMapping(text, 'typed');
    return { typed, asText: isJson(text) ? typed : await parseMapping(text, 'text') };
  } catch (error) {
    if (!(error instanceof NotAMapping)) throw error;
    reader.problem(
      `definition: "${path}" is not a YAML or JSON mapping with name and nodes: ${error.message}.`,
    );
    return undefined;
  }
}

async function readText(reader: InputReader, path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(resolve(path));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    reader.problem(`definition: "${path}" ${unreadable(error)}.`);
    return undefined;
  }
}

function unreadable(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `does not exist in ${process.cwd()}; give a path in the workspace, and run actions/checkout before`;
    case 'EISDIR':
      return 'is a directory; give the path of a file';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'is not UTF-8; save it as UTF-8';
    default:
      return `cannot be read: ${message}`;
  }
}

function conditionOf(reader: InputReader, path: string, typed: Json, asText: Json): JsonObject {
  const name = `${path}: jobCondition`;
  if (typed === undefined || typed === null) return {};
  if (isJsonObject(typed))
    return checkJobCondition(reader, name, isJsonObject(asText) ? withTexts(typed, asText) : typed);
  reader.wrong(name, stringifyJson(typed), 'a mapping');
  return {};
}
