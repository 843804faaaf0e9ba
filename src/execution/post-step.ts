import type { DataFlowError } from '../dataflow/errors.ts';
import { idsOf } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';
import { LONG_WINDOW_MS, type Search, type SearchOptions, search } from '../dataflow/search.ts';
import { cancelExecution } from './cancel.ts';
import type { ExecutionContext } from './context.ts';
import { ExecutionHandle } from './handle.ts';
import type { CancelOutcome } from './outcome.ts';
import { listCandidates } from './recognise.ts';
import { isUnsettled, type SavedRun } from './saved-state.ts';
import { othersIn } from './started-twice.ts';

/** What became of a run that the main step could not finish. */
export type CleanUp =
  | { readonly kind: 'nothing-started' }
  | { readonly kind: 'unclear'; readonly error: DataFlowError | undefined }
  /** Nobody can know whether one of them is ours: none was cancelled. */
  | { readonly kind: 'candidates'; readonly candidates: readonly string[] }
  | { readonly kind: 'left'; readonly jobExecutionId: string; readonly others: readonly string[] }
  | {
      readonly kind: 'cancelled';
      readonly jobExecutionId: string;
      readonly outcome: CancelOutcome;
      /** What an earlier request of the same start may have made, too: none was cancelled. */
      readonly others: readonly string[];
    };

type PostContext = Pick<ExecutionContext, 'client' | 'clock' | 'emit' | 'cancelled'>;
type Unsettled = Extract<SavedRun, { phase: 'open' | 'known' }>;

/** How long the service may take to say CANCELED. */
const CANCEL_BUDGET_MS = 120_000;
/** How long the execution of an open start is searched. */
const SEARCH_BUDGET_MS = 120_000;

/**
 * Does what the main step decided and saved, all runs at the same time: searches for an open start, and cancels what
 * was to be cancelled (`isCancelledWithStep` in `follow.ts`), and polls it until it has stopped. It cancels only an
 * execution that is known to be ours. Ends at once when the post step is itself cancelled.
 */
export function cleanUp(
  context: PostContext,
  runs: readonly SavedRun[],
): Promise<{ readonly run: Unsettled; readonly result: CleanUp }[]> {
  return Promise.all(
    runs.filter(isUnsettled).map(async (run) => ({ run, result: await cleanUpRun(context, run) })),
  );
}

async function cleanUpRun(context: PostContext, run: Unsettled): Promise<CleanUp> {
  let found: string | undefined;
  let outcome: CancelOutcome = { kind: 'no-response' };
  try {
    const known = run.phase === 'known' ? run.jobExecutionId : await searchOpen(context, run);
    if (typeof known !== 'string') return known;
    found = known;
    if (!run.cancel)
      return { kind: 'left', jobExecutionId: found, others: await othersOf(context, run, found) };
    const handle = new ExecutionHandle(context.client, run.jobId, found);
    outcome = await cancelExecution(context, handle, {
      budgetMs: CANCEL_BUDGET_MS,
      signal: context.cancelled,
      reason: 'the step ended early',
    });
    return { kind: 'cancelled', jobExecutionId: found, outcome, others: await othersOf(context, run, found) };
  } catch (error) {
    if (!context.cancelled.aborted) throw error;
    if (found === undefined) return { kind: 'unclear', error: undefined };
    if (!run.cancel) return { kind: 'left', jobExecutionId: found, others: [] };
    return { kind: 'cancelled', jobExecutionId: found, outcome, others: [] };
  }
}

/** After a resend: what the request before may have made, too. */
async function othersOf(
  context: PostContext,
  run: Unsettled,
  jobExecutionId: string,
): Promise<readonly string[]> {
  const resent = run.phase === 'known' ? run.resent : run.isResent && run.sent;
  if (!resent) return [];
  const result = await searchExecutions(context, async (call) => {
    const listed = await listCandidates(context.client, resent, call);
    const others = othersIn(listed, { jobExecutionId }, { openMs: LONG_WINDOW_MS, siblings: [] });
    return others.map((entry) => ({ entry, isEqual: false }));
  });
  return result.kind === 'unclear' ? idsOf(result.candidates) : [];
}

/** The id of the execution that an open start made; else what became of it. */
async function searchOpen(
  context: PostContext,
  { sent }: Extract<Unsettled, { phase: 'open' }>,
): Promise<string | CleanUp> {
  const result = await searchExecutions(context, (call) => listCandidates(context.client, sent, call));
  switch (result.kind) {
    case 'confirmed':
      return result.entry.jobExecutionId;
    case 'none':
      return { kind: 'nothing-started' };
    case 'unclear':
      return result.candidates.length > 0
        ? { kind: 'candidates', candidates: idsOf(result.candidates) }
        : { kind: 'unclear', error: result.error };
  }
}

/** Searches for as long as the service may go on with a request whose response is unknown. */
function searchExecutions(
  context: PostContext,
  listNew: SearchOptions<Execution>['listNew'],
): Promise<Search<Execution>> {
  return search(context, {
    listNew,
    idOf: ({ jobExecutionId }) => jobExecutionId,
    windowMs: LONG_WINDOW_MS,
    deadlineMs: context.clock.elapsedMs() + SEARCH_BUDGET_MS,
    signal: context.cancelled,
  });
}
