import { findCycle } from '../../job/cycle.ts';
import { nearMiss } from '../../text/near-miss.ts';

/** What the check needs of a run. */
export interface Needing {
  readonly name: string;
  /** Names of the runs that have to complete before this one starts. */
  readonly needs: readonly string[];
}

/**
 * What is wrong with the needs of a plan, one text for each problem; none when every name is unique, every need is
 * a name of the plan, and the needs form no cycle.
 */
export function needsProblems(runs: readonly Needing[]): string[] {
  const byName = Map.groupBy(runs, ({ name }) => name);
  const names = [...byName.keys()];
  const duplicates = names.filter((name) => (byName.get(name) ?? []).length > 1);
  const cycle = findCycle(names, (name) =>
    (byName.get(name) ?? []).flatMap(({ needs }) => needs).filter((need) => byName.has(need)),
  );
  return [
    ...duplicates.map((name) => `the name "${name}" is not unique.`),
    ...runs.flatMap((run) => unknownNeeds(run, names)),
    ...(cycle ? [cycleProblem(cycle)] : []),
  ];
}

function unknownNeeds({ name, needs }: Needing, names: readonly string[]): string[] {
  return needs
    .filter((need) => !names.includes(need))
    .map((need) => {
      const meant = nearMiss(need, names);
      return `"${name}" needs "${need}", and the plan has no such name${meant ? `; did you mean "${meant}"?` : '.'}`;
    });
}

/** @param path from need to the run that needs it, the first one again at the end */
function cycleProblem(path: readonly string[]): string {
  return `the needs form a cycle, in which no run can be the first: ${path.join(' → ')}.`;
}
