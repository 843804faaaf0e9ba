import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { graphProblems, isJobName } from '../../src/job/definition.ts';
import { parseJson } from '../../src/text/json.ts';
import { documented } from '../api/documented.ts';

const source = { id: 1, type: 'SOURCE_OBS', name: 'In' };
const filter = { id: 2, type: 'TRANSFORM_FILTER', name: '필터', parentNodeIds: [1] };
const target = { id: 3, type: 'TARGET_OBS', name: 'Out', parentNodeIds: [2] };

describe('the graph of a job', () => {
  it.each([
    'create-job.request',
    'create-job.response',
    'get-job.response',
    'update-job-execute-config.response',
  ])('of the documented %s is correct', (example) => {
    expect(graphProblems(documented(example).nodes)).toEqual([]);
  });

  it.each([
    ['no list', undefined, 'nodes is not given as a list.'],
    ['a mapping', { id: 1 }, 'nodes is not given as a list.'],
    ['empty', [], 'nodes is empty: a job needs a source and a target.'],
    ['a node that is text', [source, filter, target, 'x'], 'node number 4 in the list is not a mapping.'],
    [
      'a node without an id',
      [source, filter, target, { ...target, id: undefined }],
      '"Out" (number 4 in the list) has no id (a number or text).',
    ],
    [
      'a node without a type',
      [source, filter, target, { id: 4, parentNodeIds: [1] }],
      'node 4 has no type, such as SOURCE_OBS.',
    ],
    [
      'a double id',
      [source, filter, target, { ...target, name: 'Copy' }],
      'the id 3 is not unique: "Out" (3), "Copy" (3) have it.',
    ],
    [
      'an unknown parent',
      [source, filter, target, { ...filter, id: 4, parentNodeIds: [9] }],
      '"필터" (4) has the parent 9, and no node has that id.',
    ],
    [
      'parents that are no list',
      [source, filter, target, { ...source, id: 4, parentNodeIds: 1 }],
      '"In" (4): parentNodeIds is not a list.',
    ],
    [
      'a parent that is no id',
      [source, filter, target, { ...filter, id: 4, parentNodeIds: [1, null] }],
      '"필터" (4): parentNodeIds holds something that is no id.',
    ],
    [
      'a source with parents',
      [source, filter, target, { ...source, id: 4, parentNodeIds: [1] }],
      '"In" (4) is a source (SOURCE_OBS) and has parents: 1.',
    ],
    [
      'a node without parents',
      [source, filter, target, { ...filter, id: 4, parentNodeIds: [] }],
      '"필터" (4) is no source (TRANSFORM_FILTER) and has no parent.',
    ],
    ['no target', [source, filter], 'there is no target: no node has a type that begins with TARGET_.'],
    [
      'its own parent',
      [source, filter, { ...target, parentNodeIds: [2, 3] }],
      'the nodes form a cycle: "Out" (3) → "Out" (3).',
    ],
  ])('with %s has one problem', (_, nodes, problem) => {
    expect(graphProblems(nodes)).toEqual([problem]);
  });

  it('without a source has a problem that says so, beside those that it causes', () => {
    expect(graphProblems([{ ...target, parentNodeIds: [3] }])).toEqual([
      'there is no source: no node has a type that begins with SOURCE_.',
      'the nodes form a cycle: "Out" (3) → "Out" (3).',
    ]);
  });

  it('shows a cycle as the way that the data would take', () => {
    const [a, b, c] = [
      { id: 10, type: 'TRANSFORM_X', name: 'A', parentNodeIds: [1, 12] },
      { id: 11, type: 'TRANSFORM_X', name: 'B', parentNodeIds: [10] },
      { id: 12, type: 'TRANSFORM_X', name: 'C', parentNodeIds: [11] },
    ];
    const [problem, ...others] = graphProblems([source, filter, target, a, b, c]);
    expect(others).toEqual([]);
    expect(problem).toMatch(/^the nodes form a cycle: "(.)" \(\d+\) → "." \(\d+\) → "." \(\d+\) → "\1" /);
    expect('"A" (10) → "B" (11) → "C" (12) → "A" (10) → "B" (11) → "C" (12)').toContain(
      problem?.slice('the nodes form a cycle: '.length, -1),
    );
  });

  it('names one cycle where two go through one node', () => {
    const nodes = [
      { id: 10, type: 'TRANSFORM_X', name: 'A', parentNodeIds: [1, 11, 12] },
      { id: 11, type: 'TRANSFORM_X', name: 'B', parentNodeIds: [10] },
      { id: 12, type: 'TRANSFORM_X', name: 'C', parentNodeIds: [10] },
    ];
    expect(graphProblems([source, filter, target, ...nodes])).toHaveLength(1);
  });

  it('distinguishes ids to the last digit', () => {
    const nodes = parseJson(`[
      {"id": 9007199254740993, "type": "SOURCE_OBS", "name": "x"},
      {"id": 9007199254740992, "type": "TARGET_OBS", "name": "y", "parentNodeIds": [9007199254740993]}]`);
    expect(graphProblems(nodes)).toEqual([]);
  });
});

