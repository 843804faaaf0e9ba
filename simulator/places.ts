import { type Execution, endMsOf } from './execution.ts';
import type { Job } from './job.ts';
import { delayedTimeline, isFinal } from './timeline.ts';

/** Whether a job has maxConcurrentRuns executions, including those that wait for a place. */
export function isFull(executions: readonly Execution[], job: Job, nowMs: number): boolean {
  const open = executions.filter((each) => each.jobId === job.jobId && endMsOf(each) > nowMs);
  return open.filter(takesPlace).length >= job.maxConcurrentRuns;
}

/**
 * Gives the places that have become free up to now to held executions, in the order of their acceptance. Each
 * begins its course at the moment when its place became free.
 */
export function releaseHeld(
  executions: readonly Execution[],
  jobs: ReadonlyMap<string, Job>,
  nowMs: number,
): void {
  const fullJobs = new Set<string>();
  for (const execution of executions) {
    if (!execution.held || fullJobs.has(execution.jobId)) continue;
    const places = jobs.get(execution.jobId)?.maxConcurrentRuns ?? Number.POSITIVE_INFINITY;
    const freeMs = freeFromMs(executions, execution, places);
    if (freeMs > nowMs) {
      fullJobs.add(execution.jobId);
      continue;
    }
    const heldMs = (freeMs - execution.acceptedAtMs) * execution.speed;
    execution.timeline = delayedTimeline(execution.held, heldMs);
    execution.held = undefined;
  }
}

/** The first moment after the acceptance at which a place is free. */
function freeFromMs(
  executions: readonly Execution[],
  { jobId, acceptedAtMs }: Execution,
  places: number,
): number {
  const ends = executions
    .filter((each) => each.jobId === jobId && !each.held && takesPlace(each))
    .map(endMsOf)
    .filter((endMs) => endMs > acceptedAtMs)
    .sort((a, b) => a - b);
  const surplus = ends.length - places;
  return surplus < 0 ? acceptedAtMs : (ends[surplus] ?? Number.POSITIVE_INFINITY);
}

/** A past execution whose last status is neither an active nor a final one takes no place. */
function takesPlace({ startedBy, timeline }: Execution): boolean {
  const last = timeline.at(-1)?.status ?? 'READY';
  return startedBy !== 'seed' || isFinal(last) || last === 'READY' || last === 'RUNNING';
}
