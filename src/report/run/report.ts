import { conclusionOf, isSuccess, type Result } from '../../execution/outcome.ts';
import type { Runner } from '../../runner/runner.ts';
import { stringifyJson } from '../../text/json.ts';
import { logConsoleLog } from '../console-log.ts';
import { writeEnd } from '../step-end.ts';
import { explain } from './explanation.ts';
import type { Findings } from './findings.ts';
import { outputsOf } from './outputs.ts';
import { summaryOf } from './summary.ts';

/** How a result is reported. */
export interface ReportOptions {
  readonly failOnError: boolean;
  readonly summary: boolean;
}

/** Writes the outputs of a result. Before its console log is read, since the step can be killed meanwhile. */
export function writeOutputs(runner: Runner, result: Result, reason?: string): void {
  for (const [name, value] of Object.entries(outputsOf(result, explain(result, reason), reason)))
    runner.setOutput(name, value);
}

/**
 * Reports a result: its outputs, the end of the console log, the last lines or one error annotation, the summary.
 * @returns whether the step succeeds
 */
export function report(runner: Runner, result: Result, findings: Findings, options: ReportOptions): boolean {
  const explanation = explain(result, findings.reason);
  writeOutputs(runner, result, findings.reason);
  if (findings.consoleLog) logConsoleLog(runner.log, findings.consoleLog, 'Console log');
  if (result.ending.kind === 'dry-run') reportRequest(runner, result);
  const succeeds = isSuccess(result, options.failOnError);
  const title = `Data Flow: ${conclusionOf(result)}`;
  const summary = options.summary ? summaryOf(result, explanation, findings) : undefined;
  writeEnd(runner, { title, succeeds, explanation, summary });
  return succeeds;
}

/** What a start would send. Values of parameters are not shown: they may be secrets. */
function reportRequest({ log }: Runner, { jobId, condition, parameterNames = [] }: Result): void {
  if (!condition) return;
  const { parameters: _notShown, ...jobCondition } = condition.jobCondition;
  const parameters = Object.fromEntries(parameterNames.map((name) => [name, '(value not shown)']));
  const body = stringifyJson({ jobCondition, parameters }, 2);
  log.group(`What would be sent: executeJob of ${jobId}`, body.split('\n'));
}
