import { INTEGER_FIELDS, isEmpty, TEXT_FIELDS } from '../job/condition.ts';
import { type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import { isJson, NotAMapping, parseMapping } from './mapping.ts';
import type { InputReader } from './reader.ts';

/**
 * Reads `jobCondition`: declared fields get their declared types and are checked, empty ones are left out,
 * unknown ones stay as they are. Text fields and `parameters` in YAML stay the text that was written.
 */
export async function readJobCondition(reader: InputReader, name = 'jobCondition'): Promise<JsonObject> {
  const text = reader.text(name);
  return text === undefined ? {} : ((await parseCondition(reader, name, text)) ?? {});
}

/** Reads a `jobCondition` that has to name at least one setting. */
export async function readWantedSettings(reader: InputReader): Promise<JsonObject> {
  const name = 'jobCondition';
  const text = reader.required(name, 'a YAML or JSON mapping of the wanted settings');
  const settings = text === '' ? undefined : await parseCondition(reader, name, text);
  if (settings && Object.keys(settings).length === 0) reader.wrong(name, text, 'at least one setting');
  return settings ?? {};
}

async function parseCondition(
  reader: InputReader,
  name: string,
  text: string,
): Promise<JsonObject | undefined> {
  try {
    return checkJobCondition(reader, name, await parseTyped(text));
  } catch (error) {
    if (!(error instanceof NotAMapping)) throw error;
    reader.wrong(name, text, `a YAML or JSON mapping; ${error.message}`);
    return undefined;
  }
}

async function parseTyped(text: string): Promise<JsonObject> {
  const typed = await parseMapping(text, 'typed');
  return isJson(text) ? typed : withTexts(typed, await parseMapping(text, 'text'));
}

/** The typed mapping with what is to stay the text that was written: text fields and `parameters`. */
export function withTexts(typed: JsonObject, asText: JsonObject): JsonObject {
  const kept = [...TEXT_FIELDS, 'parameters'].filter((field) => field in asText);
  return { ...typed, ...Object.fromEntries(kept.map((field) => [field, asText[field]])) };
}

/** Checks a mapping that holds execution options, wherever it came from. */
export function checkJobCondition(reader: InputReader, name: string, mapping: JsonObject): JsonObject {
  const checked: JsonObject = {};
  for (const [field, value] of Object.entries(mapping)) {
    if (Object.hasOwn(INTEGER_FIELDS, field)) {
      if (!isEmpty(value))
        checked[field] = integerField(reader, name, field as keyof typeof INTEGER_FIELDS, value);
    } else if (TEXT_FIELDS.some((known) => known === field)) {
      if (!isEmpty(value)) checked[field] = textField(reader, name, field, value);
    } else {
      Object.defineProperty(checked, field, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  return checked;
}

function integerField(
  reader: InputReader,
  name: string,
  field: keyof typeof INTEGER_FIELDS,
  value: Json,
): Json {
  const { minimum, maximum } = INTEGER_FIELDS[field];
  const written = typeof value === 'string' ? value.trim() : stringifyJson(value);
  const number = /^\d+(\.0+)?$/.test(written) ? Number(written) : undefined;
  if (number !== undefined && number >= minimum && number <= maximum) return number;
  reader.wrong(`${name}.${field}`, shown(value), `a whole number from ${minimum} to ${maximum}`);
  return undefined;
}

function textField(reader: InputReader, name: string, field: string, value: Json): Json {
  if (typeof value === 'string') return value.trim();
  reader.wrong(`${name}.${field}`, shown(value), 'text');
  return undefined;
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** Reads `parameters`: scalars in YAML stay exactly the text that was written; JSON keeps its types. */
export async function readParameters(reader: InputReader): Promise<JsonObject | undefined> {
  const text = reader.text('parameters');
  if (text === undefined) return undefined;
  try {
    const parameters = await parseMapping(text, 'text');
    return Object.keys(parameters).length === 0 ? undefined : parameters;
  } catch (error) {
    if (!(error instanceof NotAMapping)) throw error;
    reader.wrong('parameters', text, `a YAML or JSON mapping; ${error.message}`);
    return undefined;
  }
}
