import { runLists } from '../../execution/plan/plan-conclusion.ts';
import type { PlanResult } from '../../execution/plan/run-plan.ts';
import type { PlanRun } from '../../execution/plan/run-state.ts';
import { type Explanation, messageOf } from '../explanation.ts';
import type { PlanRow, PlanWords } from './plan-row.ts';

/** The outputs of backfill and run-jobs, as their action.yml list them. */
export function planOutputs(
  words: PlanWords,
  conclusion: string,
  explanation: Explanation,
  runs: readonly PlanRun[],
  result: PlanResult,
  rows: readonly PlanRow[],
): Record<string, string> {
  const lists = runLists(runs, result.states);
  const isBackfill = words.action === 'backfill';
  const results = rows.map((row) => resultOf(row, isBackfill));
  return {
    conclusion,
    message: messageOf(explanation),
    completed: JSON.stringify(lists.completed),
    failed: JSON.stringify(lists.failed),
    ...(isBackfill ? { skipped: JSON.stringify(lists.skipped) } : {}),
    [words.rest]: JSON.stringify(lists.remaining),
    results: JSON.stringify(
      isBackfill ? results : Object.fromEntries(rows.map(({ name }, index) => [name, results[index]])),
    ),
  };
}

function resultOf(
  { name, jobId, jobExecutionId, status, conclusion, durationSeconds, attempts }: PlanRow,
  isBackfill: boolean,
) {
  const facts = { jobExecutionId, status, conclusion, durationSeconds, attempts };
  return isBackfill ? { date: name, ...facts } : { jobId, ...facts };
}
