import type { Conclusion } from '../execution/outcome.ts';
import type { Earlier } from '../execution/run.ts';
import type { Log } from '../runner/log.ts';
import { abortedLater } from '../time/aborted-later.ts';
import type { Clock } from '../time/clock.ts';
import { formatDuration } from '../time/duration.ts';
import type { CommitStatus, CommitStatuses } from './commit-statuses.ts';
import type { Descriptions, Origin } from './description.ts';
import { earlierIn, nextStepAfter, unreadable, withoutStatuses } from './earlier-attempt.ts';
import { GitHubError } from './github-error.ts';

/** How long the statuses of earlier attempts may take to be read. */
const READING_MS = 120_000;
/** The step waits no longer than this for one status to be published. */
const PUBLISHING_MS = 4_000;
/** The same once the step is cancelled: the runner ends it soon. */
const PUBLISHING_AFTER_CANCEL_MS = 500;

const STATES: Readonly<Record<Exclude<Conclusion, 'skipped'>, CommitStatus['state']>> = {
  success: 'success',
  failure: 'failure',
  cancelled: 'failure',
  timed_out: 'failure',
  started: 'pending',
  not_started: 'error',
  unknown: 'error',
};

/** How the step ended, as far as a commit status shows it. */
export interface StatusAtEnd {
  readonly conclusion: Conclusion;
  readonly jobExecutionId?: string | undefined;
  /** The status that the service gave last. */
  readonly status?: string | undefined;
  /** Of the execution, where there is one. */
  readonly how?: Origin | undefined;
}

/** Keeps a commit status in step with the execution, and finds what earlier attempts have recorded there. */
export interface StatusPublisher {
  /**
   * What an earlier attempt of this step started. A first attempt sends no request. Takes two minutes at most.
   * @throws the reason of `cancelled`
   */
  earlier(): Promise<Earlier>;
  /** The execution is known: publishes `pending`. Does not wait for GitHub. */
  pending(jobExecutionId: string, how: Origin): void;
  /** The result is known. Waits a few seconds at most; never throws. */
  finish(end: StatusAtEnd): Promise<void>;
}

/** What is needed to publish statuses. */
export interface PublisherOptions {
  readonly statuses: CommitStatuses;
  readonly descriptions: Descriptions;
  /** The current attempt of the workflow run, from 1. */
  readonly attempt: number;
  readonly log: Pick<Log, 'info' | 'warning'>;
  readonly clock: Clock;
  readonly cancelled: AbortSignal;
}

/** Publishes to GitHub. A status that cannot be published costs one warning in all, and never the verdict. */
export class GitHubStatusPublisher implements StatusPublisher {
  readonly #options: PublisherOptions;
  #published: Promise<void> = Promise.resolve();
  #sequence = 0;
  #hasWarned = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  async earlier(): Promise<Earlier> {
    const { statuses, descriptions, attempt, log, clock, cancelled } = this.#options;
    if (attempt < 2) return { kind: 'none' };
    const onRetry = ({ message }: GitHubError, pauseMs: number) =>
      log.info(
        `The commit statuses could not be read: ${message}. Trying again in ${formatDuration(pauseMs)}.`,
      );
    const patience = { untilMs: clock.elapsedMs() + READING_MS, signal: cancelled, onRetry };
    try {
      return earlierIn(await statuses.descriptions(patience), descriptions, attempt);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      // The step ends with an error about it: a warning that publishing fails too would add nothing.
      this.#hasWarned = true;
      return unreadable(error);
    }
  }

  pending(jobExecutionId: string, how: Origin): void {
    this.#publish('pending', { jobExecutionId, how, state: 'started' });
  }

  async finish({ jobExecutionId = '', status, conclusion, how = 'started' }: StatusAtEnd): Promise<void> {
    if (conclusion === 'skipped') return;
    this.#publish(STATES[conclusion], { jobExecutionId, how, state: status ?? conclusion });
    await this.#published;
  }

  /** One after the other, so that the last status stays the last. */
  #publish(
    state: CommitStatus['state'],
    about: { jobExecutionId: string; how: Origin; state: string },
  ): void {
    const { descriptions, attempt } = this.#options;
    const { jobExecutionId } = about;
    this.#sequence += 1;
    const origin = jobExecutionId === '' ? 'none' : about.how;
    const record = { attempt, sequence: this.#sequence, jobExecutionId, origin } as const;
    const status = { state, description: descriptions.write(record, about.state) };
    this.#published = this.#published.then(() => this.#send(status));
  }

  async #send(status: CommitStatus): Promise<void> {
    const { statuses, clock, cancelled } = this.#options;
    const signal = abortedLater(cancelled, PUBLISHING_AFTER_CANCEL_MS);
    try {
      await statuses.publish(status, { untilMs: clock.elapsedMs() + PUBLISHING_MS, signal });
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const isCancelled = this.#options.cancelled.aborted && !(error instanceof GitHubError);
    const why = isCancelled ? 'no time was left after the cancel' : messageOf(error);
    const next = error instanceof GitHubError ? ` ${nextStepAfter(error)}` : '';
    this.#options.log.warning(`The commit status could not be published: ${why}.${next} ${CONSEQUENCE}`);
  }
}

const CONSEQUENCE =
  'The result of this step does not depend on it. A re-run of the workflow job may not find the execution and then starts another one.';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A publisher that cannot publish: a first attempt gets one warning and goes on, a later one must not start.
 * @param missing what is missing, without a full stop
 */
export function cannotPublish(
  { attempt, log }: { attempt: number; log: Pick<Log, 'warning'> },
  missing: string,
  nextStep: string,
): StatusPublisher {
  if (attempt < 2) log.warning(`${missing}: no commit status is published. ${nextStep} ${CONSEQUENCE}`);
  return {
    earlier: async () => (attempt < 2 ? { kind: 'none' } : withoutStatuses(missing, nextStep)),
    pending: () => undefined,
    finish: async () => undefined,
  };
}
