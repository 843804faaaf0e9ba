import type { PlannedRun } from '../../execution/plan/plan-context.ts';
import { shortName } from './plan-row.ts';

/**
 * What dryRun shows: a line for each run, in the order of their starts. Of parameters only the names: a value can be
 * a secret in another form.
 * @param skipped names of the runs that are done already
 */
export function dryRunLines(runs: readonly PlannedRun[], skipped: ReadonlySet<string>): string[] {
  return inStartOrder(runs).map((run) => {
    if (skipped.has(run.name)) return `${shortName(run.name)}: would be skipped, since its object exists`;
    const names = Object.keys(run.parameters ?? {}).map(shortName);
    const needs = run.needs.length > 0 ? ` after ${run.needs.map(shortName).join(', ')}` : '';
    const parameters = names.length > 0 ? `parameters ${names.join(', ')}` : 'no parameters';
    return `${shortName(run.name)}: would run job ${shortName(run.jobId)}${needs}, ${parameters}`;
  });
}

/** Each after all that it needs, else in the order of the plan. */
function inStartOrder(runs: readonly PlannedRun[]): PlannedRun[] {
  const ordered = new Map<string, PlannedRun>();
  // A chain of needs may be written in any order: each round takes at least one.
  for (let before = -1; before !== ordered.size; ) {
    before = ordered.size;
    for (const run of runs) if (run.needs.every((need) => ordered.has(need))) ordered.set(run.name, run);
  }
  return [...ordered.values()];
}
