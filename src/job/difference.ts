import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import { isEmpty } from './condition.ts';

/** A setting that is not saved as it is wanted. */
export interface Difference {
  /** Its name; of an entry in a mapping with the way to it, such as `parameters.date`. */
  readonly field: string;
  /** Undefined when nothing is saved. */
  readonly saved: Json;
  /** Undefined when the entry of a mapping is not wanted. */
  readonly wanted: Json;
}

/**
 * The wanted settings that are saved otherwise; settings that nobody names are not compared. A number and the
 * text of that number are equal, since the service may save one for the other; all else has to agree exactly.
 */
export function differences(wanted: JsonObject, saved: JsonObject): Difference[] {
  return Object.entries(wanted).flatMap(([field, value]) => between(field, own(saved, field), value));
}

function between(field: string, saved: Json, wanted: Json): Difference[] {
  if (!isJsonObject(saved) || !isJsonObject(wanted))
    return sameValue(saved, wanted) ? [] : [{ field, saved, wanted }];
  const names = new Set([...Object.keys(saved), ...Object.keys(wanted)]);
  return [...names].flatMap((name) => between(`${field}.${name}`, own(saved, name), own(wanted, name)));
}

function sameValue(a: Json, b: Json): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  if (isNumberOrText(a) && isNumberOrText(b)) return textOf(a) === textOf(b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (isJsonObject(a) && isJsonObject(b)) return between('', a, b).length === 0;
  return a === b;
}

function isNumberOrText(value: Json): boolean {
  return ['string', 'number', 'bigint'].includes(typeof value) || JSON.isRawJSON(value);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** A mapping's own entry: `constructor` is a name like any other. */
function own(mapping: JsonObject, name: string): Json {
  return Object.hasOwn(mapping, name) ? mapping[name] : undefined;
}
