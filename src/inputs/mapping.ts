import { isJsonObject, type JsonObject, parseJson, stringifyJson } from '../text/json.ts';

/** A text that is no mapping; the message says what is wrong with it. */
export class NotAMapping extends Error {
  override name = 'NotAMapping';
}

/**
 * What the scalars of a YAML mapping become: `text` keeps exactly what was written (`1.10`, `00123`, `yes`),
 * `typed` reads numbers, true, false and null as YAML 1.2 does. JSON has its types either way.
 */
export type YamlScalars = 'text' | 'typed';

/**
 * Reads a mapping: text that is valid JSON as JSON, all else as YAML. No digit of a number is lost.
 * @throws NotAMapping
 */
export async function parseMapping(text: string, scalars: YamlScalars): Promise<JsonObject> {
  const value = isJson(text) ? parseDeep(text) : await parseYaml(text, scalars);
  if (!isJsonObject(value)) throw new NotAMapping('it is not a mapping of names to values');
  return value;
}

/** @throws NotAMapping when it is nested deeper than can be read */
function parseDeep(text: string): unknown {
  try {
    const value = parseJson(text);
    stringifyJson(value);
    return value;
  } catch (cause) {
    throw new NotAMapping(`it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Whether `parseMapping` reads a text as JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function parseYaml(text: string, scalars: YamlScalars): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, {
    schema: scalars === 'text' ? 'failsafe' : 'core',
    intAsBigInt: true,
    logLevel: 'error',
  });
  const [error] = document.errors;
  if (error)
    throw new NotAMapping(`it is neither JSON nor YAML: ${error.message.split('\n')[0]?.replace(/:$/, '')}`);
  try {
    const value = plain(document.toJS());
    stringifyJson(value);
    return value;
  } catch (cause) {
    if (cause instanceof NotAMapping) throw cause;
    throw new NotAMapping(
      `it cannot be sent as JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

/** YAML's big integers as numbers where those can hold them, else as their digits. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return parseJson(String(value));
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new NotAMapping(`JSON has no number ${value}`);
  if (Array.isArray(value)) return value.map(plain);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
