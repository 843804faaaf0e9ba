import type { ClientEvent } from '../../dataflow/call.ts';
import { acceptedAtMs, finalStatus, isDocumented } from '../../dataflow/execution-facts.ts';
import type { Execution } from '../../dataflow/model.ts';
import type { ExecutionEvent } from '../../execution/context.ts';
import type { Identified } from '../../execution/follow.ts';
import type { TypicalDuration } from '../../execution/history.ts';
import type { Log } from '../../runner/log.ts';
import type { Clock } from '../../time/clock.ts';
import { formatDuration } from '../../time/duration.ts';
import { expectation, isOverdue, usually } from './expected-end.ts';
import { valueText } from './options.ts';

type Prepared = Extract<ExecutionEvent, { kind: 'prepared' }>;

const HEARTBEAT_MS = 60_000;
/** Characters of an option's value. */
const LONGEST_OPTION = 200;

/** What the documented states of a job in which it cannot run mean. */
const JOB_STATES: Readonly<Record<string, string>> = {
  DRAFT: 'its editing is not finished',
  EDITING: 'it is being changed and has to be validated',
  STOPPED: 'it is being stopped',
  DELETED: 'it is being deleted, or is deleted',
};

/**
 * Tells what happens while a step runs: one line for each change, a heartbeat a minute, one line when contact is
 * lost and one when it is back. No annotations but for what a person should look into.
 */
export class Narrator {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #serviceNowMs: () => number;
  readonly #statuses = new Map<string, string>();
  /** What was said already and is not said again. */
  readonly #told = new Set<string>();
  #own: string | undefined;
  #typical: TypicalDuration | undefined;
  #contactLostMs: number | undefined;
  #lastLineMs = 0;

  /** @param serviceNowMs the service's time, for how long an execution has been under way */
  constructor(log: Log, clock: Clock, serviceNowMs: () => number = () => clock.wallMs()) {
    this.#log = log;
    this.#clock = clock;
    this.#serviceNowMs = serviceNowMs;
  }

