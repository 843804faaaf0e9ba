import type { Job } from '../dataflow/model.ts';
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import { idOf, labelOf } from './definition.ts';
import { type Comparison, compared, type Difference, differs, joined, SAME } from './difference.ts';

/**
 * Compares a job with its definition: nodes, type and maxConcurrentRuns, each only where the definition has it.
 * The order of the nodes does not count, nor do fields that only the service fills in.
 */
export function compareDefinition(definition: JsonObject, job: Job): Comparison {
  const { type, nodes, maxConcurrentRuns } = definition;
  return joined([
    type === undefined || isSameType(type, job.type) ? SAME : differs(['type'], job.type, type),
    maxConcurrentRuns === undefined
      ? SAME
      : compared(['maxConcurrentRuns'], job.maxConcurrentRuns, maxConcurrentRuns, 'differs'),
    Array.isArray(nodes) ? comparedNodes(job.nodes, nodes) : SAME,
  ]);
}

/** `DATAFLOW` is the only type of the 2025 edition; the type of such jobs is `VISUAL` in the 2026 edition. */
export function isSameType(a: Json, b: Json): boolean {
  const [one, other] = [a, b].map((type) => (type === 'DATAFLOW' ? 'VISUAL' : type));
  return one === other;
}

/**
 * What differed, by the names that the output `changed` has, each once: `nodes`, `type`, `maxConcurrentRuns`,
 * `jobCondition.numWorker`, ...
 */
export function changedNames(differences: readonly Difference[]): string[] {
  const names = differences.map(({ node, path }) =>
    node === undefined ? path.slice(0, path[0] === 'jobCondition' ? 2 : 1).join('.') : 'nodes',
  );
  return [...new Set(names)];
}

function comparedNodes(saved: readonly Json[], wanted: readonly Json[]): Comparison {
  const savedById = new Map(saved.map((node, index) => [keyOf(node, index), node]));
  const wantedById = new Map(wanted.map((node, index) => [keyOf(node, index), node]));
  const places = [...new Set([...wantedById.keys(), ...savedById.keys()])];
  return joined(
    places.map((key, index) => {
      const [before, after] = [savedById.get(key), wantedById.get(key)];
      const node = labelOf(after ?? before, index);
      const { differences, onlySaved } = comparedNode(before, after);
      return {
        differences: differences.map((difference) => ({ ...difference, node })),
        onlySaved: onlySaved.map((way) => `${node} ${way}`),
      };
    }),
  );
}

/** A node that was added or removed is shown by its type. */
function comparedNode(saved: Json, wanted: Json): Comparison {
  if (saved !== undefined && wanted !== undefined) return compared([], saved, wanted, 'ignored');
  return differs([], typeOf(saved), typeOf(wanted));
}

function typeOf(node: Json): Json {
  return node === undefined ? undefined : ((isJsonObject(node) ? node['type'] : undefined) ?? 'node');
}

/** Its id; a node without one can only be known by its place. */
function keyOf(node: Json, index: number): string {
  return (isJsonObject(node) ? idOf(node['id']) : undefined) ?? `number ${index}`;
}
