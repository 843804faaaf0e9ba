import { INTEGER_FIELDS, isEmpty, TEXT_FIELDS } from '../job/condition.ts';
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import { nearMiss } from '../text/near-miss.ts';
import { readMapping } from './mapping.ts';
import type { InputReader } from './reader.ts';
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
export async function readJobCondition(reader: InputReader, name = 'jobCondition'): Promise<JsonObject> {
  const mapping = await readMapping(reader, name, reader.block(name), staysTextInCondition);
  return mapping ? checkJobCondition(reader, name, mapping) : {};
}

/** Reads a `jobCondition` that has to name at least one setting. */
export async function readWantedSettings(reader: InputReader): Promise<JsonObject> {
  const name = 'jobCondition';
  const what = 'a YAML or JSON mapping of the wanted settings';
  if (reader.block(name) === undefined) reader.notGiven(name, what);
  const mapping = await readMapping(reader, name, reader.block(name), staysTextInCondition);
  const settings = mapping && checkJobCondition(reader, name, mapping);
  if (settings && Object.keys(settings).length === 0)
    reader.problem(`${name}: holds no setting; give at least one.`);
  return settings ?? {};
}

/** Reads `parameters`: scalars in YAML stay exactly the text that was written; JSON keeps its types. */
export async function readParameters(
  reader: InputReader,
  name = 'parameters',
): Promise<JsonObject | undefined> {
  const parameters = await readMapping(reader, name, reader.block(name), () => true);
  if (!parameters || Object.keys(parameters).length === 0) return undefined;
  warnOfEmpty(reader, name, parameters);
  return parameters;
}

/** A value that is empty is sent as it is; often a variable of the workflow had none. */
function warnOfEmpty(reader: InputReader, name: string, parameters: JsonObject): void {
  for (const [parameter, value] of Object.entries(parameters))
    if (isEmpty(value)) reader.source.warn(`${name}: ${parameter} has no value; it is sent empty.`);
}

/** Checks a mapping that holds execution options, wherever it came from. */
export function checkJobCondition(reader: InputReader, name: string, mapping: JsonObject): JsonObject {
  warnOfNearMisses(reader, name, mapping);
  if (isJsonObject(mapping['parameters'])) warnOfEmpty(reader, `${name}.parameters`, mapping['parameters']);
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

/** An unknown field is sent as it is, but one that is nearly a documented one is hardly meant. */
function warnOfNearMisses(reader: InputReader, name: string, mapping: JsonObject): void {
  for (const field of Object.keys(mapping)) {
    const meant = DOCUMENTED_FIELDS.includes(field) ? undefined : nearMiss(field, DOCUMENTED_FIELDS);
    if (meant)
      reader.source.warn(`${name}: ${field} is sent as it is, but is not documented; did you mean ${meant}?`);
  }
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
  reader.wrongSecretly(`${name}.${field}`, shown(value), `a whole number from ${minimum} to ${maximum}`);
  return undefined;
}

function textField(reader: InputReader, name: string, field: string, value: Json): Json {
  if (typeof value === 'string') return value.trim();
  reader.wrongSecretly(`${name}.${field}`, shown(value), 'text');
  return undefined;
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}
