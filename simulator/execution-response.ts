import { type Execution, executionAt } from './execution.ts';
import { koreanDate } from './korean-time.ts';
import type { Settings } from './options.ts';
import type { JsonObject } from './response.ts';

const minuteMs = 60_000;

/** The fields that executeJob answers with: those of the documented example, no endDate, no waitingTime. */
export function acceptedResponse(execution: Execution, settings: Settings, nowMs: number): JsonObject {
  const { status } = executionAt(execution, nowMs);
  const acceptedDate = koreanDate(execution.acceptedAtMs);
  return {
    jobExecutionId: execution.jobExecutionId,
    jobId: execution.jobId,
    jobCondition: execution.jobCondition,
    status,
    startDate: acceptedDate,
    createdDate: acceptedDate,
    runningTime: 0,
    parsedParameters: parsedParameters(execution, settings),
    type: execution.type,
  };
}

/**
 * An execution as the list and the single look show it. Where the page contradicts itself (2): runningTime
 * is whole minutes from start to end, waitingTime is seconds, as in the example.
 */
export function executionResponse(execution: Execution, settings: Settings, nowMs: number): JsonObject {
  const now = executionAt(execution, nowMs);
  const { endedAfterMs, elapsedMs, runningAfterMs, consoleLogPath } = now;
  const lastedMs = endedAfterMs ?? elapsedMs;
  const { triggerId, triggerName, acceptedAtMs } = execution;
  return {
    ...acceptedResponse(execution, settings, nowMs),
    jobCondition: { ...execution.jobCondition, ...(consoleLogPath && { consoleLogPath }) },
    ...(endedAfterMs !== undefined && { endDate: koreanDate(acceptedAtMs + endedAfterMs) }),
    ...(triggerId && { triggerId }),
    ...(triggerName && { triggerName }),
    jobName: execution.jobName,
    waitingTime: Math.floor((runningAfterMs ?? lastedMs) / 1000),
    executorNum: execution.jobCondition['numWorker'],
    runningTime: Math.floor(lastedMs / minuteMs),
  };
}

function parsedParameters(execution: Execution, settings: Settings): unknown {
  if (settings.parsedParameters === 'null') return null;
  const { parameters } = execution;
  const shown = settings.parsedParameters === 'object' && parameters && Object.keys(parameters).length > 0;
  return shown ? parameters : [];
}
