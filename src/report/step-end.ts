import type { Runner } from '../runner/runner.ts';
import { type Explanation, linesOf } from './explanation.ts';

/** How a step ended, for those who read it. */
export interface StepEnd {
  /** Of the error annotation. */
  readonly title: string;
  readonly succeeds: boolean;
  readonly explanation: Explanation;
  /** Markdown; undefined: none is wanted. */
  readonly summary?: string | undefined;
}

/** Writes the end of a step: the last lines of its log, or its one error annotation; and its summary. */
export function writeEnd(runner: Runner, { title, succeeds, explanation, summary }: StepEnd): void {
  const lines = linesOf(explanation);
  if (succeeds) for (const line of lines) runner.log.info(line);
  else runner.log.error(title, lines.join('\n'));
  if (summary !== undefined) runner.appendSummary(summary);
}
