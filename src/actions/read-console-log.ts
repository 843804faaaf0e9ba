import { type ConsoleLog, readConsoleLogEnd } from '../console-log/console-log.ts';
import { reasonOf } from '../console-log/reason.ts';
import { consoleLogPath, finalStatus } from '../dataflow/execution-facts.ts';
import type { Execution } from '../dataflow/model.ts';
import type { ExecutionInputs } from '../inputs/execution-inputs.ts';
import type { Connection } from './connection.ts';

/** The line that matters may come before those that are shown. */
const LINES_FOR_A_REASON = 500;

/** The end of a console log, and the line in it that says why the program failed. */
export interface ExplainedLog {
  readonly consoleLog: ConsoleLog;
  readonly reason?: string | undefined;
}

/** Reads the end of the console log of an execution. Never throws. */
export async function readConsoleLog(
  connection: Connection,
  config: ExecutionInputs,
  execution: Execution,
  signal: AbortSignal,
): Promise<ExplainedLog> {
  const consoleLog = await readEnd(connection, config, execution, signal);
  if (consoleLog.kind !== 'read') return { consoleLog };
  const lines = consoleLog.lines.slice(-config.consoleLogLines);
  const isWhole = consoleLog.isWhole && lines.length === consoleLog.lines.length;
  // Logs of programs that did not fail hold exceptions that were handled.
  const reason = finalStatus(execution) === 'FAILED' ? reasonOf(consoleLog.lines) : undefined;
  return { consoleLog: { ...consoleLog, lines, isWhole }, reason };
}

async function readEnd(
  connection: Connection,
  { objectStorage, consoleLogLines, requestTimeoutMs }: ExecutionInputs,
  execution: Execution,
  signal: AbortSignal,
): Promise<ConsoleLog> {
  const path = consoleLogPath(execution);
  if (!path) return { kind: 'unreadable', reason: 'The service named no console log for this execution.' };
  const status = finalStatus(execution);
  return readConsoleLogEnd(connection, {
    ...objectStorage,
    path,
    lines: Math.max(consoleLogLines, LINES_FOR_A_REASON),
    // One that is still running may have no log yet.
    appearsWithinMs: status ? undefined : 0,
    hasFailed: status === 'FAILED',
    requestTimeoutMs,
    signal,
  });
}
