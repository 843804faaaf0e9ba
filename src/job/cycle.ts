/**
 * A cycle in a directed graph, as a path in the direction of the flow (from parent to child) with its first node
 * again at the end. Only the first one is returned: after it is fixed, the next check returns the next one.
 * @param parentsOf the nodes that come directly before a node; only nodes of the graph
 * @returns undefined when the graph has no cycle
 */
export function findCycle<Node>(
  nodes: Iterable<Node>,
  parentsOf: (node: Node) => readonly Node[],
): Node[] | undefined {
  const checked = new Set<Node>();
  for (const start of nodes) {
    // From child to parent. A loop and no recursion: a chain can be longer than the call stack.
    const path = [start];
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const parent = parentsOf(node).find((each) => !checked.has(each));
      if (parent === undefined) {
        checked.add(node);
        path.pop();
      } else if (path.includes(parent)) {
        return [...path.slice(path.indexOf(parent)), parent].toReversed();
      } else {
        path.push(parent);
      }
    }
  }
  return undefined;
}
