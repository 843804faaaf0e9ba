import { INTEGER_FIELDS, isEmpty, TEXT_FIELDS } from '../job/condition.ts';
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import { nearMiss } from '../text/near-miss.ts';
import { readMapping } from './mapping.ts';
import type { InputReader } from './reader.ts';
import { type Range, wholeNumberRule, written } from './values.ts';
import type { StaysText } from './yaml.ts';

/** The fields whose scalars in YAML stay the text that was written. */
const STAY_TEXT: readonly string[] = [...TEXT_FIELDS, 'parameters'];
const DOCUMENTED_FIELDS = [...Object.keys(INTEGER_FIELDS), ...STAY_TEXT];

/** Which scalars of a `jobCondition` in YAML stay the text that was written. */
export const staysTextInCondition: StaysText = ([field = '']) => STAY_TEXT.includes(field);

/**
 * Reads `jobCondition`: declared fields get their declared types and are checked, empty ones are left out,
 * unknown ones stay as they are. Text fields and `parameters` in YAML stay the text that was written.
 */
export async function readJobCondition(reader: InputReader): Promise<JsonObject> {
  return (await readGivenCondition(reader)) ?? {};
}

/** Reads a `jobCondition` that must name at least one setting. */
export async function readWantedSettings(reader: InputReader): Promise<JsonObject> {
  reader.required('jobCondition', 'a YAML or JSON mapping of the wanted settings');
  const settings = await readGivenCondition(reader);
  if (settings && Object.keys(settings).length === 0)
    reader.problem('jobCondition: holds no setting; give at least one.');
  return settings ?? {};
}

/** Undefined when nothing was given, or when it is no mapping. */
async function readGivenCondition(reader: InputReader): Promise<JsonObject | undefined> {
  const name = 'jobCondition';
  const mapping = await readMapping(reader, name, reader.block(name), staysTextInCondition);
  return mapping && checkJobCondition(reader, name, mapping);
}

/** Reads `parameters`: scalars in YAML stay exactly the text that was written; JSON keeps its types. */
export async function readParameters(reader: InputReader): Promise<JsonObject | undefined> {
  const parameters = await readMapping(reader, 'parameters', reader.block('parameters'), () => true);
  if (!parameters || Object.keys(parameters).length === 0) return undefined;
  warnOfEmpty(reader, 'parameters', parameters);
  return parameters;
}

/** An empty value is sent as it is. Often the cause is a variable of the workflow that is not set. */
function warnOfEmpty(reader: InputReader, name: string, parameters: JsonObject): void {
  for (const [parameter, value] of Object.entries(parameters))
    if (isEmpty(value)) reader.source.warn(`${name}: ${parameter} has no value; it is sent empty.`);
}

/**
 * Checks the `jobCondition` in a file or in an entry of a plan.
 * @param name where it is, for error messages
 * @returns an empty mapping when there is none, or when it is wrong
 */
export function conditionOf(reader: InputReader, name: string, value: Json): JsonObject {
  if (value === undefined || value === null) return {};
  if (isJsonObject(value)) return checkJobCondition(reader, name, value);
  reader.wrongSecretly(name, value, 'a mapping of options to values');
  return {};
}

function checkJobCondition(reader: InputReader, name: string, mapping: JsonObject): JsonObject {
  warnOfNearMisses(reader, name, mapping);
  if (isJsonObject(mapping['parameters'])) warnOfEmpty(reader, `${name}.parameters`, mapping['parameters']);
  const checked: JsonObject = {};
  for (const [field, value] of Object.entries(mapping)) {
    if (Object.hasOwn(INTEGER_FIELDS, field)) {
      const range = INTEGER_FIELDS[field as keyof typeof INTEGER_FIELDS];
      if (!isEmpty(value)) checked[field] = integerField(reader, `${name}.${field}`, range, value);
    } else if (TEXT_FIELDS.some((known) => known === field)) {
      if (!isEmpty(value)) checked[field] = textField(reader, `${name}.${field}`, value);
    } else {
      Object.defineProperty(checked, field, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  return checked;
}

/** An unknown field is sent as it is, but one that is nearly a documented one is probably a mistake. */
function warnOfNearMisses(reader: InputReader, name: string, mapping: JsonObject): void {
  for (const field of Object.keys(mapping)) {
    const meant = DOCUMENTED_FIELDS.includes(field) ? undefined : nearMiss(field, DOCUMENTED_FIELDS);
    if (meant)
      reader.source.warn(`${name}: ${field} is sent as it is, but is not documented; did you mean ${meant}?`);
  }
}

function integerField(reader: InputReader, name: string, range: Range, value: Json): number | undefined {
  const text = written(value).trim();
  const number = /^\d+(\.0+)?$/.test(text) ? Number(text) : undefined;
  if (number !== undefined && number >= range.minimum && number <= range.maximum) return number;
  reader.wrongSecretly(name, value, wholeNumberRule(range));
  return undefined;
}

function textField(reader: InputReader, name: string, value: Json): string | undefined {
  if (typeof value === 'string') return value.trim();
  reader.wrongSecretly(name, value, 'text');
  return undefined;
}
