import type { Execution } from '../dataflow/model.ts';
import { type AttemptOptions, notStarted, startAndFollow } from './attempt.ts';
import { readPast } from './baseline.ts';
import type { ExecutionContext } from './context.ts';
import { isRetried } from './deadline.ts';
import type { Attempt } from './outcome.ts';
import { PAST_PAGE, type Prepared, patientReads } from './prepare.ts';
import type { JobWatcher } from './watch.ts';

/** A start that is repeated when its execution FAILED. */
export interface RetryOptions extends AttemptOptions {
  /** How often a FAILED execution is started again, 0 to 10. */
  readonly retries: number;
  /** The pause before each. */
  readonly retryDelayMs: number;
}

/** The last attempt, and how many executions were started. */
export interface Attempts {
  readonly attempts: number;
  readonly attempt: Attempt;
}

/**
 * Starts once, and again after FAILED as often as `retries` allows, and after nothing else. A pause that would
 * outlast waitTimeout is not begun.
 * @throws only for a defect
 */
export async function startWithRetries(
  context: ExecutionContext,
  watcher: JobWatcher,
  options: RetryOptions,
  prepared: Prepared,
  firstPage: readonly Execution[],
): Promise<Attempts> {
  const { client, clock, emit, cancelled } = context;
  const { jobId, retryDelayMs, waitTimeoutMs } = options;
  const known: string[] = [];
  let listed = firstPage;
  let last: Extract<Attempt, { state: 'followed' }> | undefined;
  for (let sinceMs = 0; ; sinceMs = clock.elapsedMs()) {
    const attempt = await readPast(client, jobId, listed, patientReads(context, waitTimeoutMs))
      .then((past) => startAndFollow(context, watcher, options, { prepared, past, known, sinceMs }))
      .catch((error: unknown) => notStarted(context, error));
    const next = last && attempt.state === 'not-started' ? afterRetry(context, attempt, last) : attempt;
    if (attempt.state === 'followed') known.push(attempt.jobExecutionId);
    const attempts = known.length;
    if (next.state !== 'followed' || attempt.state !== 'followed') return { attempts, attempt: next };
    const untilMs = clock.elapsedMs() + retryDelayMs;
    if (next.ending.kind !== 'failed' || !isRetried({ attempts, untilMs, waitTimeoutMs }, options))
      return { attempts, attempt: next };
    last = next;
    const { jobExecutionId } = next;
    emit({ kind: 'retrying', jobExecutionId, attempt: attempts + 1, pauseMs: retryDelayMs });
    const page = await clock
      .sleep(retryDelayMs, cancelled)
      .then(() => client.getJobExecutions(jobId, PAST_PAGE, patientReads(context, waitTimeoutMs)))
      .catch((error: unknown) => notStarted(context, error));
    if ('state' in page) return { attempts, attempt: afterRetry(context, page, last) };
    listed = page;
  }
}

/** A retry that was not started: the result is that of the execution before. */
function afterRetry(
  { emit }: ExecutionContext,
  { ending }: Extract<Attempt, { state: 'not-started' }>,
  last: Extract<Attempt, { state: 'followed' }>,
): Attempt {
  if (ending.kind === 'cancelled-before-start')
    return { ...last, ending: { kind: 'step-cancelled', left: { kind: 'ended', status: 'FAILED' } } };
  if (ending.kind === 'crashed-before-start')
    return { ...last, ending: { kind: 'crashed', error: ending.error } };
  if (ending.kind === 'refused') emit({ kind: 'retry-refused', error: ending.error });
  return last;
}
