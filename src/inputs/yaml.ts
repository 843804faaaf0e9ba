import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { type JsonObject, parseJson } from '../text/json.ts';
import { NotAMapping } from './not-a-mapping.ts';
import { check, doubledNames, isMerge, lineAt, nameOf, QUOTE, resolved, startOf } from './yaml-check.ts';
import { syntaxProblem } from './yaml-syntax.ts';

/** How many values a mapping may have once its aliases are resolved: a few lines can make billions. */
const MOST_VALUES = 100_000;

type YamlNode = Node | null;

/**
 * Whether the scalars of YAML at a path (names from the top) stay exactly the text that was written (`1.10`, `00123`,
 * `yes`); all others are read as YAML 1.2 does (numbers, true, false, null).
 */
export type StaysText = (path: readonly string[]) => boolean;

/**
 * Reads YAML, parsed once: typed and as-written values come from the same nodes. Merge keys are merged and aliases
 * resolved; tags, anchors that nothing refers to, doubled names and names without value in braces are problems.
 * @throws NotAMapping with every problem
 */
export function parseYaml(text: string, staysText: StaysText): unknown {
  const document = parse(text);
  const [error] = document.errors;
  if (error) throw new NotAMapping(syntaxProblem(error, lineAt(text, error.pos[0])));
  const { problems, targets } = check(document, text);
  if (problems.length > 0) throw new NotAMapping(...problems);
  return new Resolver(targets, staysText, text).value(document.contents, []);
}

/** Turns checked nodes into values. */
class Resolver {
  readonly #targets: ReadonlyMap<Node, Node>;
  readonly #staysText: StaysText;
  readonly #text: string;
  #left = MOST_VALUES;

  constructor(targets: ReadonlyMap<Node, Node>, staysText: StaysText, text: string) {
    this.#targets = targets;
    this.#staysText = staysText;
    this.#text = text;
  }

  value(node: YamlNode, path: readonly string[]): unknown {
    this.#left -= 1;
    if (this.#left < 0) throw new NotAMapping(`its aliases make it larger than ${MOST_VALUES} values`);
    if (isAlias(node)) return this.value(this.#targets.get(node) ?? null, path);
    if (isSeq(node)) return node.items.map((item) => this.value(item as YamlNode, path));
    if (isMap(node)) return Object.fromEntries(this.#entriesOf(node, path));
    return isScalar(node) ? this.#scalar(node, this.#staysText(path)) : null;
  }

  /** Own names go before merged ones, the earlier of merged ones before the later. */
  #entriesOf(map: YAMLMap, path: readonly string[]): Map<string, unknown> {
    const entries = new Map<string, unknown>();
    const items = map.items as Pair<YamlNode, YamlNode>[];
    for (const { key, value } of items.filter((item) => !isMerge(item.key))) {
      const name = nameOf(key, this.#targets);
      entries.set(name, this.value(value, [...path, name]));
    }
    for (const { value } of items.filter(({ key }) => isMerge(key)))
      for (const [name, merged] of this.#merged(value, path))
        if (!entries.has(name)) entries.set(name, merged);
    return entries;
  }

  /** What `<<` merges: the entries of one mapping, or of a list of them. */
  #merged(node: YamlNode, path: readonly string[]): [string, unknown][] {
    const source = resolved(node, this.#targets);
    if (isSeq(source)) return source.items.flatMap((item) => this.#merged(item as YamlNode, path));
    return Object.entries(this.value(source as YamlNode, path) as JsonObject);
  }

  #scalar(scalar: Scalar, isText: boolean): unknown {
    const { source = '', value } = scalar;
    if (isText && isFollowedByHash(scalar, this.#text))
      throw this.#refused(
        scalar,
        `what begins with " #" is a comment in YAML; ${QUOTE}; a comment has a space behind "#"`,
      );
    if (isText) return source;
    if (typeof value !== 'number' && typeof value !== 'bigint') return value;
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(source)) return parseJson(source);
    // 01234 would become 1234, and 0x1F 31.
    throw this.#refused(
      scalar,
      'JSON has no number that is written like this; put the value in quotes if it is a text',
    );
  }

  #refused(node: Node, problem: string): NotAMapping {
    return new NotAMapping(`line ${lineAt(this.#text, startOf(node))}: ${problem}`);
  }
}

/** A comment right behind a value that begins without a space is probably a part of the value. */
function isFollowedByHash({ type, range }: Scalar, text: string): boolean {
  return type === Scalar.PLAIN && /^[ \t]+#[^\s#]/.test(text.slice(range?.[1] ?? text.length));
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, { schema: 'core', intAsBigInt: true, uniqueKeys: false, logLevel: 'error' });
}

/**
 * Checks that no mapping in a JSON text has a name twice: JavaScript's own reader keeps the last one silently. JSON
 * is YAML too.
 * @throws NotAMapping with every problem
 */
export function checkJsonNames(text: string): void {
  const problems = doubledNames(parse(text), text, new Map());
  if (problems.length > 0) throw new NotAMapping(...problems);
}
