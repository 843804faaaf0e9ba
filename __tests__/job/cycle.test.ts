import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findCycle } from '../../src/job/cycle.ts';

/** Up to 12 nodes, each with parents among all of them. */
const anyGraph = fc
  .array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((parents) => parents.filter((parent) => parent < all.length)));

const cycleIn = (graph: readonly number[][]) => findCycle(graph.keys(), (node) => graph[node] ?? []);

/** Whether all nodes can be taken away, each after its parents. */
function canBeOrdered(graph: readonly number[][]): boolean {
  const left = new Set(graph.keys());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const node of left) if (!graph[node]?.some((parent) => left.has(parent))) left.delete(node);
  }
  return left.size === 0;
}

describe('a cycle', () => {
  it('is found exactly where the nodes cannot be put in an order', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => expect(cycleIn(graph) === undefined).toBe(canBeOrdered(graph))),
      { numRuns: 2000 },
    );
  });

  it('is a path from parent to child that ends where it begins, with no other node twice', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const path = cycleIn(graph);
        fc.pre(path !== undefined);
        expect(path.at(0)).toBe(path.at(-1));
        expect(new Set(path).size).toBe(path.length - 1);
        for (const [index, child] of path.slice(1).entries()) expect(graph[child]).toContain(path[index]);
      }),
    );
  });

  it('is searched for in a chain of 10,000 nodes without a stack overflow', () => {
    const chain = Array.from({ length: 10_000 }, (_, node) => (node === 9_999 ? [] : [node + 1]));
    expect(cycleIn(chain)).toBeUndefined();
  });
});
