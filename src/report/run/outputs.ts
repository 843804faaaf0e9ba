import { consoleLogPath, durationMs } from '../../dataflow/execution-facts.ts';
import type { Execution } from '../../dataflow/model.ts';
import { conclusionOf, executionOf, type Result } from '../../execution/outcome.ts';
import { stringifyJson } from '../../text/json.ts';
import { type Explanation, messageOf } from '../explanation.ts';

/** The outputs of the run action, as action.yml lists them. What is not known is left out. */
export function outputsOf(
  result: Result,
  explanation: Explanation,
  reason: string | undefined,
): Record<string, string> {
  const { execution, jobExecutionId } = executionOf(result);
  return textsOf({
    jobExecutionId,
    conclusion: conclusionOf(result),
    message: messageOf(explanation),
    reason,
    attempts: result.attempts,
    jobName: execution?.jobName ?? result.job?.name,
    ...(execution && executionOutputs(execution)),
  });
}

function executionOutputs(execution: Execution): Record<string, string | number | undefined> {
  const tookMs = durationMs(execution);
  return {
    status: execution.status,
    startDate: execution.startDate,
    endDate: execution.endDate,
    runningTime: execution.runningTime,
    waitingTime: execution.waitingTime,
    executorNum: execution.executorNum,
    consoleLogPath: consoleLogPath(execution),
    durationSeconds: tookMs === undefined ? undefined : Math.round(tookMs / 1000),
    parsedParameters:
      execution.parsedParameters === undefined ? undefined : stringifyJson(execution.parsedParameters),
    execution: stringifyJson(execution.raw),
  };
}

function textsOf(values: Record<string, string | number | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}
