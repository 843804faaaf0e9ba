import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeJob } from '../../src/dataflow/model.ts';
import { changedNames, compareDefinition } from '../../src/job/definition-difference.ts';
import { pathText } from '../../src/job/difference.ts';
import { type JsonObject, parseJson, stringifyJson } from '../../src/text/json.ts';
import { documented } from '../api/documented.ts';

const compare = (definition: JsonObject, job: JsonObject) =>
  compareDefinition(definition, decodeJob({ jobId: 'a', ...job }));
const differencesOf = (definition: JsonObject, job: JsonObject) => compare(definition, job).differences;
const copy = (value: unknown) => parseJson(stringifyJson(value)) as JsonObject[];

const source = { id: 1697771234567, type: 'SOURCE_OBS', name: 'in', parentNodeIds: [], regionNo: '1' };
const filter = {
  id: 1697771234568,
  type: 'TRANSFORM_FILTER',
  name: '필터',
  parentNodeIds: [1697771234567],
  filterConditionList: [{ name: 'amount', operator: 'NE', value: '0' }],
};
const nodes = [source, filter];
const withFilter = (fields: JsonObject) => ({ nodes: [source, { ...filter, ...fields }] });

describe('a job and its definition', () => {
  it('agree in the documented createJob example, whose response has "properties" that were not sent', () => {
    const { nodes: wanted } = documented('create-job.request');
    const response = { ...documented('create-job.response') };
    expect(compare({ nodes: wanted }, response)).toEqual({ differences: [], onlySaved: [] });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['in another order of nodes', { nodes }, { nodes: nodes.toReversed() }],
    ['with ids as text', { nodes }, withFilter({ id: '1697771234568', parentNodeIds: ['1697771234567'] })],
    ['with a number for its text', { nodes }, { nodes: [{ ...source, regionNo: 1 }, filter] }],
    ['with fields that the service filled in', { nodes }, withFilter({ status: 'VALID', x: 3 })],
    ['of type DATAFLOW and VISUAL', { type: 'VISUAL' }, { type: 'DATAFLOW' }],
    ['without a type in the definition', {}, { type: 'SCRIPT' }],
    ['without maxConcurrentRuns in the definition', {}, { maxConcurrentRuns: 5 }],
    ['with maxConcurrentRuns as text', { maxConcurrentRuns: 5 }, { maxConcurrentRuns: '5' }],
  ])('agree %s', (_what, definition, job) => expect(differencesOf(definition, job)).toEqual([]));

  it.each<[string, JsonObject, string, unknown, unknown]>([
    [
      'a value in a list',
      withFilter({ filterConditionList: [{ ...filter.filterConditionList[0], value: '100' }] }),
      'filterConditionList[amount].value',
      '0',
      '100',
    ],
    [
      'an added item',
      withFilter({ filterConditionList: [...filter.filterConditionList, { name: 'id' }] }),
      'filterConditionList[id]',
      undefined,
      { name: 'id' },
    ],
    [
      'a removed item',
      withFilter({ filterConditionList: [] }),
      'filterConditionList[amount]',
      filter.filterConditionList[0],
      undefined,
    ],
    ['a renamed node', withFilter({ name: 'Filter' }), 'name', '필터', 'Filter'],
    ['another parent', withFilter({ parentNodeIds: [] }), 'parentNodeIds', [1697771234567], []],
    ['a field that Data Flow has not', withFilter({ filterType: 'AND' }), 'filterType', undefined, 'AND'],
  ])('differ by %s, named by node and field', (_what, definition, way, saved, wanted) => {
    const found = differencesOf(definition, { nodes });
    expect(found.map(({ path, ...rest }) => ({ ...rest, way: pathText(path) }))).toEqual([
      { node: expect.stringContaining('(1697771234568)'), way, saved, wanted },
    ]);
    expect(changedNames(found)).toEqual(['nodes']);
  });

  it('differ by the order of named items, which is the order of columns', () => {
    const fields = [{ name: 'id' }, { name: 'amount' }];
    const [found] = differencesOf(
      withFilter({ fieldList: fields }),
      withFilter({ fieldList: fields.toReversed() }),
    );
    expect(found).toMatchObject({
      path: ['fieldList', '[order]'],
      saved: 'amount, id',
      wanted: 'id, amount',
    });
  });

  it('differ by nodes that were added and removed, shown by their types', () => {
    const target = { id: 3, type: 'TARGET_OBS', name: 'out' };
    expect(differencesOf({ nodes: [source, target] }, { nodes })).toEqual([
      { node: '"out" (3)', path: [], saved: undefined, wanted: 'TARGET_OBS' },
      { node: '"필터" (1697771234568)', path: [], saved: 'TRANSFORM_FILTER', wanted: undefined },
    ]);
  });

  it('differ by one digit of a huge id', () => {
    const withId = (id: string) => ({ nodes: [{ ...source, id: parseJson(id) }] });
    const found = differencesOf(withId('12345678901234567890'), withId('12345678901234567891'));
    expect(found.map(({ node }) => node)).toEqual([
      '"in" (12345678901234567890)',
      '"in" (12345678901234567891)',
    ]);
  });

  it('differ in type and maxConcurrentRuns, each by its name', () => {
    const found = differencesOf({ type: 'SCRIPT', maxConcurrentRuns: 2 }, { type: 'DATAFLOW' });
    expect(changedNames(found)).toEqual(['type', 'maxConcurrentRuns']);
  });

  it('name what only Data Flow has and is not empty, since it is not compared', () => {
    const { onlySaved } = compare(
      { nodes },
      withFilter({ x: 3, empty: [], filterConditionList: [{ ...filter.filterConditionList[0], not: true }] }),
    );
    expect(onlySaved).toEqual([
      '"필터" (1697771234568) filterConditionList[amount].not',
      '"필터" (1697771234568) x',
    ]);
  });

  it('always agree when the service adds fields and reorders nodes', () => {
    const field = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { maxKeys: 4 });
    const someNodes = fc.uniqueArray(fc.tuple(fc.nat(), field, field), { selector: ([id]) => id });
    fc.assert(
      fc.property(someNodes, (drawn) => {
        const wanted = drawn.map(([id, fields]) => ({ ...fields, id }));
        const saved = drawn.map(([id, fields, added]) => ({ ...added, ...fields, id })).toReversed();
        expect(differencesOf({ nodes: copy(wanted) }, { nodes: copy(saved) })).toEqual([]);
      }),
    );
  });

  it('never agree when one scalar of a node was changed', () => {
    const value = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      fc.integer(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(String(a) !== String(b));
        expect(differencesOf(withFilter({ v: a }), withFilter({ v: b }))).toHaveLength(1);
      }),
    );
  });
});
