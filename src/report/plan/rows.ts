import { acceptedAtMs, durationMs } from '../../dataflow/execution-facts.ts';
import { runConclusion } from '../../execution/plan/plan-conclusion.ts';
import type { PlanResult, RunRecord } from '../../execution/plan/run-plan.ts';
import { type PlanRun, stateOf } from '../../execution/plan/run-state.ts';
import type { PlanRow } from './plan-row.ts';

/**
 * The row of each run, in the order of the plan.
 * @param reasons why executions failed, by name, where their console logs say so
 */
export function rowsOf(
  runs: readonly PlanRun[],
  result: PlanResult,
  reasons: ReadonlyMap<string, string> = new Map(),
): PlanRow[] {
  return runs.map((run) => rowOf(run, result, reasons.get(run.name)));
}

export function rowOf(run: PlanRun, { states, records }: PlanResult, reason?: string): PlanRow {
  const { name, jobId, needs } = run;
  const state = stateOf(states, name);
  const record = records.get(name) ?? {};
  const { execution, jobExecutionId } = record;
  const tookMs = execution && durationMs(execution);
  return {
    name,
    jobId,
    needs,
    jobExecutionId,
    status: execution?.status,
    conclusion: runConclusion(state),
    startedAtMs: execution && acceptedAtMs(execution),
    durationSeconds: tookMs === undefined ? undefined : Math.round(tookMs / 1000),
    attempts: state.attempts,
    note: reason ?? noteOf(record),
  };
}

/** Why a run ended as it did, where the service or the network said so. */
function noteOf({ ending }: RunRecord): string | undefined {
  switch (ending?.kind) {
    case 'refused':
    case 'poll-failed':
      return ending.error.message;
    case 'start-unclear':
      return ending.candidates.length > 0
        ? `${ending.error.message}; it may be ${ending.candidates.join(', ')}`
        : ending.error.message;
    case 'started-twice':
      return `the start was resent, and may have been processed twice: ${ending.others.join(', ')}`;
    case 'not-listed':
      return 'the service does not list the execution any more';
    case 'wait-timeout':
      return 'it runs longer than its own timeout and 15 minutes';
    case 'crashed':
    case 'crashed-during-start':
      return `this action failed unexpectedly: ${String(ending.error)}`;
    default:
      return undefined;
  }
}
