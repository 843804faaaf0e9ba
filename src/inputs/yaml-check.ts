import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  Scalar,
  visit,
} from 'yaml';

export const QUOTE = 'put the whole value in quotes: name: "value"';

/** What was found in a document. */
export interface Checked {
  readonly problems: readonly string[];
  /** The node that each alias refers to. */
  readonly targets: ReadonlyMap<Node, Node>;
}

/** What the parser accepts although a reader would not expect it: each problem with its line. */
export function check(document: Document.Parsed, text: string): Checked {
  const found: { at: number; problem: string }[] = [];
  const anchors = new Map<string, Node>();
  const anchored = new Set<Node>();
  const targets = new Map<Node, Node>();
  const note = (node: unknown, problem: string) => found.push({ at: startOf(node), problem });
  visit(document, {
    Alias: (_key, alias: Alias) => {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
      else note(alias, `what begins with "*" is an alias in YAML, and this one refers to nothing; ${QUOTE}`);
    },
    Value: (_key, node) => {
      if (node.tag !== undefined) note(node, `what begins with "!" is a tag in YAML; ${QUOTE}`);
      if (!node.anchor) return;
      anchors.set(node.anchor, node);
      anchored.add(node);
    },
    Pair: (_key, { key, value }) => {
      if (value === null)
        note(
          key,
          `what begins with "{" is a mapping in YAML, and this one has a name without a value; ${QUOTE}`,
        );
      if (isMerge(key) && !canBeMerged(value, anchors))
        note(key, '"<<" merges other mappings (<<: *name); if it is a name, put it in quotes');
      if (isMap(key) || isSeq(key))
        note(key, 'what begins with "[" or "{" cannot be a name; put it in quotes');
    },
  });
  const used = new Set(targets.values());
  for (const node of anchored)
    if (!used.has(node))
      note(node, `what begins with "&" is an anchor in YAML, and nothing refers to this one; ${QUOTE}`);
  const problems = found
    .sort((a, b) => a.at - b.at)
    .map(({ at, problem }) => `line ${lineAt(text, at)}: ${problem}`);
  return { problems: [...problems, ...doubledNames(document, text, targets)], targets };
}

/** A problem for each name that occurs twice in one mapping: which of the two counts is not defined. */
export function doubledNames(document: Document.Parsed, text: string, targets: Checked['targets']): string[] {
  const problems: string[] = [];
  visit(document, {
    Map: (_key, map) => {
      const names = new Set<string>();
      for (const { key } of map.items) {
        if (isMerge(key)) continue;
        const name = nameOf(key as Node | null, targets);
        if (names.has(name))
          problems.push(
            `line ${lineAt(text, startOf(key))}: a name occurs twice in one mapping; give it once`,
          );
        names.add(name);
      }
    },
  });
  return problems;
}

/** A name is the text that was written, whatever type YAML would give it. */
export function nameOf(key: Node | null, targets: Checked['targets']): string {
  const node = resolved(key, targets);
  return isScalar(node) ? (node.source ?? '') : '';
}

/** A node, or what it is an alias of. */
export function resolved(node: unknown, targets: Checked['targets']): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

/** Whether a name is `<<`, without quotes. */
export function isMerge(key: unknown): key is Scalar {
  return isScalar(key) && key.type === Scalar.PLAIN && key.source === '<<';
}

function canBeMerged(value: unknown, anchors: ReadonlyMap<string, Node>): boolean {
  const isMapping = (item: unknown) => isMap(isAlias(item) ? anchors.get(item.source) : item);
  const source = isAlias(value) ? anchors.get(value.source) : value;
  return isSeq(source) ? source.items.every(isMapping) : isMapping(source);
}

/** Where in the text a node begins. */
export function startOf(node: unknown): number {
  return (node as ParsedNode | undefined)?.range?.[0] ?? 0;
}

/** The line of a place in the text, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n/).length;
}
