import { koreanTime } from './korean-time.ts';
import type { JsonObject } from './response.ts';
import { canceledTimeline, changeAt, endOf, isFinal, type StatusChange } from './timeline.ts';

/** One execution as the service keeps it. Its state now is computed at each request. */
export interface Execution {
  readonly jobExecutionId: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly jobCondition: JsonObject;
  readonly parameters: JsonObject | undefined;
  readonly triggerId: string | undefined;
  readonly triggerName: string | undefined;
  readonly workflowId: string | undefined;
  /** 'JOB' or 'WORKFLOW'. */
  readonly type: string;
  /** By the service's clock; both createdDate and startDate (contradiction 9). */
  readonly acceptedAtMs: number;
  /** By the service's clock: before this it is not listed and can't be read. */
  readonly listedFromMs: number;
  readonly startedBy: 'request' | 'seed' | 'foreign';
  /** Service milliseconds of its course for each millisecond of the clock. */
  readonly speed: number;
  readonly consoleLog: string | Buffer | null | undefined;
  /** Set where a past execution has an explicit path; else it is made up when the execution runs. */
  readonly consoleLogPath: string | undefined;
  readonly cancelTakesMs: number;
  timeline: readonly StatusChange[];
  /** Kept READY over maxConcurrentRuns: the course that begins when a place is free. */
  held: readonly StatusChange[] | undefined;
}

/** An execution at one moment; times are service milliseconds after the acceptance. */
export interface ExecutionNow {
  readonly status: string;
  readonly elapsedMs: number;
  readonly runningAfterMs: number | undefined;
  readonly endedAfterMs: number | undefined;
  /** `bucket/key`, known from when it runs; nobody but the service can work it out (contradiction 4). */
  readonly consoleLogPath: string | undefined;
}

/** The state of an execution at a moment. */
export function executionAt(execution: Execution, nowMs: number): ExecutionNow {
  const elapsedMs = (nowMs - execution.acceptedAtMs) * execution.speed;
  const { status, afterMs } = changeAt(execution.timeline, elapsedMs);
  const running = execution.timeline.find((change) => change.status === 'RUNNING');
  const runningAfterMs = running && running.afterMs <= elapsedMs ? running.afterMs : undefined;
  return {
    status,
    elapsedMs,
    runningAfterMs,
    endedAfterMs: isFinal(status) ? afterMs : undefined,
    consoleLogPath:
      execution.consoleLogPath ??
      (runningAfterMs === undefined ? undefined : consoleLogPathOf(execution, runningAfterMs)),
  };
}

function consoleLogPathOf(execution: Execution, runningAfterMs: number): string {
  const [bucket = ''] = String(execution.jobCondition['logPath']).split('/');
  const began = koreanTime(execution.acceptedAtMs + runningAfterMs);
  const file = `${execution.jobExecutionId}_${began}.log`;
  return `${bucket}/sparkHistoryLogs/console/${execution.jobId}/${file}`;
}

/** When an execution ends, by the service's clock; Infinity for one whose end is not known yet. */
export function endMsOf({ acceptedAtMs, timeline, speed }: Execution): number {
  return acceptedAtMs + endOf(timeline) / speed;
}

/** Cancels an execution that is not over yet. */
export function cancelExecution(execution: Execution, nowMs: number): void {
  const { elapsedMs } = executionAt(execution, nowMs);
  execution.held = undefined;
  execution.timeline = canceledTimeline(execution.timeline, elapsedMs + execution.cancelTakesMs);
}
