import { conclusionOf, executionOf, type Result } from '../execution/outcome.ts';
import type { RunConfig } from '../inputs/run.ts';
import type { Findings } from '../report/run/findings.ts';
import type { WorkflowRun } from '../runner/workflow-run.ts';
import type { Connection } from './connection.ts';
import { readConsoleLog } from './read-console-log.ts';

/** Gathers what explains a result: the end of the console log and whom the step ran for. Never throws. */
export async function gatherFindings(
  connection: Connection,
  config: RunConfig,
  result: Result,
  signal: AbortSignal,
): Promise<Findings> {
  const { execution } = executionOf(result);
  const isWanted = execution !== undefined && isLogWanted(config, result, signal);
  const log = isWanted ? await readConsoleLog(connection, config, execution, signal) : {};
  return { ...log, run: config.summary ? await currentRun() : undefined };
}

function isLogWanted({ consoleLog }: RunConfig, result: Result, { aborted }: AbortSignal): boolean {
  const conclusion = conclusionOf(result);
  if (aborted || consoleLog === 'never') return false;
  const hasFailed = ['failure', 'cancelled', 'timed_out'].includes(conclusion);
  return hasFailed || (consoleLog === 'always' && conclusion === 'success');
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
