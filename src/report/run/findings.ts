import type { ConsoleLog } from '../../console-log/console-log.ts';
import type { WorkflowRun } from '../../runner/workflow-run.ts';

/** What was gathered after the result, for those who read it. Nothing of it changes the verdict. */
export interface Findings {
  readonly consoleLog?: ConsoleLog | undefined;
  /** The line of it that matters. */
  readonly reason?: string | undefined;
  /** Who and which commit the step ran for. */
  readonly run?: WorkflowRun | undefined;
}
