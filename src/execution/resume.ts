import { DataFlowError, orError } from '../dataflow/errors.ts';
import { finalStatus } from '../dataflow/execution-facts.ts';
import type { Execution } from '../dataflow/model.ts';
import type { ExecutionContext } from './context.ts';
import { type FollowOptions, type Identified, isCancelledWithStep } from './follow.ts';
import { ExecutionHandle } from './handle.ts';
import type { Attempt } from './outcome.ts';
import { patientReads } from './prepare.ts';

/** What an earlier attempt of this workflow run has started. */
export type Earlier =
  | { readonly kind: 'none' }
  | { readonly kind: 'execution'; readonly jobExecutionId: string }
  /** It could not be read: starting might be the second time. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly nextStep: string };

/** Where a step goes on after what an earlier attempt of it did. */
export type Resumed =
  /** It starts anew: nothing was started, or that does not count any more. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'taken'; readonly identified: Identified }
  /** It ends: what was started is not known, or its state could not be read. */
  | { readonly kind: 'ended'; readonly attempt: Attempt };

/** One poll can miss an execution that is running: so many, over so long, before it is taken as gone. */
const POLLS = 3;
const PAUSE_MS = 6_000;

/**
 * Takes over what an earlier attempt of this step started, when its result still counts: it is READY, RUNNING or
 * COMPLETED, or it could not be polled before the step was cancelled.
 * @throws only for a defect
 */
export async function resume(
  context: ExecutionContext,
  options: Pick<FollowOptions, 'jobId' | 'onCancel' | 'waitTimeoutMs'>,
  earlier: Earlier,
): Promise<Resumed> {
  const { jobId, onCancel } = options;
  if (earlier.kind === 'none') return { kind: 'nothing' };
  if (earlier.kind === 'unreadable') {
    const { reason, nextStep } = earlier;
    const ending = { kind: 'earlier-attempt-unreadable', reason, nextStep } as const;
    return { kind: 'ended', attempt: { state: 'not-started', ending } };
  }
  const { jobExecutionId } = earlier;
  const how = 'resumed';
  const cancel = isCancelledWithStep(onCancel, how);
  context.remember({ phase: 'known', jobId, jobExecutionId, how, cancel });
  const execution = await pollSeveralTimes(context, options, jobExecutionId).catch((error: unknown) => {
    if (!context.cancelled.aborted) throw error;
    return 'cancelled' as const;
  });
  const identified = { jobExecutionId, how, pastDurationsMs: [] } as const;
  if (execution === 'cancelled') return { kind: 'taken', identified };
  if (execution instanceof DataFlowError) {
    context.remember({ phase: 'left', jobId });
    const ending = { kind: 'poll-failed', error: execution } as const;
    const attempt = { state: 'followed', ending, jobExecutionId, how, execution: undefined } as const;
    return { kind: 'ended', attempt };
  }
  const status = execution && finalStatus(execution);
  const isTaken = execution !== undefined && (status === undefined || status === 'COMPLETED');
  context.emit({ kind: 'earlier-attempt', jobExecutionId, status: execution?.status, isTaken });
  if (isTaken) return { kind: 'taken', identified: { ...identified, known: execution } };
  context.remember({ phase: 'nothing', jobId });
  return { kind: 'nothing' };
}

async function pollSeveralTimes(
  context: ExecutionContext,
  { jobId, waitTimeoutMs }: Pick<FollowOptions, 'jobId' | 'waitTimeoutMs'>,
  jobExecutionId: string,
): Promise<Execution | DataFlowError | undefined> {
  const { client, clock, cancelled } = context;
  for (let polls = 1; ; polls += 1) {
    // A new handle reads the whole list at each miss: every poll has to be complete.
    const handle = new ExecutionHandle(client, jobId, jobExecutionId);
    const execution = await orError(handle.poll(patientReads(context, waitTimeoutMs)));
    if (execution !== undefined || polls >= POLLS) return execution;
    await clock.sleep(PAUSE_MS, cancelled);
  }
}
