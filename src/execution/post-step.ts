import type { DataFlowError } from '../dataflow/errors.ts';
import { idsOf } from '../dataflow/executions.ts';
import { cancelExecution } from './cancel.ts';
import type { ExecutionContext } from './context.ts';
import type { CancelOutcome } from './outcome.ts';
import { findLostStart, type LostStart } from './recognise.ts';

/** What a step left behind that did not get to its end. */
export type LeftBehind =
  | { readonly kind: 'start'; readonly lost: LostStart }
  | { readonly kind: 'execution'; readonly jobId: string; readonly jobExecutionId: string };

/** What became of it. */
export type CleanUp =
  | { readonly kind: 'nothing-started' }
  | { readonly kind: 'unclear'; readonly error: DataFlowError | undefined }
  | { readonly kind: 'several'; readonly candidates: readonly string[] }
  | { readonly kind: 'left'; readonly jobExecutionId: string }
  | { readonly kind: 'cancelled'; readonly jobExecutionId: string; readonly outcome: CancelOutcome };

/** How long the service may take to say CANCELED. */
const CANCEL_BUDGET_MS = 120_000;
const SEARCH_BUDGET_MS = 120_000;

/**
 * Finds what was left behind and, when `cancel` is set, cancels it and follows it to the service's last word. Ends
 * at once, without knowing, when the post step is itself cancelled.
 */
export async function cleanUp(
  context: ExecutionContext,
  left: LeftBehind,
  cancel: boolean,
): Promise<CleanUp> {
  let found: Execution | undefined = left.kind === 'execution' ? left : undefined;
  try {
    const search =
      found ?? (await findExecution(context, (left as Extract<LeftBehind, { kind: 'start' }>).lost));
    if (search.kind !== 'execution') return search;
    found = search;
    if (!cancel) return { kind: 'left', jobExecutionId: found.jobExecutionId };
    return await cancelFound(context, found);
  } catch (error) {
    if (!context.cancelled.aborted) throw error;
    if (!found) return { kind: 'unclear', error: undefined };
    return { kind: 'cancelled', jobExecutionId: found.jobExecutionId, outcome: { kind: 'unanswered' } };
  }
}

async function cancelFound(
  context: ExecutionContext,
  { jobId, jobExecutionId }: Execution,
): Promise<CleanUp> {
  const outcome = await cancelExecution(context, {
    jobId,
    jobExecutionId,
    budgetMs: CANCEL_BUDGET_MS,
    signal: context.cancelled,
    reason: 'the step was cancelled',
  });
  return { kind: 'cancelled', jobExecutionId, outcome };
}

type Execution = Extract<LeftBehind, { kind: 'execution' }>;

async function findExecution(context: ExecutionContext, lost: LostStart): Promise<Execution | CleanUp> {
  const deadlineMs = context.clock.elapsedMs() + SEARCH_BUDGET_MS;
  const search = await findLostStart(context, lost, { deadlineMs, signal: context.cancelled });
  if (search.kind === 'none') return { kind: 'nothing-started' };
  if (search.kind === 'unclear') {
    if (search.doubtful.length > 0) return { kind: 'several', candidates: idsOf(search.doubtful) };
    return { kind: 'unclear', error: search.error };
  }
  const [execution, ...others] = search.found;
  if (execution && others.length === 0) {
    return { kind: 'execution', jobId: lost.jobId, jobExecutionId: execution.jobExecutionId };
  }
  return { kind: 'several', candidates: idsOf(search.found) };
}
