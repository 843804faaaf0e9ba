import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../../text/json.ts';

const NOT_SHOWN = '(not shown)';

/**
 * Options as they may be shown: of `parameters` the names only. Their values often hold secrets of the workflow, as a
 * part of a longer text; the person who wrote them knows them.
 */
export function withoutValues(options: JsonObject): JsonObject {
  return { ...options, ...('parameters' in options && { parameters: namesOnly(options['parameters']) }) };
}

function namesOnly(parameters: Json): Json {
  if (!isJsonObject(parameters)) return NOT_SHOWN;
  return Object.fromEntries(Object.keys(parameters).map((name) => [name, NOT_SHOWN]));
}

/** The value of an option as text: whole, or not at all, since the runner masks no part of a secret. */
export function valueText(field: string, value: Json, longest: number): string {
  if (field === 'parameters') return isJsonObject(value) ? Object.keys(value).join(', ') : NOT_SHOWN;
  const text = typeof value === 'string' ? value : stringifyJson(value);
  return text.length <= longest ? text : `(${text.length} characters, not shown)`;
}
