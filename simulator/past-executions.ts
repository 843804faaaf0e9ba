import type { Execution } from './execution.ts';
import { identifierFrom } from './identifiers.ts';
import type { Job } from './job.ts';
import type { JsonObject } from './response.ts';
import { isFinal, type StatusChange } from './timeline.ts';

/** An execution from before the simulator began. What is left out has made-up values, the same at every start. */
export interface PastExecution {
  readonly jobExecutionId?: string;
  /** May bring its own consoleLogPath. Default: the job's saved settings. */
  readonly jobCondition?: JsonObject;
  /** Default COMPLETED. A status that is not final never changes. */
  readonly status?: string;
  /** ISO 8601. Default: as many days ago as its place in the list. */
  readonly startDate?: string;
  /** ISO 8601. Default: about 14 minutes after the start. */
  readonly endDate?: string;
  /** Seconds until it ran. Default 2. */
  readonly waitingTime?: number;
  readonly triggerId?: string;
  readonly triggerName?: string;
  readonly workflowId?: string;
  /** Default 'JOB', with a workflowId 'WORKFLOW'. */
  readonly type?: string;
  readonly parameters?: JsonObject;
  readonly consoleLog?: string | Buffer | null;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** A number of past executions; every seventh of them failed. */
export function historyOf(count: number): PastExecution[] {
  return Array.from({ length: count }, (_, index) => ({
    status: index % 7 === 6 ? 'FAILED' : 'COMPLETED',
  }));
}

/** Completes past executions, oldest first. */
export function pastExecutionsOf(job: Job, past: readonly PastExecution[], nowMs: number): Execution[] {
  return past
    .map((each, index) => pastExecution(job, each, index, nowMs))
    .sort((a, b) => a.acceptedAtMs - b.acceptedAtMs);
}

function pastExecution(job: Job, past: PastExecution, index: number, nowMs: number): Execution {
  const acceptedAtMs = past.startDate ? Date.parse(past.startDate) : nowMs - (index + 1) * dayMs;
  const madeUpMs = 14 * minuteMs + ((index * 37) % 60) * 1000;
  const durationMs = past.endDate ? Date.parse(past.endDate) - acceptedAtMs : madeUpMs;
  const { consoleLogPath, ...jobCondition } = past.jobCondition ?? job.runCondition;
  return {
    jobExecutionId: past.jobExecutionId ?? identifierFrom(`${job.jobId} past execution ${index}`),
    jobId: job.jobId,
    jobName: job.name,
    jobCondition,
    parameters: past.parameters,
    triggerId: past.triggerId,
    triggerName: past.triggerName,
    workflowId: past.workflowId,
    type: past.type ?? (past.workflowId ? 'WORKFLOW' : 'JOB'),
    acceptedAtMs,
    listedFromMs: acceptedAtMs,
    startedBy: 'seed',
    speed: 1,
    consoleLog: past.consoleLog,
    consoleLogPath: typeof consoleLogPath === 'string' ? consoleLogPath : undefined,
    cancelTakesMs: 0,
    timeline: pastTimeline(past, durationMs),
    held: undefined,
  };
}

function pastTimeline(past: PastExecution, durationMs: number): StatusChange[] {
  const { status = 'COMPLETED', waitingTime = 2 } = past;
  const ready = { afterMs: 0, status: 'READY' };
  const running = { afterMs: waitingTime * 1000, status: 'RUNNING' };
  if (status === 'READY') return [ready];
  if (isFinal(status)) return [ready, running, { afterMs: durationMs, status }];
  return [ready, running, { afterMs: running.afterMs, status }];
}
