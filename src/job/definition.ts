import { isJsonObject, type Json, stringifyJson } from '../text/json.ts';
import { findCycle } from './cycle.ts';

/**
 * The rule for `name`, contradiction 10 in docs/api-notes.md.
 * https://api.ncloud-docs.com/docs/en/analytics-dataflow-createjob
 */
const JOB_NAME = /^[A-Za-z_][A-Za-z0-9_-]{2,99}$/;

/** The rule for the name of a job, for error messages. */
export const JOB_NAME_RULE = '3 to 100 of the characters A-Z, a-z, 0-9, _ and -, the first a letter or _';

/** Whether a job can have this name. */
export function isJobName(name: Json): name is string {
  return typeof name === 'string' && JOB_NAME.test(name);
}

/** What the check needs of a node. */
interface GraphNode {
  /** For messages: its name, else its type, and its id. */
  readonly label: string;
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly parentIds: readonly string[];
}

/**
 * What is wrong with the nodes of a job, one line for each problem; none when the graph is correct: ids are
 * given and unique, parents are known, data flows from SOURCE_ nodes to TARGET_ nodes without a cycle.
 */
export function graphProblems(nodes: Json): string[] {
  if (!Array.isArray(nodes)) return ['nodes is not given as a list.'];
  if (nodes.length === 0) return ['nodes is empty: a job needs a source and a target.'];
  const graph = nodes.map(graphNode);
  return [
    ...nodes.flatMap(shapeProblems),
    ...doubleIds(graph),
    ...unknownParents(graph),
    ...misplacedNodes(graph),
    ...missingEnds(graph),
    ...cycles(graph),
  ];
}

function graphNode(node: unknown, index: number): GraphNode {
  const fields = isJsonObject(node) ? node : {};
  const parents = fields['parentNodeIds'];
  return {
    label: labelOf(node, index),
    id: idOf(fields['id']),
    type: typeof fields['type'] === 'string' ? fields['type'] : undefined,
    parentIds: Array.isArray(parents) ? parents.map(idOf).filter((id) => id !== undefined) : [],
  };
}

/** A node for messages: its name, else its type, and its id (without one, its place in the list, from 1). */
export function labelOf(node: unknown, index: number): string {
  const fields = isJsonObject(node) ? node : {};
  const { name, type } = fields;
  const title = typeof name === 'string' && name !== '' ? `"${name}"` : typeof type === 'string' ? type : '';
  const id = idOf(fields['id']);
  const place = id === undefined ? `number ${index + 1} in the list` : id;
  return title === '' ? `node ${place}` : `${title} (${place})`;
}

/** An id as text, every digit kept: the API documentation shows numbers of 13 digits. Undefined for all that is no id. */
export function idOf(value: Json): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || JSON.isRawJSON(value);
  return isNumber ? stringifyJson(value) : undefined;
}

/** Fields that are missing or of the wrong kind. */
function shapeProblems(node: unknown, index: number): string[] {
  const label = labelOf(node, index);
  if (!isJsonObject(node)) return [`${label} is not a mapping.`];
  const parents = node['parentNodeIds'] ?? [];
  return [
    ...(idOf(node['id']) === undefined ? [`${label} has no id (a number or text).`] : []),
    ...(typeof node['type'] === 'string' ? [] : [`${label} has no type, such as SOURCE_OBS.`]),
    ...(Array.isArray(parents) ? [] : [`${label}: parentNodeIds is not a list.`]),
    ...(Array.isArray(parents) && parents.some((id) => idOf(id) === undefined)
      ? [`${label}: parentNodeIds holds something that is no id.`]
      : []),
  ];
}

function doubleIds(graph: readonly GraphNode[]): string[] {
  const byId = Map.groupBy(graph, ({ id }) => id);
  return [...byId].flatMap(([id, nodes]) =>
    id === undefined || nodes.length === 1
      ? []
      : [`the id ${id} is not unique: ${nodes.map(({ label }) => label).join(', ')} have it.`],
  );
}

function unknownParents(graph: readonly GraphNode[]): string[] {
  const ids = new Set(graph.map(({ id }) => id));
  return graph.flatMap(({ label, parentIds }) =>
    parentIds
      .filter((parent) => !ids.has(parent))
      .map((parent) => `${label} has the parent ${parent}, and no node has that id.`),
  );
}

/** Sources begin the flow and so have no parents; all others need at least one. */
function misplacedNodes(graph: readonly GraphNode[]): string[] {
  return graph.flatMap(({ label, type, parentIds }) => {
    if (type === undefined) return [];
    if (isSource(type) && parentIds.length > 0)
      return [`${label} is a source (${type}) and has parents: ${parentIds.join(', ')}.`];
    return isSource(type) || parentIds.length > 0
      ? []
      : [`${label} is no source (${type}) and has no parent.`];
  });
}

function missingEnds(graph: readonly GraphNode[]): string[] {
  const types = graph.map(({ type }) => type ?? '');
  return [
    ...(types.some(isSource) ? [] : ['there is no source: no node has a type that begins with SOURCE_.']),
    ...(types.some((type) => type.startsWith('TARGET_'))
      ? []
      : ['there is no target: no node has a type that begins with TARGET_.']),
  ];
}

function isSource(type: string): boolean {
  return type.startsWith('SOURCE_');
}

function cycles(graph: readonly GraphNode[]): string[] {
  // With an id that is not unique the first node that has it counts.
  const byId = new Map(graph.toReversed().map((node) => [node.id, node]));
  const path = findCycle(graph, ({ parentIds }) =>
    parentIds.map((id) => byId.get(id)).filter((parent) => parent !== undefined),
  );
  return path ? [`the nodes form a cycle: ${path.map(({ label }) => label).join(' → ')}.`] : [];
}
