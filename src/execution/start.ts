import type { ExecuteJob } from '../dataflow/client.ts';
import type { DataFlowError } from '../dataflow/errors.ts';
import type { Execution } from '../dataflow/model.ts';
import { type SentOnce, sendOnce } from '../dataflow/send-once.ts';
import { type Baseline, isInBaseline } from './baseline.ts';
import type { ExecutionContext } from './context.ts';
import { listCandidates, sentStart } from './recognise.ts';
import type { Doubt } from './started-twice.ts';

/** What to start, and what is known before. */
export interface StartOptions {
  readonly jobId: string;
  readonly start: ExecuteJob;
  readonly baseline: Baseline;
  /** When to stop searching after a lost response, on the clock's `elapsedMs`. */
  readonly deadlineMs: number;
  /** What this step started itself. It may grow. */
  readonly siblings: readonly string[];
  /** Whether the post step cancels what this start made, when the step is ended. */
  readonly cancelAfterStep: boolean;
}

/** One execution is under way and known, or the reason why none is. */
export type Started =
  | {
      readonly kind: 'started';
      readonly execution: Execution;
      readonly how: 'started' | 'found';
      /** Set when a response was lost: another execution may come from this start. */
      readonly doubt: Doubt | undefined;
    }
  | { readonly kind: 'refused'; readonly error: DataFlowError }
  | {
      readonly kind: 'unclear';
      readonly error: DataFlowError;
      readonly candidates: readonly Execution[];
      readonly searchError: DataFlowError | undefined;
    }
  | { readonly kind: 'cancelled'; readonly isOpen: boolean };

/**
 * Starts exactly one execution (executeJob through `sendOnce`), and keeps for the post step what it may have made.
 * https://api.ncloud-docs.com/docs/en/dataflow-executejob
 */
export async function startExecution(context: ExecutionContext, options: StartOptions): Promise<Started> {
  const { client, remember } = context;
  const { jobId, start, baseline, deadlineMs, cancelAfterStep } = options;
  const sent = sentStart(jobId, start, baseline, client.digest);
  const result = await sendOnce(context, {
    operation: 'executeJob',
    send: (signal) => client.executeJob(jobId, start, { signal }),
    listNew: (call) => listCandidates(client, sent, call),
    idOf: ({ jobExecutionId }) => jobExecutionId,
    wasListedBefore: (execution) => isInBaseline(execution, baseline),
    deadlineMs,
    onOpen: (isOpen, isResent) => {
      const open = { phase: 'open', jobId, sent, cancel: cancelAfterStep } as const;
      remember(isOpen ? { ...open, ...(isResent && { isResent }) } : { phase: 'nothing', jobId });
    },
  });
  if (result.kind === 'refused') remember({ phase: 'refused', jobId });
  // Nobody can know which of the candidates is ours: none is cancelled, and all are named.
  if (result.kind === 'unclear') remember({ phase: 'left', jobId });
  return startedOf(result, { sent, siblings: options.siblings });
}

function startedOf(result: SentOnce<Execution>, doubt: Omit<Doubt, 'openMs'>): Started {
  if (result.kind !== 'made') return result;
  const { entry, how, openMs } = result;
  return {
    kind: 'started',
    execution: entry,
    how: how === 'response' ? 'started' : 'found',
    doubt: openMs > 0 || how === 'search' ? { ...doubt, openMs } : undefined,
  };
}
