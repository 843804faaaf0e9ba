import { addGiven } from '../text/given-texts.ts';
import { isJsonObject, type Json, type JsonObject, parseJson, stringifyJson } from '../text/json.ts';
import { NotAMapping } from './not-a-mapping.ts';
import type { InputReader } from './reader.ts';
import { written } from './values.ts';
import type { StaysText } from './yaml.ts';

/** What is wrong with a text that holds something else, and how to write it. */
const NO_MAPPING = 'it is not a mapping of names to values; write "name: value", one on each line';

/**
 * Reads the mapping that an input or a file holds. Its problems say where they are and how to write it, and repeat
 * nothing of the text.
 * @param name what the problems begin with: the input, or the path of the file
 * @param text undefined when nothing was given
 * @returns undefined when nothing was given, or when it is wrong
 */
export async function readMapping(
  reader: InputReader,
  name: string,
  text: string | undefined,
  staysText: StaysText,
): Promise<JsonObject | undefined> {
  if (text === undefined) return undefined;
  try {
    const mapping = await parseMapping(text, staysText);
    addGivenIn(mapping);
    return mapping;
  } catch (error) {
    if (!(error instanceof NotAMapping)) throw error;
    for (const problem of error.problems) reader.problem(`${name}: ${problem}.`);
    return undefined;
  }
}

/** Adds each value as one that was given: in YAML and JSON it is often written in another way than it is shown. */
function addGivenIn(value: Json): void {
  if (Array.isArray(value)) value.forEach(addGivenIn);
  else if (isJsonObject(value)) Object.values(value).forEach(addGivenIn);
  else addGiven(written(value));
}

/**
 * Reads a mapping, as `parseText` does.
 * @throws NotAMapping
 */
export async function parseMapping(text: string, staysText: StaysText): Promise<JsonObject> {
  const value = await parseText(text, staysText);
  if (!isJsonObject(value)) throw new NotAMapping(NO_MAPPING);
  return value;
}

/**
 * Reads text that is valid JSON as JSON, with its types, and all else as YAML. Nothing is changed silently: no digit of
 * a number is lost, and what YAML would drop or replace is a problem. A byte order mark does not count.
 * @throws NotAMapping
 */
export async function parseText(given: string, staysText: StaysText): Promise<Json> {
  const text = given.replace(/^\uFEFF/, '');
  try {
    if (!isJson(text)) {
      const { parseYaml } = await import('./yaml.ts');
      return sendable(parseYaml(text, staysText));
    }
    const value = sendable(parseJson(text));
    // Most JSON needs no YAML parser: it is loaded only to find the line of a name that occurs twice.
    if (countNames(text) !== countNamesIn(value)) (await import('./yaml.ts')).checkJsonNames(text);
    return value;
  } catch (error) {
    // What is nested too deep overflows the stack, in each of the parsers.
    if (error instanceof RangeError) throw new NotAMapping('it is nested too deep to be read');
    throw error;
  }
}

/** How many names a JSON text has, also those that its parser drops: a string with a colon behind it is a name. */
function countNames(json: string): number {
  let count = 0;
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?/g))
    if (token.endsWith(':')) count += 1;
  return count;
}

/** How many names a value that was read from JSON has. */
function countNamesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countNamesIn(item), 0);
  if (!isJsonObject(value)) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + 1 + countNamesIn(item), 0);
}

/** A value that JSON can hold: writing it is the proof. */
function sendable(value: unknown): unknown {
  stringifyJson(value);
  return value;
}

/** Whether a text is read as JSON. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return false;
  }
}
