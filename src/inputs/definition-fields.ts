import { graphProblems } from '../job/definition.ts';
import { type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import type { InputReader } from './reader.ts';

/** The types that createJob takes: https://api.ncloud-docs.com/docs/en/analytics-dataflow-createjob */
const TYPES = ['VISUAL', 'SCRIPT'];

/**
 * Checks the fields of a definition that createJob knows: `type`, `nodes` (a SCRIPT job needs none) and
 * `maxConcurrentRuns`. Problems go to the reader.
 * @returns the fields as they are to be sent; `maxConcurrentRuns` as the integer that the API declares it to be
 */
export function checkDefinition(reader: InputReader, path: string, fields: JsonObject): JsonObject {
  const { type, nodes, maxConcurrentRuns } = fields;
  if (type !== undefined && !TYPES.some((known) => known === type)) typeIsWrong(reader, path, type);
  if (type !== 'SCRIPT' || !isEmptyList(nodes))
    for (const problem of graphProblems(nodes)) reader.problem(`${path}: ${problem}`);
  if (maxConcurrentRuns === undefined) return fields;
  return {
    ...fields,
    maxConcurrentRuns: wholeNumber(reader, `${path}: maxConcurrentRuns`, maxConcurrentRuns),
  };
}

function typeIsWrong(reader: InputReader, path: string, type: Json): void {
  const hint = type === 'DATAFLOW' ? ' (DATAFLOW, the type of the 2025 edition, is VISUAL now)' : '';
  const given = typeof type === 'string' ? type : stringifyJson(type);
  reader.wrong(`${path}: type`, given, `VISUAL or SCRIPT${hint}`);
}

function isEmptyList(nodes: Json): boolean {
  return nodes === undefined || nodes === null || (Array.isArray(nodes) && nodes.length === 0);
}

function wholeNumber(reader: InputReader, name: string, value: Json): number | undefined {
  const written = typeof value === 'string' ? value.trim() : stringifyJson(value);
  if (/^[1-9]\d{0,8}$/.test(written)) return Number(written);
  reader.wrong(name, written, 'a whole number of 1 or more');
  return undefined;
}
