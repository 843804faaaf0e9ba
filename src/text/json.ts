/** In Node 24 and not yet in TypeScript's own library: a number's text, kept through parse and stringify. */
declare global {
  interface JSON {
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
  }
}

/** JSON as a type: what can be sent. `object` stands for a number that is too long for `number`. */
export type Json = unknown;
/** A JSON mapping. */
export type JsonObject = { [key: string]: Json };

/** Whether a value is a mapping (not null, not a list, not a preserved number). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}

/**
 * Reads JSON without losing a digit: a number that `number` would not write again as it was (a long integer,
 * `1.10`, `1e3`) is kept as its text, and `stringifyJson` writes that text again.
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): Json {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? JSON.rawJSON(source)
      : value,
  );
}

/** Reads JSON that may be none; undefined when it is not. */
export function jsonIn(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Writes JSON; the counterpart of `parseJson`, which also takes big integers. */
export function stringifyJson(value: Json, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) => (typeof item === 'bigint' ? JSON.rawJSON(String(item)) : item),
    indent,
  );
}
