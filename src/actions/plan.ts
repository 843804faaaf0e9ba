import type { ExecutionContext } from '../execution/context.ts';
import { missingOptions } from '../execution/plan/missing-options.ts';
import { type PlanConclusion, planConclusion, runLists } from '../execution/plan/plan-conclusion.ts';
import type { PlanContext, PlannedRun, PlanResult } from '../execution/plan/plan-context.ts';
import { readJobs } from '../execution/plan/read-jobs.ts';
import { PlanRunner } from '../execution/plan/run-plan.ts';
import { type SavedRun, writeState } from '../execution/saved-state.ts';
import type { ManyExecutionsConfig } from '../inputs/many-executions.ts';
import { InputError, type InputSource } from '../inputs/reader.ts';
import { logConsoleLog } from '../report/console-log.ts';
import { badInputs, type Explanation, linesOf, messageOf } from '../report/explanation.ts';
import { dryRunLines } from '../report/plan/dry-run-lines.ts';
import { annotationOf, explainPlan, type PlanReport } from '../report/plan/explain-plan.ts';
import { PlanLog } from '../report/plan/plan-log.ts';
import { planOutputs } from '../report/plan/plan-outputs.ts';
import type { PlanWords } from '../report/plan/plan-row.ts';
import { planSummary } from '../report/plan/plan-summary.ts';
import { rowsOf } from '../report/plan/rows.ts';
import type { Runner } from '../runner/runner.ts';
import { keepHeapSmall } from '../runner/small-heap.ts';
import { systemClock } from '../time/clock.ts';
import { type Connection, connect } from './connection.ts';
import { type Frame, runInFrame } from './frame.ts';
import { readConsoleLog } from './read-console-log.ts';

/** A program that runs many executions, in its parts. */
export interface PlanAction<Config extends ManyExecutionsConfig> {
  readonly words: PlanWords;
  readonly read: (source: InputSource) => Promise<Config>;
  /** The runs that its inputs make. */
  readonly runs: (config: Config) => PlannedRun[];
  /** Names of the runs that are done already; a problem ends the step before anything is started. */
  readonly skipped: (
    config: Config,
    connection: Connection,
    cancelled: AbortSignal,
  ) => Promise<{ readonly names: ReadonlySet<string> } | { readonly problem: string }>;
}

/** So many console logs are shown, those of failures first: the cause is usually the same for all. */
const LOGS_SHOWN = 3;

/** Runs a plan: reads the inputs, runs it, reports once. It succeeds only when every run is completed or skipped. */
export function runPlanAction<Config extends ManyExecutionsConfig>(
  action: PlanAction<Config>,
): Promise<void> {
  keepHeapSmall();
  const title = `Data Flow: ${action.words.action}`;
  return runInFrame(
    title,
    async (frame) => {
      const { runner } = frame;
      try {
        return await runAndReport(frame, action, await action.read(runner));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const explanation = badInputs(error.problems, 'No execution was started');
        writeShort(runner, 'not_started', explanation);
        runner.log.error(`${title}, not_started`, linesOf(explanation).join('\n'));
        return false;
      }
    },
    (runner, message) => writeShort(runner, 'unknown', { what: message, next: [] }),
  );
}

function writeShort(runner: Runner, conclusion: string, explanation: Explanation): void {
  runner.setOutput('conclusion', conclusion);
  runner.setOutput('message', messageOf(explanation));
}