/** Nodes in which each has only earlier ones as parents: a correct graph. */
const correctGraph = fc.integer({ min: 2, max: 12 }).chain((count) =>
  fc.array(fc.nat(), { minLength: count, maxLength: count }).map((choices) =>
    choices.map((choice, index) => ({
      id: 1697771234000 + index,
      name: `n${index}`,
      type: index === 0 ? 'SOURCE_A' : index === count - 1 ? 'TARGET_A' : 'TRANSFORM_A',
      parentNodeIds:
        index === 0
          ? []
          : [...new Set([choice % index, (choice >> 4) % index])].map((p) => 1697771234000 + p),
    })),
  ),
);

describe('any graph', () => {
  it('in which each node has earlier parents only is correct, in whatever order it is written', () => {
    fc.assert(
      fc.property(correctGraph, fc.infiniteStream(fc.nat()), (nodes, ranks) => {
        const shuffled = nodes
          .map((node) => ({ node, rank: ranks.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ node }) => node);
        expect(graphProblems(shuffled)).toEqual([]);
      }),
    );
  });

  it('with one edge back has a cycle, and what is shown is a way through the graph', () => {
    fc.assert(
      fc.property(correctGraph, fc.nat(), (graph, choice) => {
        // From a node back to one of its ancestors, the source excepted.
        const last = graph.length - 1;
        const byId = new Map(graph.map((node) => [node.id, node]));
        const ancestors: number[] = [];
        for (let id = graph[last]?.id; id !== undefined; id = byId.get(id)?.parentNodeIds[0])
          if (id !== graph[0]?.id) ancestors.push(id);
        const back = ancestors[choice % ancestors.length] ?? 0;
        const nodes = graph.map((node) =>
          node.id === back ? { ...node, parentNodeIds: [...node.parentNodeIds, graph[last]?.id ?? 0] } : node,
        );
        const problems = graphProblems(nodes);
        expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems) {
          const path = [...problem.matchAll(/"n\d+" \((\d+)\)/g)].map(([, id]) => Number(id));
          expect(path[0]).toBe(path.at(-1));
          const edges = path.slice(1).map((child, index) => [child, path[index]] as const);
          expect(edges.length).toBeGreaterThan(0);
          for (const [child, parent] of edges)
            expect(nodes.find(({ id }) => id === child)?.parentNodeIds).toContain(parent);
        }
      }),
    );
  });

  it('never makes the check throw or run without end', () => {
    const node = fc.record(
      {
        id: fc.oneof(fc.nat(5), fc.string(), fc.constant(null)),
        type: fc.oneof(fc.constantFrom('SOURCE_A', 'TARGET_A', 'TRANSFORM_A'), fc.integer()),
        parentNodeIds: fc.oneof(fc.array(fc.nat(5)), fc.anything()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: node }, fc.anything()), { maxLength: 8 }),
        (nodes) => {
          expect(graphProblems(nodes)).toBeInstanceOf(Array);
        },
      ),
    );
  });
});

describe('the name of a job', () => {
  it.each(['abc', '_1-2', 'a'.repeat(100)])('may be %s', (name) => expect(isJobName(name)).toBe(true));
  it.each(['ab', 'a'.repeat(101), '1abc', '-abc', 'a b c', 'a.b.c', '작업001', 'abc\n', 7, undefined])(
    'may not be %j',
    (name) => expect(isJobName(name)).toBe(false),
  );
});
