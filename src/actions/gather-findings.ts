import { type ConsoleLog, readConsoleLogEnd } from '../console-log/console-log.ts';
import { reasonOf } from '../console-log/reason.ts';
import { consoleLogPath, finalStatus } from '../dataflow/execution-facts.ts';
import { conclusionOf, type Result } from '../execution/outcome.ts';
import type { RunConfig } from '../inputs/run.ts';
import type { Findings } from '../report/run/findings.ts';
import type { WorkflowRun } from '../runner/workflow-run.ts';
import { systemClock } from '../time/clock.ts';
import { type Connection, USER_AGENT } from './connection.ts';

/** The line that matters may stand before those that are shown. */
const LINES_FOR_A_REASON = 500;

/** Gathers what explains a result: the end of the console log and whom the step ran for. Never throws. */
export async function gatherFindings(
  connection: Connection,
  config: RunConfig,
  result: Result,
  signal: AbortSignal,
): Promise<Findings> {
  const log = isLogWanted(config, result, signal)
    ? await readLog(connection, config, result, signal)
    : undefined;
  const run = config.summary ? await currentRun() : undefined;
  if (log?.kind !== 'read') return { consoleLog: log, run };
  const lines = log.lines.slice(-config.consoleLogLines);
  const isWhole = log.isWhole && lines.length === log.lines.length;
  // Only a log of an execution that failed says why it failed: other logs hold exceptions that were handled.
  const reason = hasFailed(result) ? reasonOf(log.lines) : undefined;
  return { consoleLog: { ...log, lines, isWhole }, reason, run };
}

function isLogWanted({ consoleLog }: RunConfig, result: Result, { aborted }: AbortSignal): boolean {
  const conclusion = conclusionOf(result);
  if (aborted || consoleLog === 'never' || result.execution === undefined) return false;
  const hasFailed = ['failure', 'cancelled', 'timed_out'].includes(conclusion);
  return hasFailed || (consoleLog === 'always' && conclusion === 'success');
}

function hasFailed({ execution }: Result): boolean {
  return execution !== undefined && finalStatus(execution) === 'FAILED';
}

async function readLog(
  { client, send }: Connection,
  { keys, objectStorage, consoleLogLines, requestTimeoutMs }: RunConfig,
  result: Result,
  signal: AbortSignal,
): Promise<ConsoleLog> {
  const { execution } = result;
  const path = execution && consoleLogPath(execution);
  if (!path) return { kind: 'unreadable', reason: 'The service named no console log for this execution.' };
  const lines = Math.max(consoleLogLines, LINES_FOR_A_REASON);
  /** Of one that is still running there need not be a log yet. */
  const appearsWithinMs = finalStatus(execution) ? undefined : 0;
  const nowMs = () => client.serviceClock.nowMs();
  const world = { clock: systemClock, random: Math.random, keys, userAgent: USER_AGENT, send, nowMs };
  return readConsoleLogEnd(world, {
    ...objectStorage,
    path,
    lines,
    appearsWithinMs,
    hasFailed: hasFailed(result),
    requestTimeoutMs,
    signal,
  });
}

/** Undefined where there is no GitHub around, or nothing that can be read. */
async function currentRun(): Promise<WorkflowRun | undefined> {
  try {
    const { workflowRun } = await import('../runner/workflow-run.ts');
    return workflowRun();
  } catch {
    return undefined;
  }
}
