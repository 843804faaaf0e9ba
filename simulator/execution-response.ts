import { type Execution, executionAt } from './execution.ts';
import { koreanDate } from './korean-time.ts';
import type { Settings } from './options.ts';
import type { JsonObject } from './response.ts';

const minuteMs = 60_000;

/** The response of executeJob: the fields of the documented example, no endDate, no waitingTime. */
export function acceptedResponse(execution: Execution, settings: Settings, nowMs: number): JsonObject {
  return settings.shows(acceptedFields(execution, settings, nowMs), execution.startedBy);
}

function acceptedFields(execution: Execution, settings: Settings, nowMs: number): JsonObject {
  const { status } = executionAt(execution, nowMs);
  const acceptedDate = koreanDate(execution.acceptedAtMs + settings.datesAheadMs);
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

/** Entries of executions that have ended: they never change, and lists can have many. */
const finished = new WeakMap<Execution, JsonObject>();

/**
 * An execution as the list and getJobExecution show it. Where the documentation contradicts itself (2):
 * runningTime is whole minutes from start to end, waitingTime is seconds, as in the example.
 */
export function executionResponse(execution: Execution, settings: Settings, nowMs: number): JsonObject {
  const entry = finished.get(execution) ?? entryOf(execution, settings, nowMs);
  return settings.shows(entry, execution.startedBy);
}

function entryOf(execution: Execution, settings: Settings, nowMs: number): JsonObject {
  const now = executionAt(execution, nowMs);
  const { endedAfterMs, elapsedMs, runningAfterMs, consoleLogPath } = now;
  const lastedMs = endedAfterMs ?? elapsedMs;
  const { triggerId, triggerName } = execution;
  const datedMs = execution.acceptedAtMs + settings.datesAheadMs;
  const entry = {
    ...acceptedFields(execution, settings, nowMs),
    jobCondition: { ...execution.jobCondition, ...(consoleLogPath && { consoleLogPath }) },
    ...(endedAfterMs !== undefined && { endDate: koreanDate(datedMs + endedAfterMs) }),
    ...(triggerId && { triggerId }),
    ...(triggerName && { triggerName }),
    jobName: execution.jobName,
    waitingTime: Math.floor((runningAfterMs ?? lastedMs) / 1000),
    executorNum: execution.jobCondition['numWorker'],
    runningTime: Math.floor(lastedMs / minuteMs),
  };
  if (endedAfterMs !== undefined) finished.set(execution, entry);
  return entry;
}

function parsedParameters(execution: Execution, settings: Settings): unknown {
  if (settings.parsedParameters === 'null') return null;
  const { parameters } = execution;
  const shown = settings.parsedParameters === 'object' && parameters && Object.keys(parameters).length > 0;
  return shown ? parameters : [];
}
