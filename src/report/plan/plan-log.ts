import type { ClientEvent } from '../../dataflow/call.ts';
import { acceptedAtMs } from '../../dataflow/execution-facts.ts';
import type { ExecutionEvent } from '../../execution/context.ts';
import { typicalDuration } from '../../execution/history.ts';
import type { PlanEvent, PlanResult } from '../../execution/plan/plan-context.ts';
import { holdsPlace, type PlanRun, stateOf } from '../../execution/plan/run-state.ts';
import type { JobAndPast } from '../../execution/prepare.ts';
import type { Log } from '../../runner/log.ts';
import type { Clock } from '../../time/clock.ts';
import { formatDuration } from '../../time/duration.ts';
import { ConnectionLog } from '../connection-log.ts';
import { executionLine } from '../execution-lines.ts';
import { headLines } from './head-lines.ts';
import type { PlanWords } from './plan-row.ts';
import {
  type Counts,
  endedLine,
  progressLine,
  retryLine,
  startedLine,
  timeLeftMs,
} from './progress-lines.ts';
import { rowOf } from './rows.ts';

const HEARTBEAT_MS = 60_000;

/** What the log has to know of the plan. */
export interface LoggedPlan {
  readonly words: PlanWords;
  readonly runs: readonly PlanRun[];
  readonly maxParallel: number;
  readonly jobs: ReadonlyMap<string, JobAndPast>;
  readonly result: () => PlanResult;
}

/**
 * Logs what happens while a plan runs: a line for each start and each end, a heartbeat a minute with counts, one line
 * when status checks fail and one when the connection is restored.
 */
export class PlanLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #connection: ConnectionLog;
  #plan: LoggedPlan | undefined;
  #lastLineMs = 0;

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
    this.#connection = new ConnectionLog(log, clock, (text) => this.#line(text));
  }

  /** From now on the log is about this plan. */
  begin(plan: LoggedPlan): void {
    this.#plan = plan;
    for (const line of headLines(plan)) this.#log.info(line);
  }

  /** Logs what would be run. */
  dryRun(lines: readonly string[]): void {
    for (const line of lines) this.#log.info(line);
  }

  /** Logs what the client does. */
  readonly onClient = (event: ClientEvent): void => this.#connection.onClient(event);

  readonly onPlan = (event: PlanEvent): void => {
    switch (event.kind) {
      case 'run-started':
        return this.#line(startedLine(this.#row(event.run)));
      case 'run-ended':
        return this.#line(endedLine(this.#row(event.run)));
      case 'run-retry': {
        const { number, run, pauseMs } = event;
        return this.#line(retryLine(this.#row(run), { number, of: run.retries, delayMs: pauseMs }));
      }
      case 'run-no-place':
        return this.#line(
          `${event.run.name}: the job has as many executions as it may have; trying again in ${formatDuration(event.pauseMs)}`,
        );
      case 'of-execution':
        return this.#execution(event.run, event.event);
    }
  };

  #row(run: PlanRun) {
    const result = this.#plan?.result();
    if (!result) throw new Error('the log of a plan was not begun');
    return rowOf(run, result);
  }

  #execution(run: PlanRun | undefined, event: ExecutionEvent): void {
    switch (event.kind) {
      case 'job-unreadable':
      case 'send-again':
      case 'ambiguous':
      case 'resend':
      case 'cancelling':
        return this.#line(`${run ? `${run.name}: ` : ''}${executionLine(event)}`);
      case 'poll-failed':
        return this.#connection.failed(event.error.message);
      case 'polled':
        this.#connection.restored();
        return this.#heartbeat();
      case 'earlier-attempt':
      case 'prepared':
      case 'identified':
      case 'not-listed':
      case 'others-active':
      case 'queue-pause':
      case 'retrying':
      case 'retry-refused':
        return;
    }
  }

  #heartbeat(): void {
    if (this.#plan && this.#clock.elapsedMs() - this.#lastLineMs >= HEARTBEAT_MS)
      this.#line(progressLine(this.#counts(this.#plan), this.#leftMs(this.#plan)));
  }

  #counts({ runs, result }: LoggedPlan): Counts {
    const { states } = result();
    const count = (...kinds: readonly string[]) =>
      runs.filter(({ name }) => kinds.includes(stateOf(states, name).kind)).length;
    return {
      completed: count('completed'),
      failed: count('failed', 'cancelled', 'refused', 'unknown'),
      skipped: count('skipped'),
      running: count('running', 'starting', 'retry-pause'),
      toGo: count('waiting', 'no-place'),
    };
  }

  /** How long the rest takes, by the history of the jobs; undefined without one. */
  #leftMs(plan: LoggedPlan): number | undefined {
    const { runs, maxParallel, jobs } = plan;
    const { states, records } = plan.result();
    const medians = [...jobs.values()].flatMap(({ past }) => typicalDuration(past)?.medianMs ?? []);
    if (medians.length === 0 || medians.length < jobs.size) return undefined;
    const typicalMs = medians.reduce((sum, ms) => sum + ms, 0) / medians.length;
    const runningForMs = runs
      .filter(({ name }) => holdsPlace(stateOf(states, name)))
      .map(({ name }) => {
        const execution = records.get(name)?.execution;
        return this.#clock.wallMs() - ((execution && acceptedAtMs(execution)) ?? this.#clock.wallMs());
      });
    return timeLeftMs({
      toGo: this.#counts(plan).toGo,
      runningForMs,
      typicalMs,
      maxParallel,
    });
  }

  #line(text: string): void {
    this.#lastLineMs = this.#clock.elapsedMs();
    this.#log.info(`[${formatDuration(this.#lastLineMs)}] ${text}`);
  }
}
