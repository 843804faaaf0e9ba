import type { RunLists } from '../../execution/plan/plan-conclusion.ts';
import { stringifyJson } from '../../text/json.ts';
import { plainLine } from '../../text/plain.ts';
import { messageOf } from '../explanation.ts';
import { explainPlan, type PlanReport } from './explain-plan.ts';
import type { PlanRow } from './plan-row.ts';

/** The outputs of backfill or run-jobs, by their names in action.yml. */
export function planOutputs(report: PlanReport, lists: RunLists): Record<string, string> {
  const { words, conclusion, rows } = report;
  const shared = {
    conclusion,
    message: plainLine(messageOf(explainPlan(report))),
    completed: stringifyJson(lists.completed),
    failed: stringifyJson(lists.failed),
    [words.rest]: stringifyJson(lists.remaining),
  };
  if (words.action === 'run-jobs') {
    const byName = rows.map((row) => [row.name, { jobId: row.jobId, ...resultOf(row) }] as const);
    return { ...shared, results: stringifyJson(Object.fromEntries(byName)) };
  }
  return {
    ...shared,
    skipped: stringifyJson(lists.skipped),
    results: stringifyJson(rows.map((row) => ({ date: row.name, ...resultOf(row) }))),
  };
}

/** What is not known is left out. */
function resultOf({ jobExecutionId, status, conclusion, durationSeconds, attempts }: PlanRow): object {
  return { jobExecutionId, status, conclusion, durationSeconds, attempts };
}
