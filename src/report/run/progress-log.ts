import type { ClientEvent } from '../../dataflow/call.ts';
import { acceptedAtMs, finalStatus, isDocumented } from '../../dataflow/execution-facts.ts';
import type { Execution } from '../../dataflow/model.ts';
import type { ExecutionEvent, How } from '../../execution/context.ts';
import type { TypicalDuration } from '../../execution/history.ts';
import type { Log } from '../../runner/log.ts';
import type { Clock } from '../../time/clock.ts';
import { formatDuration } from '../../time/duration.ts';
import { ConnectionLog } from '../connection-log.ts';
import { executionLine } from '../execution-lines.ts';
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
 * Logs what happens while a step runs: one line for each change, a heartbeat a minute, one line when status checks fail
 * and one when the connection is restored. A warning only for what a person should check.
 */
export class ProgressLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #connection: ConnectionLog;
  readonly #serviceNowMs: () => number;
  readonly #statuses = new Map<string, string>();
  /** What was logged already and is not logged again. */
  readonly #logged = new Set<string>();
  #own: string | undefined;
  #typical: TypicalDuration | undefined;
  #lastLineMs = 0;

  /** @param serviceNowMs the service's time, for how long an execution has been under way */
  constructor(log: Log, clock: Clock, serviceNowMs: () => number = () => clock.wallMs()) {
    this.#log = log;
    this.#clock = clock;
    this.#serviceNowMs = serviceNowMs;
    this.#connection = new ConnectionLog(log, clock, (text) => this.#line(text));
  }

  /** Logs what the client does. */
  readonly onClient = (event: ClientEvent): void => this.#connection.onClient(event);

  /** Logs what happens to the execution. */
  readonly onExecution = (event: ExecutionEvent): void => {
    switch (event.kind) {
      case 'prepared':
        return this.#prepared(event);
      case 'job-unreadable':
      case 'send-again':
      case 'ambiguous':
      case 'resend':
      case 'cancelling':
        return this.#line(executionLine(event));
      case 'earlier-attempt':
        return this.#earlierAttempt(event.jobExecutionId, event.status, event.isTaken);
      case 'identified':
        return this.#identified(event.jobExecutionId, event.execution, event.how);
      case 'polled':
        return this.#polled(event.execution);
      case 'poll-failed':
        return this.#connection.failed(event.error.message);
      case 'not-listed':
        return this.#notListed(event.jobExecutionId);
      case 'others-active':
        return this.#othersActive(event.executions, event.ifRunning);
      case 'queue-pause':
        return this.#line(
          `no execution is active; reading the list once more in ${formatDuration(event.pauseMs)}`,
        );
      case 'retrying':
        return this.#line(
          `execution ${event.jobExecutionId} FAILED; starting attempt ${event.attempt} in ${formatDuration(event.pauseMs)}`,
        );
      case 'retry-refused':
        return this.#line(`${event.error.message}; the job is not started again`);
    }
  };

  #prepared({ jobId, job, condition, parameterNames, typical }: Prepared): void {
    const log = this.#log;
    log.info(
      `Data Flow job ${job?.name ? `"${job.name}" (${jobId})` : jobId}${job?.status ? `, ${job.status}` : ''}`,
    );
    const meaning = JOB_STATES[job?.status ?? ''];
    if (meaning)
      log.warning(`Job ${jobId} is ${job?.status}: ${meaning}. The start is sent; the service decides.`);
    for (const [field, value] of Object.entries(condition.jobCondition)) {
      const from = condition.origins[field] === 'saved' ? ' (saved)' : '';
      log.info(`  ${field}: ${valueText(value, LONGEST_OPTION)}${from}`);
    }
    if (parameterNames.length > 0) log.info(`  parameters: ${parameterNames.join(', ')}`);
    this.#typical = typical;
    if (typical) log.info(`  ${usually(typical)}`);
  }

  #identified(id: string, execution: Execution | undefined, how: How): void {
    const verb = {
      ...{ started: 'started', found: 'confirmed the started' },
      ...{ resumed: 'waiting for', attached: 'waiting for' },
    }[how];
    this.#connection.restored();
    this.#own = id;
    if (execution) this.#statuses.set(id, execution.status);
    this.#line(`${verb} execution ${id}${execution ? `: ${execution.status}` : ''}`);
    if (execution) this.#warnOfUnknownStatus(execution);
  }

  #polled(execution: Execution): void {
    const { jobExecutionId: id, status } = execution;
    this.#connection.restored();
    const whose = id === this.#own ? '' : ` (execution ${id})`;
    if (this.#statuses.get(id) !== status) this.#line(`${status || 'no status'}${whose}`);
    else if (this.#isQuiet()) this.#line(`${status}${whose}${this.#soFar(execution)}`);
    this.#statuses.set(id, status);
    this.#warnOfUnknownStatus(execution);
    this.#warnWhenOverdue(execution);
  }

  /** How long it has been under way, and how long that may still take. */
  #soFar(execution: Execution): string {
    const acceptedMs = acceptedAtMs(execution);
    if (acceptedMs === undefined) return '';
    const elapsedMs = this.#serviceNowMs() - acceptedMs;
    const isOwn = execution.jobExecutionId === this.#own;
    const expected = isOwn && this.#typical ? expectation(this.#typical, elapsedMs) : '';
    return `, ${formatDuration(elapsedMs)} since its start${expected}`;
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
    if (this.#logged.has(about)) return;
    this.#logged.add(about);
    this.#log.warning(text);
  }

  #warnOfUnknownStatus({ status, jobExecutionId }: Execution): void {
    if (isDocumented(status)) return;
    this.#warnOnce(
      `status of ${jobExecutionId}`,
      `Execution ${jobExecutionId} has the status "${status}", which is not documented. It counts as pending.`,
    );
  }

  #earlierAttempt(id: string, status: string | undefined, isTaken: boolean): void {
    const consequence = isTaken ? 'its result counts' : 'starting a new one';
    this.#line(
      `an earlier attempt of this run started execution ${id} (${status ?? 'not listed any more'}): ${consequence}`,
    );
  }

  #notListed(id: string): void {
    this.#connection.restored();
    const isFirst = !this.#logged.has(`not listed ${id}`);
    this.#logged.add(`not listed ${id}`);
    if (isFirst) this.#line(`execution ${id} is not listed; polling again`);
    else if (this.#isQuiet()) this.#line(`execution ${id} is still not listed`);
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
