import { planConclusion, runLists } from '../execution/plan/plan-conclusion.ts';
import type { PlanContext, PlannedRun, PlanResult } from '../execution/plan/plan-context.ts';
import { type SavedRun, writeState } from '../execution/saved-state.ts';
import type { ManyExecutionsConfig } from '../inputs/many-executions.ts';
import type { InputSource } from '../inputs/reader.ts';
import { logConsoleLog } from '../report/console-log.ts';
import { badInputs, messageOf } from '../report/explanation.ts';
import { explainPlan, type PlanReport } from '../report/plan/explain-plan.ts';
import { PlanLog } from '../report/plan/plan-log.ts';
import { planOutputs } from '../report/plan/plan-outputs.ts';
import type { PlanWords } from '../report/plan/plan-row.ts';
import { planSummary } from '../report/plan/plan-summary.ts';
import { rowsOf } from '../report/plan/rows.ts';
import { writeEnd } from '../report/step-end.ts';
import type { Runner } from '../runner/runner.ts';
import { keepHeapSmall } from '../runner/small-heap.ts';
import { systemClock } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import { type Frame, runInFrame, writeOutputs } from './frame.ts';
import { type PlanOfStep, runPlan } from './read-and-run.ts';
import { readConsoleLog } from './read-console-log.ts';

/** So many console logs are shown, those of failures first: the cause is usually the same for all. */
const LOGS_SHOWN = 3;

/**
 * Runs many executions: reads the inputs, runs the plan, reports once. It succeeds only when every run is completed or
 * skipped.
 * @param read reads the inputs, and makes a plan of them
 */
export function runPlanAction(
  words: PlanWords,
  read: (source: InputSource) => Promise<PlanOfStep>,
): Promise<void> {
  keepHeapSmall();
  const title = `Data Flow: ${words.action}`;
  return runInFrame({
    title,
    hasConclusion: true,
    work: async (frame) => runAndReport(frame, words, await read(frame.runner)),
    reportProblems: (runner, problems) => {
      const explanation = badInputs(problems, 'No execution was started');
      writeOutputs(runner, { conclusion: 'not_started', message: messageOf(explanation) });
      writeEnd(runner, { title: `${title}, not_started`, succeeds: false, explanation });
    },
  });
}

/** @returns whether the step succeeds */
async function runAndReport(frame: Frame, words: PlanWords, plan: PlanOfStep): Promise<boolean> {
  const { runner, cancelled } = frame;
  const { config, runs } = plan;
  const log = new PlanLog(runner.log, systemClock);
  const connection = frame.connect(config, log.onClient);
  const context = planContext(frame, connection, log);
  const { result, problem, isDryRun } = await runPlan({ words, context, connection, log }, plan);
  const conclusion = isDryRun ? 'skipped' : planConclusion(runs, result.states, result.interruption);
  const { waitTimeoutMs } = config;
  const rows = rowsOf(runs, result);
  const lists = runLists(runs, result.states);
  const report: PlanReport = { words, conclusion, rows, waitTimeoutMs, problem };
  writeOutputs(runner, planOutputs(report, lists));
  const reasons = await showConsoleLogs(connection, config, runs, result, frame);
  const isLate = cancelled.aborted && conclusion !== 'cancelled' && conclusion !== 'unknown';
  const last: PlanReport = {
    ...report,
    conclusion: isLate ? 'cancelled' : conclusion,
    rows: rowsOf(runs, result, reasons),
  };
  if (isLate) writeOutputs(runner, planOutputs(last, lists));
  return finish(runner, last, config.summary);
}

function planContext(
  { runner, cancelled }: Frame,
  { client, clock, random }: Connection,
  log: PlanLog,
): PlanContext {
  const saved = new Map<string, SavedRun>();
  return {
    client,
    clock,
    random,
    cancelled,
    emit: log.onPlan,
    remember: (name, run) => {
      saved.set(name, run);
      runner.saveState('step', writeState([...saved.values()]));
    },
  };
}

/** @returns why executions failed, by name, where their logs say so */
async function showConsoleLogs(
  connection: Connection,
  config: ManyExecutionsConfig,
  runs: readonly PlannedRun[],
  { records }: PlanResult,
  { runner, cancelled }: Frame,
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  if (config.consoleLog === 'never') return reasons;
  const ended = (kind: string) => runs.filter(({ name }) => records.get(name)?.ending?.kind === kind);
  const shown = [...ended('failed'), ...(config.consoleLog === 'always' ? ended('completed') : [])];
  for (const { name } of shown.slice(0, LOGS_SHOWN)) {
    const execution = records.get(name)?.execution;
    if (!execution || cancelled.aborted) continue;
    const { consoleLog, reason } = await readConsoleLog(connection, config, execution, cancelled);
    logConsoleLog(runner.log, consoleLog, `Console log of ${name} (execution ${execution.jobExecutionId})`);
    if (reason) reasons.set(name, reason);
  }
  return reasons;
}

/** @returns whether the step succeeds */
function finish(runner: Runner, report: PlanReport, summary: boolean): boolean {
  const { words, conclusion } = report;
  const explanation = explainPlan(report);
  const succeeds = conclusion === 'success' || conclusion === 'skipped';
  const title = `Data Flow: ${words.action}, ${conclusion}`;
  writeEnd(runner, { title, succeeds, explanation, summary: summary ? planSummary(report) : undefined });
  return succeeds;
}