  /** Takes in what the client tells. */
  readonly onClient = (event: ClientEvent): void => {
    switch (event.kind) {
      case 'answered':
        return this.#log.debug(
          `${event.operation}: ${event.request} -> ${event.outcome} in ${Math.round(event.tookMs)} ms${event.traceId ? `, trace id ${event.traceId}` : ''}`,
        );
      case 'trying-again':
        return this.#line(`${event.error.message}; trying again in ${formatDuration(event.pauseMs)}`);
      case 'clock-differs':
        return this.#log.warning(
          `The runner's clock is ${formatDuration(Math.abs(event.offsetMs))} ${event.offsetMs > 0 ? 'behind' : 'ahead of'} the service's. Requests are signed with the service's time.`,
        );
    }
  };

  /** Takes in what happens to the execution. */
  readonly onExecution = (event: ExecutionEvent): void => {
    switch (event.kind) {
      case 'prepared':
        return this.#prepared(event);
      case 'job-unreadable':
        return this.#line(
          `${event.error.message}; the given options are complete, so the start goes on without it`,
        );
      case 'earlier-attempt':
        return this.#earlierAttempt(event.jobExecutionId, event.status, event.isTaken);
      case 'sending':
        return;
      case 'start-again':
        return this.#line(`${event.error.message}; starting again in ${formatDuration(event.pauseMs)}`);
      case 'start-unanswered':
        return this.#line(`${event.error.message}; looking whether an execution was started`);
      case 'start-not-processed':
        return this.#line(
          `no execution was started within ${formatDuration(event.lookedForMs)}; starting again`,
        );
      case 'identified':
        return this.#identified(event.jobExecutionId, event.execution, event.how);
      case 'seen':
        return this.#seen(event.execution);
      case 'look-failed':
        return this.#lookFailed(event.error.message);
      case 'not-listed':
        return this.#notListed(event.jobExecutionId);
      case 'others-active':
        return this.#othersActive(event.executions, event.ifRunning);
      case 'cancelling':
        return this.#line(`cancelling execution ${event.jobExecutionId}: ${event.reason}`);
    }
  };

  #prepared({ jobId, job, condition, parameterNames, typical }: Prepared): void {
    const log = this.#log;
    log.info(
      `Data Flow job ${job?.name ? `"${job.name}" (${jobId})` : jobId}${job?.status ? `, ${job.status}` : ''}`,
    );
    const meaning = JOB_STATES[job?.status ?? ''];
    if (meaning)
      log.warning(
        `Job ${jobId} is ${job?.status}: ${meaning}. It is started all the same; the service decides.`,
      );
    for (const [field, value] of Object.entries(condition.jobCondition)) {
      const from = condition.origins[field] === 'saved' ? ' (saved)' : '';
      log.info(`  ${field}: ${valueText(field, value, LONGEST_OPTION)}${from}`);
    }
    if (parameterNames.length > 0) log.info(`  parameters: ${parameterNames.join(', ')}`);
    this.#typical = typical;
    if (typical) log.info(`  ${usually(typical)}`);
  }

  #identified(id: string, execution: Execution | undefined, how: Identified['how']): void {
    const told = {
      ...{ started: 'started', found: 'found the started' },
      ...{ resumed: 'waiting for', attached: 'waiting for' },
    }[how];
    this.#contactIsBack();
    this.#own = id;
    if (execution) this.#statuses.set(id, execution.status);
    this.#line(`${told} execution ${id}${execution ? `: ${execution.status}` : ''}`);
    if (execution) this.#warnOfUnknownStatus(execution);
  }

  #seen(execution: Execution): void {
    const { jobExecutionId: id, status } = execution;
    this.#contactIsBack();
    const whose = id === this.#own ? '' : ` (execution ${id})`;
    if (this.#statuses.get(id) !== status) this.#line(`${status || 'no status'}${whose}`);
    else if (this.#isQuiet()) this.#line(`${status}${whose}${this.#soFar(execution)}`);
    this.#statuses.set(id, status);
    this.#warnOfUnknownStatus(execution);
    this.#warnWhenOverdue(execution);
  }

  #contactIsBack(): void {
    if (this.#contactLostMs === undefined) return;
    this.#line(`contact is back after ${formatDuration(this.#clock.elapsedMs() - this.#contactLostMs)}`);
    this.#contactLostMs = undefined;
  }

  /** How long it has been under way, and how long that may still take. */
  #soFar(execution: Execution): string {
    const acceptedMs = acceptedAtMs(execution);
    if (acceptedMs === undefined) return '';
    const elapsedMs = this.#serviceNowMs() - acceptedMs;
    const isOwn = execution.jobExecutionId === this.#own;
    const expected = isOwn && this.#typical ? expectation(this.#typical, elapsedMs) : '';
    return ` for ${formatDuration(elapsedMs)}${expected}`;
  }

  #warnWhenOverdue(execution: Execution): void {
    const { jobExecutionId: id } = execution;
    const typical = this.#typical;
    const elapsedMs = this.#serviceNowMs() - (acceptedAtMs(execution) ?? Number.POSITIVE_INFINITY);
    if (!typical || id !== this.#own || finalStatus(execution) || !isOverdue(typical, elapsedMs)) return;
    this.#warnOnce(
      'overdue',
      `Execution ${id} has been under way for ${formatDuration(elapsedMs)}: it ${usually(typical)}.`,
    );
  }

  #warnOnce(about: string, text: string): void {
    if (this.#told.has(about)) return;
    this.#told.add(about);
    this.#log.warning(text);
  }

  #warnOfUnknownStatus({ status, jobExecutionId }: Execution): void {
    if (isDocumented(status)) return;
    this.#warnOnce(
      `status ${status}`,
      `Execution ${jobExecutionId} has the status "${status}", which is not documented. It counts as pending.`,
    );
  }

  #earlierAttempt(id: string, status: string | undefined, isTaken: boolean): void {
    const consequence = isTaken ? 'its result counts' : 'starting anew';
    this.#line(
      `an earlier attempt of this run started execution ${id} (${status ?? 'not listed any more'}): ${consequence}`,
    );
  }

  #notListed(id: string): void {
    this.#contactIsBack();
    const isFirst = !this.#told.has(`not listed ${id}`);
    this.#told.add(`not listed ${id}`);
    if (isFirst) this.#line(`execution ${id} is not listed; looking again`);
    else if (this.#isQuiet()) this.#line(`execution ${id} is still not listed`);
  }

  #lookFailed(what: string): void {
    if (this.#contactLostMs === undefined) {
      this.#contactLostMs = this.#clock.elapsedMs();
      this.#line(`contact lost: ${what}; looking again`);
    } else if (this.#isQuiet()) {
      this.#line(`still no contact: ${what}`);
    }
  }

  #othersActive(executions: readonly Execution[], ifRunning: string): void {
    const list = executions.map(({ jobExecutionId, status }) => `${jobExecutionId} ${status}`).join(', ');
    for (const { jobExecutionId, status } of executions) this.#statuses.set(jobExecutionId, status);
    this.#line(`active already: ${list} (ifRunning: ${ifRunning})`);
  }

  #isQuiet(): boolean {
    return this.#clock.elapsedMs() - this.#lastLineMs >= HEARTBEAT_MS;
  }

  #line(text: string): void {
    this.#lastLineMs = this.#clock.elapsedMs();
    this.#log.info(`[${formatDuration(this.#lastLineMs)}] ${text}`);
  }
}
