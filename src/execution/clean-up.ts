import type { DataFlowError } from '../dataflow/errors.ts';
import { cancelExecution } from './cancel.ts';
import type { ExecutionContext } from './context.ts';
import { findLostStart, LOOK_FOR_MS, type LostStart } from './lost-start.ts';
import type { CancelOutcome } from './result.ts';

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

/** Finds what was left behind and, when `cancel` is set, cancels it and follows it to the service's last word. */
export async function cleanUp(
  context: ExecutionContext,
  left: LeftBehind,
  cancel: boolean,
): Promise<CleanUp> {
  const found = left.kind === 'execution' ? left : await findExecution(context, left.lost);
  if (found.kind !== 'execution') return found;
  const { jobId, jobExecutionId } = found;
  if (!cancel) return { kind: 'left', jobExecutionId };
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
  const limits = { lookForMs: LOOK_FOR_MS, deadlineMs, signal: context.cancelled };
  const search = await findLostStart(context, lost, limits);
  if (search.kind === 'none') return { kind: 'nothing-started' };
  if (search.kind === 'unclear') return search;
  const [execution, ...others] = search.executions;
  if (execution && others.length === 0) {
    return { kind: 'execution', jobId: lost.jobId, jobExecutionId: execution.jobExecutionId };
  }
  return { kind: 'several', candidates: search.executions.map(({ jobExecutionId }) => jobExecutionId) };
}