async function runAndReport<Config extends ManyExecutionsConfig>(
  frame: Frame,
  action: PlanAction<Config>,
  config: Config,
): Promise<boolean> {
  const { runner, cancelled } = frame;
  const log = new PlanLog(runner.log, systemClock);
  const connection = connect(config, log.onClient);
  const runs = action.runs(config);
  try {
    const context = planContext(frame, connection, log);
    const { result, problem, isDryRun } = await runPlan(action, config, runs, { context, connection, log });
    const interruption = { ...result.interruption, isCancelled: cancelled.aborted };
    const conclusion = isDryRun ? 'skipped' : planConclusion(runs, result.states, interruption);
    const report = { words: action.words, conclusion, waitTimeoutMs: config.waitTimeoutMs, problem } as const;
    const first = { ...report, rows: rowsOf(runs, result) };
    writeOutputs(runner, first, runs, result);
    const reasons = await showConsoleLogs(connection, config, runs, result, frame);
    return finish(frame, { ...report, rows: rowsOf(runs, result, reasons) }, runs, result, config.summary);
  } finally {
    await connection.close();
  }
}

interface Ran {
  readonly result: PlanResult;
  readonly problem?: string | undefined;
  readonly isDryRun?: boolean;
}

async function runPlan<Config extends ManyExecutionsConfig>(
  action: PlanAction<Config>,
  config: Config,
  runs: readonly PlannedRun[],
  { context, connection, log }: { context: PlanContext; connection: Connection; log: PlanLog },
): Promise<Ran> {
  const { waitTimeoutMs, dryRun } = config;
  const options = { ...config, runs };
  const nothing = new PlanRunner(context, { ...options, skipped: new Set() }, new Map()).result;
  try {
    const { jobs, unreadable } = await readJobs(context, runs, waitTimeoutMs);
    if (unreadable.length > 0) {
      const problem = unreadable.map(({ jobId, error }) => `job ${jobId}: ${error.message}`).join('; ');
      return { result: nothing, problem };
    }
    const skipped = await action.skipped(config, connection, context.cancelled);
    if ('problem' in skipped) return { result: nothing, problem: skipped.problem };
    const runner = new PlanRunner(context, { ...options, skipped: skipped.names }, jobs);
    log.begin({
      words: action.words,
      runs,
      maxParallel: config.maxParallel,
      jobs,
      result: () => runner.result,
    });
    if (!dryRun) return { result: await runner.run() };
    log.dryRun(dryRunLines(runs, skipped.names));
    const incomplete = missingOptions(runs, jobs);
    return { result: runner.result, ...(incomplete ? { problem: incomplete } : { isDryRun: true }) };
  } catch (error) {
    if (!context.cancelled.aborted) throw error;
    return { result: nothing };
  }
}

function planContext({ runner, cancelled }: Frame, { client }: Connection, log: PlanLog): PlanContext {
  const saved = new Map<string, SavedRun>();
  return {
    client,
    clock: systemClock,
    random: Math.random,
    cancelled,
    emit: log.onPlan,
    remember: (name, run) => {
      saved.set(name, run);
      runner.saveState('step', writeState([...saved.values()]));
    },
  } satisfies PlanContext & Pick<ExecutionContext, 'client'>;
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

function writeOutputs(
  runner: Runner,
  report: PlanReport,
  runs: readonly PlannedRun[],
  result: PlanResult,
): void {
  const lists = runLists(runs, result.states);
  for (const [name, value] of Object.entries(planOutputs(report, lists))) runner.setOutput(name, value);
}

/** @returns whether the step succeeds */
function finish(
  { runner, cancelled }: Frame,
  report: PlanReport,
  runs: readonly PlannedRun[],
  result: PlanResult,
  summary: boolean,
): boolean {
  const isLate = cancelled.aborted && !['cancelled', 'unknown'].includes(report.conclusion);
  const last: PlanReport = isLate ? { ...report, conclusion: 'cancelled' satisfies PlanConclusion } : report;
  if (isLate) writeOutputs(runner, last, runs, result);
  const explanation = explainPlan(last);
  const succeeds = last.conclusion === 'success' || last.conclusion === 'skipped';
  if (succeeds) for (const line of linesOf(explanation)) runner.log.info(line);
  else runner.log.error(`Data Flow: ${last.words.action}, ${last.conclusion}`, annotationOf(explanation));
  if (summary) runner.appendSummary(planSummary(last));
  return succeeds;
}
