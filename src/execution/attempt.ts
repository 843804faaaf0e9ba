import type { CallOptions } from '../dataflow/call.ts';
import { idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { missingFields } from '../job/condition.ts';
import type { JsonObject } from '../text/json.ts';
import { baselineOf, readPast } from './baseline.ts';
import type { ExecutionContext, How } from './context.ts';
import { deadlineMs } from './deadline.ts';
import { type FollowOptions, follow, isCancelledWithStep } from './follow.ts';
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
  /** The first page of the list, read just now. */
  readonly listed: readonly Execution[];
  /** What this step started before: never new. */
  readonly known: readonly string[];
  /** When the attempt began: the default of waitTimeout counts from there. */
  readonly sinceMs: number;
  readonly reads: CallOptions;
}

/** How one attempt ended. */
export type Attempt =
  | { readonly state: 'not-started'; readonly ending: NotStarted }
  | { readonly state: 'unclear'; readonly ending: Unclear }
  | {
      readonly state: 'followed';
      readonly ending: Followed;
      readonly jobExecutionId: string;
      readonly how: How;
      readonly execution: Execution | undefined;
    };

/**
 * Starts one execution, and follows it to its end.
 * @throws DataFlowError when the past cannot be read, or the reason of `cancelled`: nothing was sent then
 */
export async function startAndFollow(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: AttemptOptions,
  before: Before,
): Promise<Attempt> {
  const { jobId, parameters, triggerId, workflowId, waitTimeoutMs } = options;
  const { prepared, listed, known, sinceMs } = before;
  const { jobCondition } = prepared.condition;
  const past = await readPast(context.client, jobId, listed, before.reads);
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
      const { jobExecutionId } = execution;
      const followed = await follow(context, watcher, options, {
        jobExecutionId,
        how,
        known: execution,
        pastDurationsMs: completedDurationsMs(prepared.past),
        resent,
        sentCondition: jobCondition,
        sinceMs,
      });
      return { state: 'followed', jobExecutionId, how, ...followed };
    }
  }
}
