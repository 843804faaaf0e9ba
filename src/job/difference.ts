import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../text/json.ts';
import { isEmpty } from './condition.ts';

/** A value that is not in Data Flow as it is wanted. */
export interface Difference {
  /** The node that it is in, by name and id, such as `"Filter" (1697771234568)`; undefined outside of nodes. */
  readonly node?: string | undefined;
  /**
   * The way to the value: `['jobCondition', 'numWorker']`, or from a node on `['filterConditionList', '[0]', 'value']`.
   * Empty for a whole node that was added or removed.
   */
  readonly path: readonly string[];
  /** Undefined when Data Flow has nothing there. */
  readonly saved: Json;
  /** Undefined when nothing is wanted there. */
  readonly wanted: Json;
}

/** The result of a comparison. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Ways to values that only Data Flow has. They are not compared: the service fills in fields of its own. */
  readonly onlySaved: readonly string[];
}

/** What becomes of the fields of a mapping that only Data Flow has. */
type SavedOnly = 'differs' | 'ignored';

/**
 * The wanted settings that are saved otherwise; settings without a wanted value are not compared. A number and
 * the text of that number are equal, since the service may save one for the other; all other values must be equal.
 */
export function settingsDifferences(wanted: JsonObject, saved: JsonObject): Difference[] {
  return Object.entries(wanted).flatMap(
    ([field, value]) => compared(['jobCondition', field], own(saved, field), value, 'differs').differences,
  );
}

/** Compares two values, mappings field by field and lists item by item. */
export function compared(
  path: readonly string[],
  saved: Json,
  wanted: Json,
  savedOnly: SavedOnly,
): Comparison {
  if (hasNothing(saved) && hasNothing(wanted)) return SAME;
  if (isJsonObject(saved) && isJsonObject(wanted)) return comparedMappings(path, saved, wanted, savedOnly);
  if (Array.isArray(saved) && Array.isArray(wanted)) return comparedLists(path, saved, wanted, savedOnly);
  return isSameScalar(saved, wanted) ? SAME : differs(path, saved, wanted);
}

/** No difference. */
export const SAME: Comparison = { differences: [], onlySaved: [] };

/** One difference. */
export function differs(path: readonly string[], saved: Json, wanted: Json): Comparison {
  return { differences: [{ path, saved, wanted }], onlySaved: [] };
}

/** Several comparisons as one. */
export function joined(comparisons: readonly Comparison[]): Comparison {
  return {
    differences: comparisons.flatMap(({ differences }) => differences),
    onlySaved: comparisons.flatMap(({ onlySaved }) => onlySaved),
  };
}

/** The way to a value as people write it: `filterConditionList[0].value`. */
export function pathText(path: readonly string[]): string {
  return path.reduce(
    (text, step) => (text === '' || step.startsWith('[') ? text + step : `${text}.${step}`),
    '',
  );
}

function comparedMappings(
  path: readonly string[],
  saved: JsonObject,
  wanted: JsonObject,
  savedOnly: SavedOnly,
): Comparison {
  const unnamed = Object.keys(saved).filter((name) => !Object.hasOwn(wanted, name));
  const names = [...Object.keys(wanted), ...(savedOnly === 'differs' ? unnamed : [])];
  const inside = joined(
    names.map((name) => compared([...path, name], own(saved, name), own(wanted, name), savedOnly)),
  );
  if (savedOnly === 'differs') return inside;
  const named = unnamed.filter((name) => !hasNothing(saved[name]));
  return { ...inside, onlySaved: [...inside.onlySaved, ...named.map((name) => pathText([...path, name]))] };
}

/** Items that all have a name of their own are matched by it, so that one added item is one difference. */
function comparedLists(
  path: readonly string[],
  saved: readonly Json[],
  wanted: readonly Json[],
  savedOnly: SavedOnly,
): Comparison {
  if (![...saved, ...wanted].some((item) => isJsonObject(item) || Array.isArray(item))) {
    const isSame =
      saved.length === wanted.length && wanted.every((item, at) => isSameScalar(saved[at], item));
    return isSame ? SAME : differs(path, saved, wanted);
  }
  const [savedByName, wantedByName] = [byName(saved), byName(wanted)];
  const items = (from: Map<string, Json>, to: Map<string, Json>) =>
    joined(
      [...new Set([...to.keys(), ...from.keys()])].map((key) =>
        compared([...path, `[${key}]`], from.get(key), to.get(key), savedOnly),
      ),
    );
  if (!savedByName || !wantedByName) return items(byPlace(saved), byPlace(wanted));
  return joined([items(savedByName, wantedByName), comparedOrder(path, savedByName, wantedByName)]);
}

/** The order of the items that both lists have. */
function comparedOrder(
  path: readonly string[],
  savedByName: ReadonlyMap<string, Json>,
  wantedByName: ReadonlyMap<string, Json>,
): Comparison {
  const saved = [...savedByName.keys()].filter((name) => wantedByName.has(name)).join(', ');
  const wanted = [...wantedByName.keys()].filter((name) => savedByName.has(name)).join(', ');
  return saved === wanted ? SAME : differs([...path, '[order]'], saved, wanted);
}

/** Items by their names; undefined when an item has none, or two have the same. */
function byName(items: readonly Json[]): Map<string, Json> | undefined {
  const named = new Map(
    items.flatMap((item) =>
      isJsonObject(item) && typeof item['name'] === 'string' ? [[item['name'], item] as const] : [],
    ),
  );
  return named.size === items.length ? named : undefined;
}

function byPlace(items: readonly Json[]): Map<string, Json> {
  return new Map(items.map((item, index) => [String(index), item]));
}

function isSameScalar(a: Json, b: Json): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  if (!isNumberOrText(a) || !isNumberOrText(b)) return a === b;
  return textOf(a) === textOf(b) || (isNumber(a) && isNumber(b) && isSameNumber(textOf(a), textOf(b)));
}

/** Two ways to write one number, such as `2` and `2.0`. Numbers with more digits than `number` holds are texts. */
function isSameNumber(a: string, b: string): boolean {
  return Number(a) === Number(b) && Math.abs(Number(a)) <= Number.MAX_SAFE_INTEGER;
}

function hasNothing(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) ? Object.keys(value).length === 0 : isEmpty(value);
}

function isNumber(value: Json): boolean {
  return ['number', 'bigint'].includes(typeof value) || JSON.isRawJSON(value);
}

function isNumberOrText(value: Json): boolean {
  return typeof value === 'string' || isNumber(value);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** A mapping's own entry: `constructor` is a name like any other. */
function own(mapping: JsonObject, name: string): Json {
  return Object.hasOwn(mapping, name) ? mapping[name] : undefined;
}
