import { acceptedAtMs, durationMs } from '../../dataflow/execution-facts.ts';
import type { AfterCancel } from '../../execution/outcome.ts';
import { runConclusion } from '../../execution/plan/plan-conclusion.ts';
import type { PlanResult, RunRecord } from '../../execution/plan/plan-context.ts';
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

/** The row of one run, as far as it is known by now. */
export function rowOf(run: PlanRun, { states, records, interruption }: PlanResult, reason?: string): PlanRow {
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
    conclusion: runConclusion(state, interruption.isCancelled),
    startedAtMs: execution && acceptedAtMs(execution),
    durationSeconds: tookMs === undefined ? undefined : Math.round(tookMs / 1000),
    attempts: state.attempts,
    note: reason ?? noteOf(record, interruption.isTimeUp),
    isRunning: state.kind === 'running' || isOpenAfterCancel(record),
  };
}

/** Why a run ended as it did, where the service or the network said so. */
function noteOf({ ending }: RunRecord, isTimeUp: boolean): string | undefined {
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
    case 'step-cancelled':
      return LEFT_NOTES[ending.left.kind];
    case 'cancelled-during-start':
      return 'whether the start was processed is not known yet: the post step searches for its execution';
    case 'wait-timeout':
      // waitTimeout is that of the whole plan, and said there.
      if (isTimeUp) return undefined;
      return 'it runs longer than its own timeout and 15 minutes';
    case 'crashed':
    case 'crashed-during-start':
      return `this action failed unexpectedly: ${String(ending.error)}`;
    case undefined:
    case 'completed':
    case 'failed':
    case 'canceled':
    case 'started':
    case 'dry-run':
    case 'bad-inputs':
    case 'already-running':
    case 'others-still-running':
    case 'others-not-cancelled':
    case 'earlier-attempt-unreadable':
    case 'cancelled-before-start':
    case 'crashed-before-start':
      return undefined;
  }
}

/** What a cancelled step did with an execution, where the status does not say it. */
const LEFT_NOTES = {
  canceled: undefined,
  ended: undefined,
  left: 'left running, as onCancel says',
  asked: 'the cancel was accepted; the post step checks that the execution has stopped',
  refused: 'the service refused the cancel',
  'no-response': 'the cancel had no response in time; the post step cancels the execution',
} as const satisfies Record<AfterCancel['kind'], string | undefined>;

function isOpenAfterCancel({ ending }: RunRecord): boolean {
  return ending?.kind === 'step-cancelled' && LEFT_NOTES[ending.left.kind] !== undefined;
}
