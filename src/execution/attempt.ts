import { idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { missingFields } from '../job/condition.ts';
import type { JsonObject } from '../text/json.ts';
import { baselineOf } from './baseline.ts';
import type { ExecutionContext, How } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { type FollowOptions, follow, type Identified, isCancelledWithStep } from './follow.ts';
import { completedDurationsMs } from './history.ts';
import type { Followed, NotStarted, Unclear } from './outcome.ts';
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

/** A start that brought no execution to follow. */
export type NoExecution =
  | { readonly state: 'not-started'; readonly ending: NotStarted }
  | { readonly state: 'unclear'; readonly ending: Unclear };

/** How one attempt ended. */
export type Attempt =
  | NoExecution
  | {
      readonly state: 'followed';
      readonly ending: Followed;
      readonly jobExecutionId: string;
      readonly how: How;
      readonly execution: Execution | undefined;
    };

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
    baseline: baselineOf(past, known),
    deadlineMs: deadlineMs(waitTimeoutMs, jobCondition, sinceMs),
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
      const { execution, how, resent } = started;
      const pastDurationsMs = completedDurationsMs(prepared.past);
      const identified = { jobExecutionId: execution.jobExecutionId, how, known: execution, resent };
      return {
        state: 'identified',
        identified: { ...identified, pastDurationsMs, sentCondition: jobCondition, sinceMs },
      };
    }
  }
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
