import { createHash } from 'node:crypto';
import { type Conclusion, conclusionOf, type Result } from '../execution/outcome.ts';
import type { Log } from '../runner/log.ts';
import type { WorkflowRun } from '../runner/workflow-run.ts';
import { type Json, stringifyJson } from '../text/json.ts';
import { shortened } from '../text/plain.ts';
import { abortedLater } from '../time/aborted-later.ts';
import { systemClock } from '../time/clock.ts';
import type { CommitStatus, CommitStatuses } from './commit-statuses.ts';

/** GitHub's limit. */
const LONGEST_DESCRIPTION = 140;
const LONGEST_JOB_NAME = 40;
/** GitHub may take so long for one call; the step waits no longer for it. */
const LIMIT_MS = 5_000;
/** Once it did not answer in time, and when the step is being cancelled, there is less. */
const SHORT_LIMIT_MS = 500;

const STATES: Readonly<Record<Exclude<Conclusion, 'skipped'>, CommitStatus['state']>> = {
  success: 'success',
  failure: 'failure',
  cancelled: 'failure',
  timed_out: 'failure',
  started: 'pending',
  not_started: 'error',
  unknown: 'error',
};

/** What is needed to publish statuses. */
export interface PublisherOptions {
  readonly statuses: CommitStatuses;
  readonly run: WorkflowRun;
  /** The Data Flow job: only a status about the same one is taken up again. */
  readonly jobId: string;
  /** What tells this start from others of the same job: only a status about the same one is taken up again. */
  readonly start: Json;
  readonly log: Log;
  readonly cancelled: AbortSignal;
}

/**
 * Keeps a commit status in step with the execution. Whatever GitHub answers costs one warning at the most, and
 * never the verdict.
 */
export class StatusPublisher {
  readonly #options: PublisherOptions;
  #before: Promise<void> = Promise.resolve();
  #hasWarned = false;
  #isSlow = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** The execution that an earlier attempt of this run and job has published, or undefined. */
  async earlierExecutionId(): Promise<string | undefined> {
    const { statuses, run } = this.#options;
    if (run.attempt < 2) return undefined;
    const descriptions =
      (await this.#orWarn((signal) => again(() => statuses.published(signal), signal))) ?? [];
    const end = this.#about('');
    const newest = descriptions.find((description) => description.endsWith(end));
    return newest === undefined ? undefined : /^Execution ([^\s:]+):/.exec(newest)?.[1];
  }

  /** The execution is known: pending. Does not wait for GitHub. */
  pending(jobExecutionId: string): void {
    this.#publish('pending', `Execution ${jobExecutionId}: under way`);
  }

  /** The result is known. Waits until GitHub has answered, or has had its time. */
  async finish(result: Result): Promise<void> {
    const conclusion = conclusionOf(result);
    if (conclusion === 'skipped') return;
    const { jobExecutionId, execution } = result;
    const text = jobExecutionId
      ? `Execution ${jobExecutionId}: ${execution?.status ?? conclusion}`
      : `No execution: ${conclusion}`;
    this.#publish(STATES[conclusion], text);
    await this.#before;
  }

  /** One after the other, so that the last word is the last. */
  #publish(state: CommitStatus['state'], text: string): void {
    const { statuses } = this.#options;
    const description = this.#about(text);
    this.#before = this.#before.then(async () => {
      await this.#orWarn((signal) => statuses.publish({ state, description }, signal));
    });
  }

  /** A description that names the Data Flow job and the workflow's job, as it is read again on a re-run. */
  #about(text: string): string {
    const { jobId, run, start } = this.#options;
    const names = [jobId, run.job ?? ''].map((name) => shortened(name, LONGEST_JOB_NAME));
    const end = ` (${[...names, fingerprint(start)].join(', ')})`;
    return shortened(text, LONGEST_DESCRIPTION - end.length) + end;
  }

  async #orWarn<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const { cancelled, log } = this.#options;
    const limit = AbortSignal.any([
      AbortSignal.timeout(this.#isSlow ? SHORT_LIMIT_MS : LIMIT_MS),
      abortedLater(cancelled, SHORT_LIMIT_MS),
    ]);
    try {
      return await call(limit);
    } catch (error) {
      if (!this.#hasWarned)
        log.warning(`${whyNot(error, limit)} The result of the step does not depend on it.`);
      this.#hasWarned = true;
      this.#isSlow ||= limit.aborted;
      return undefined;
    }
  }
}

const TRIES = 3;
const PAUSE_MS = 500;

/** Reading is tried again: a hiccup would start the job a second time. */
async function again<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
      if (tries >= TRIES || status < 500) throw error;
      await systemClock.sleep(PAUSE_MS * tries, signal);
    }
  }
}

/** Short, and the same for the same start. */
function fingerprint(start: Json): string {
  return createHash('sha256').update(stringifyJson(start)).digest('hex').slice(0, 8);
}

function whyNot(error: unknown, limit: AbortSignal): string {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
  const what = 'The commit status could not be read or published';
  if (limit.aborted) return `${what}: GitHub did not answer in time.`;
  if (status === 403 || status === 404) {
    return `${what} (HTTP ${status}): give the job the permission statuses: write. The token of a pull request from a fork cannot have it.`;
  }
  return `${what}: ${error instanceof Error ? error.message : String(error)}.`;
}
