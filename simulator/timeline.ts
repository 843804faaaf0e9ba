/** How one execution ends. */
export type FinalStatus = 'COMPLETED' | 'FAILED' | 'CANCELED';

/** From `afterMs` (service milliseconds after the acceptance) on, the execution has this status. */
export interface StatusChange {
  readonly afterMs: number;
  readonly status: string;
}

/** What becomes of an execution. Milliseconds are service time: `speed` says how fast that passes. */
export interface ExecutionPlan {
  /** How long it is READY. Default 2000. */
  readonly readyMs?: number;
  /** How long it is RUNNING. Default 10000. */
  readonly runningMs?: number;
  /** Default COMPLETED. */
  readonly final?: FinalStatus;
  /** An explicit course instead of the three above, with any status text; READY before the first change. */
  readonly statuses?: readonly StatusChange[];
  /** The console log; null: the object does not exist. Default: log lines that fit the status. */
  readonly consoleLog?: string | Buffer | null;
  /** Its id. Default: made up. */
  readonly jobExecutionId?: string;
  /** Real milliseconds until it can be listed and read. Default: the setting `listedAfterMs`. */
  readonly listedAfterMs?: number;
  /** From the cancel until the status is CANCELED. Default 0. */
  readonly cancelTakesMs?: number;
}

/** COMPLETED, FAILED and CANCELED are the final ones of the five documented states. */
export function isFinal(status: string): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELED';
}

/** The course of an execution under this plan, in order of time, beginning with a status at 0. */
export function timelineOf(plan: ExecutionPlan): StatusChange[] {
  const { readyMs = 2_000, runningMs = 10_000, final = 'COMPLETED' } = plan;
  const changes = plan.statuses ?? [
    { afterMs: readyMs, status: 'RUNNING' },
    { afterMs: readyMs + runningMs, status: final },
  ];
  return [{ afterMs: 0, status: 'READY' }, ...changes.toSorted((a, b) => a.afterMs - b.afterMs)];
}

/** The change that holds at this time: the last one that has come. */
export function changeAt(timeline: readonly StatusChange[], elapsedMs: number): StatusChange {
  return timeline.findLast(({ afterMs }) => afterMs <= elapsedMs) ?? { afterMs: 0, status: 'READY' };
}

/** The course after a cancel that takes effect at `canceledAfterMs`; unchanged when it ends before that. */
export function canceledTimeline(
  timeline: readonly StatusChange[],
  canceledAfterMs: number,
): readonly StatusChange[] {
  if (isFinal(changeAt(timeline, canceledAfterMs).status)) return timeline;
  const before = timeline.filter(({ afterMs }) => afterMs <= canceledAfterMs);
  return [...before, { afterMs: canceledAfterMs, status: 'CANCELED' }];
}

/** When the course ends, in service milliseconds after the acceptance; Infinity for one without an end. */
export function endOf(timeline: readonly StatusChange[]): number {
  return timeline.find(({ status }) => isFinal(status))?.afterMs ?? Number.POSITIVE_INFINITY;
}

/** The course of an execution that was kept READY for so long before the course begins. */
export function delayedTimeline(timeline: readonly StatusChange[], byMs: number): readonly StatusChange[] {
  const [ready = { afterMs: 0, status: 'READY' }, ...changes] = timeline;
  return [ready, ...changes.map(({ afterMs, status }) => ({ afterMs: afterMs + byMs, status }))];
}
