import { conclusionOf, isSuccess, type Result } from '../execution/result.ts';
import type { Runner } from '../runner/runner.ts';
import { type Explanation, explain } from './explain.ts';
import { outputsOf } from './outputs.ts';
import { summaryOf } from './summary.ts';

/** How a result is told. */
export interface ReportOptions {
  readonly failOnError: boolean;
  readonly summary: boolean;
}

/**
 * Tells a result: outputs, the last line of the log or one error annotation, the summary.
 * @returns whether the step succeeds
 */
export function report(runner: Runner, result: Result, options: ReportOptions): boolean {
  const explanation = explain(result);
  for (const [name, value] of Object.entries(outputsOf(result))) runner.setOutput(name, value);
  const succeeds = isSuccess(result, options.failOnError);
  if (succeeds) for (const line of linesOf(explanation)) runner.log.info(line);
  else runner.log.error(`Data Flow: ${conclusionOf(result)}`, linesOf(explanation).join('\n'));
  if (options.summary) runner.appendSummary(summaryOf(result));
  return succeeds;
}

/** What happened, whose fault it was, what to do next. */
export function linesOf({ what, fault, next }: Explanation): string[] {
  return [
    ...what.split('\n'),
    ...(fault ? [`Whose fault: ${fault}.`] : []),
    ...next.map((step) => `What next: ${step}`),
  ];
}
