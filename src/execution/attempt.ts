import { DataFlowError } from '../dataflow/errors.ts';
import { idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { missingFields } from '../job/condition.ts';
import type { JsonObject } from '../text/json.ts';
import { serviceDateMs } from '../time/service-date.ts';
import { baselineOf, nextIndex } from './baseline.ts';
import type { ExecutionContext } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { type FollowOptions, follow, type Identified, isCancelledWithStep } from './follow.ts';
import { completedDurationsMs } from './history.ts';
import type { Attempt, NoExecution } from './outcome.ts';
import type { Prepared } from './prepare.ts';
import { startExecution } from './start.ts';
import type { JobWatcher } from './watch.ts';

/** One start, and how it is followed. */
export interface AttemptOptions extends FollowOptions {
  readonly parameters: JsonObject | undefined;
  readonly triggerId: string | undefined;
  readonly workflowId: string | undefined;
}

/** What is known before. */
export interface Before {
  readonly prepared: Prepared;
  /** The executions listed before, as `readPast` gives them. */
  readonly past: readonly Execution[];
  /** What this step started before: never new. */
  readonly known: readonly string[];
  /** When the attempt began: the default of waitTimeout counts from there. */
  readonly sinceMs: number;
}

type StartedAttempt = NoExecution | { readonly state: 'identified'; readonly identified: Identified };

/** Starts one execution. Never throws: after an error of this program the start counts as sent. */
export async function startAttempt(
  context: ExecutionContext,
  options: AttemptOptions,
  before: Before,
): Promise<StartedAttempt> {
  try {
    return await sendStart(context, options, before);
  } catch (error) {
    return { state: 'unclear', ending: { kind: 'crashed-during-start', error } };
  }
}

/** Clocks of one service differ by no more. */
const CLOCKS_APART_MS = 5 * 60_000;

/** By the job itself, as read before; a date in the future says nothing. */
function lastExecutionMs({ client }: ExecutionContext, { job }: Prepared): number | undefined {
  const ms = serviceDateMs(job?.lastExecutionDate);
  return ms !== undefined && ms <= client.serviceClock.nowMs() + CLOCKS_APART_MS ? ms : undefined;
}

async function sendStart(
  context: ExecutionContext,
  options: AttemptOptions,
  { prepared, past, known, sinceMs }: Before,
): Promise<StartedAttempt> {
  const { jobId, parameters, triggerId, workflowId, waitTimeoutMs } = options;
  const { jobCondition } = prepared.condition;
  const started = await startExecution(context, {
    jobId,
    start: { jobCondition, parameters, triggerId, workflowId },
    baseline: baselineOf(past, known, lastExecutionMs(context, prepared)),
    deadlineMs: deadlineMs(waitTimeoutMs, jobCondition, sinceMs),
    siblings: known,
    cancelAfterStep: isCancelledWithStep(options.onCancel, 'started'),
  });
  switch (started.kind) {
    case 'refused':
      return {
        state: 'not-started',
        ending: { kind: 'refused', error: started.error, missing: missingFields(jobCondition) },
      };
    case 'unclear': {
      const { error, candidates, searchError } = started;
      return {
        state: 'unclear',
        ending: { kind: 'start-unclear', error, candidates: idsOf(candidates), searchError },
      };
    }
    case 'cancelled':
      return started.isOpen
        ? { state: 'unclear', ending: { kind: 'cancelled-during-start' } }
        : { state: 'not-started', ending: { kind: 'cancelled-before-start' } };
    case 'started': {
      const { execution, how, doubt } = started;
      const pastDurationsMs = completedDurationsMs(prepared.past);
      const identified = { jobExecutionId: execution.jobExecutionId, how, known: execution, doubt };
      return {
        state: 'identified',
        identified: {
          ...identified,
          pastDurationsMs,
          listIndex: nextIndex(past),
          sentCondition: jobCondition,
          sinceMs,
        },
      };
    }
  }
}

/** What an error before the start means: nothing was sent. */
export function notStarted(
  { cancelled }: ExecutionContext,
  error: unknown,
): Extract<Attempt, { state: 'not-started' }> {
  const state = 'not-started';
  if (cancelled.aborted) return { state, ending: { kind: 'cancelled-before-start' } };
  if (error instanceof DataFlowError) return { state, ending: { kind: 'refused', error, missing: [] } };
  return { state, ending: { kind: 'crashed-before-start', error } };
}

/** Starts one execution, and follows it to its end. Never throws. */
export async function startAndFollow(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: AttemptOptions,
  before: Before,
): Promise<Attempt> {
  const started = await startAttempt(context, options, before);
  if (started.state !== 'identified') return started;
  const { jobExecutionId, how } = started.identified;
  const followed = await follow(context, watcher, options, started.identified);
  return { state: 'followed', jobExecutionId, how, ...followed };
}
