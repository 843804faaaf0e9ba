import { conclusionOf, isSuccess, type Result } from '../../execution/outcome.ts';
import type { Runner } from '../../runner/runner.ts';
import { stringifyJson } from '../../text/json.ts';
import { type Explanation, explain } from './explanation.ts';
import type { Findings } from './findings.ts';
import { withoutValues } from './options.ts';
import { summaryOf } from './summary.ts';

/** How a result is told. */
export interface ReportOptions {
  readonly failOnError: boolean;
  readonly summary: boolean;
}

/**
 * Tells a result: the end of the console log, the last lines or one error annotation, the summary.
 * @returns whether the step succeeds
 */
export function report(runner: Runner, result: Result, findings: Findings, options: ReportOptions): boolean {
  tellConsoleLog(runner, findings);
  if (result.ending.why === 'dry-run') tellRequest(runner, result);
  const lines = linesOf(explain(result, findings.reason));
  const succeeds = isSuccess(result, options.failOnError);
  if (succeeds) for (const line of lines) runner.log.info(line);
  else runner.log.error(`Data Flow: ${conclusionOf(result)}`, lines.join('\n'));
  if (options.summary) runner.appendSummary(summaryOf(result, findings));
  return succeeds;
}

function tellConsoleLog({ log }: Runner, { consoleLog }: Findings): void {
  if (consoleLog?.kind === 'unreadable') log.info(consoleLog.reason);
  if (consoleLog?.kind !== 'read') return;
  const { lines, isWhole, encodingNote } = consoleLog;
  if (encodingNote) log.info(encodingNote);
  log.group(`Console log, ${isWhole ? 'all' : 'the last'} ${lines.length} lines`, lines);
}

/** What a start would send. */
function tellRequest({ log }: Runner, { jobId, condition, parameters }: Result): void {
  if (!condition) return;
  const jobCondition = withoutValues(condition.jobCondition);
  const body = stringifyJson({ jobCondition, ...(parameters && withoutValues({ parameters })) }, 2);
  log.group(`What would be sent: executeJob of ${jobId}`, body.split('\n'));
}

/** What happened, whose cause it was, what to do next. */
export function linesOf({ what, cause, next }: Explanation): string[] {
  return [
    ...what.split('\n'),
    ...(cause ? [`Cause: ${cause}.`] : []),
    ...next.map((step) => `Next step: ${step}`),
  ];
}
