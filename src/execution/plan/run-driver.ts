import { DataFlowError, orError } from '../../dataflow/errors.ts';
import { activeExecutions, idsOf } from '../../dataflow/executions.ts';
import type { Execution } from '../../dataflow/model.ts';
import { mergeCondition } from '../../job/condition.ts';
import { type AttemptOptions, startAttempt } from '../attempt.ts';
import { readPast } from '../baseline.ts';
import type { ExecutionContext } from '../context.ts';
import { isTimeUp } from '../deadline.ts';
import { follow } from '../follow.ts';
import type { Ending } from '../outcome.ts';
import { type JobAndPast, PAST_PAGE, patientReads } from '../prepare.ts';
import { JobWatcher } from '../watch.ts';
import { isWithoutPlace } from './free-place.ts';
import type { PlanContext, PlannedRun, PlanOptions, RunRecord } from './plan-context.ts';
import { endWithoutStart, type PlanRun, type RunState, type RunStates, stateOf } from './run-state.ts';
import { afterFailure, isStopped } from './schedule.ts';
import { stateAfterEnd } from './state-after-end.ts';

/** A job that has as many executions as it may have is tried again after this. */
const NO_PLACE_PAUSE_MS = 10_000;
/** So many of its own executions a step knows as not new; the older ones are older than all of these. */
const MOST_OWN = 100;

/** What is known of all runs, shared with the runner of the plan. */
interface Known {
  readonly states: RunStates;
  readonly records: Map<string, RunRecord>;
}

/** Brings one run at a time a step further: one start, and its execution to its end. */
export class RunDriver {
  readonly #context: PlanContext;
  readonly #options: PlanOptions;
  readonly #jobs: ReadonlyMap<string, JobAndPast>;
  readonly #known: Known;
  readonly #onRunning: (run: PlanRun, state: RunState) => void;
  readonly #watchers = new Map<string, JobWatcher>();
  /** By job: what this step started last, never new to it. */
  readonly #own = new Map<string, Execution[]>();

  /** @param onRunning called as soon as the execution of a start is known, with the state of its run */
  constructor(
    context: PlanContext,
    options: PlanOptions,
    jobs: ReadonlyMap<string, JobAndPast>,
    known: Known,
    onRunning: (run: PlanRun, state: RunState) => void,
  ) {
    this.#context = context;
    this.#options = options;
    this.#jobs = jobs;
    this.#known = known;
    this.#onRunning = onRunning;
  }

  /**
   * Starts one execution and follows it. Never throws: after an error of this program the start counts as sent.
   * @param attempts how many executions were started for the run before
   * @returns the state that the run is in then
   */
  async drive(run: PlannedRun, attempts: number): Promise<RunState> {
    try {
      return await this.#startAndFollow(run, attempts);
    } catch (error) {
      if (this.#context.cancelled.aborted && error === this.#context.cancelled.reason)
        return endWithoutStart(attempts);
      this.#record(run, { ending: { kind: 'crashed-during-start', error } });
      return { kind: 'unknown', attempts: stateOf(this.#known.states, run.name).attempts, startLost: true };
    }
  }

  async #startAndFollow(run: PlannedRun, attempts: number): Promise<RunState> {
    const context = this.#contextOf(run);
    const { job, past } = this.#jobs.get(run.jobId) ?? { job: undefined, past: [] };
    const listed = await orError(this.#list(run.jobId));
    if (listed instanceof DataFlowError) {
      this.#record(run, { ending: { kind: 'refused', error: listed, missing: [] } });
      return { kind: 'refused', attempts };
    }
    // The read may have taken minutes.
    if (isStopped(this.#options, this.#known.states, this.#isHalted)) return { kind: 'waiting', attempts };
    const condition = mergeCondition(run.jobCondition, job?.savedCondition ?? {});
    const options = this.#attemptOptions(run);
    // Those active before the start: they may end before a refusal of it is checked.
    const active = this.#activeBefore(run.jobId, listed);
    const started = await startAttempt(context, options, {
      prepared: { job, condition, past },
      past: this.#withOwn(run, listed),
      known: [],
      sinceMs: context.clock.elapsedMs(),
    });
    if (started.state !== 'identified') return this.#notStarted(run, attempts, started.ending, active);
    const { jobExecutionId, known: first } = started.identified;
    if (first) this.#ownOf(run.jobId).push(first);
    this.#ownOf(run.jobId).splice(0, this.#ownOf(run.jobId).length - MOST_OWN);
    this.#known.records.set(run.name, { jobExecutionId, execution: first });
    this.#onRunning(run, { kind: 'running', attempts: attempts + 1 });
    const watcher = this.#watcherOf(run.jobId);
    const { ending, execution } = await follow(context, watcher, options, started.identified);
    this.#record(run, { execution, ending });
    return stateAfterEnd(ending, attempts + 1, this.#isPastDeadline) ?? this.#failed(run, attempts + 1);
  }

  /** The executions listed before a start; the newest ones are among them. */
  async #list(jobId: string): Promise<readonly Execution[]> {
    const { client } = this.#context;
    const reads = patientReads(this.#context, this.#options.waitTimeoutMs);
    return readPast(client, jobId, await client.getJobExecutions(jobId, PAST_PAGE, reads), reads);
  }

  /** With what this step started, which may not be listed yet. */
  #withOwn({ jobId }: PlanRun, listed: readonly Execution[]): Execution[] {
    const ids = new Set(listed.map(({ jobExecutionId }) => jobExecutionId));
    return [...listed, ...this.#ownOf(jobId).filter(({ jobExecutionId }) => !ids.has(jobExecutionId))];
  }

  #notStarted(run: PlannedRun, attempts: number, ending: Ending, active: readonly string[]): RunState {
    if (ending.kind === 'cancelled-before-start') return endWithoutStart(attempts);
    this.#record(run, { ending });
    if (ending.kind === 'cancelled-during-start') return { kind: 'starting', attempts };
    if (ending.kind !== 'refused') return { kind: 'unknown', attempts, startLost: true };
    const { job } = this.#jobs.get(run.jobId) ?? {};
    if (!isWithoutPlace(job, ending.error, active)) return { kind: 'refused', attempts };
    const untilMs = this.#context.clock.elapsedMs() + NO_PLACE_PAUSE_MS;
    this.#context.emit({ kind: 'run-no-place', run, pauseMs: NO_PLACE_PAUSE_MS });
    return { kind: 'no-place', attempts, untilMs };
  }

  /** The ids of the executions of a job that were active before a start; the list may not show our own yet. */
  #activeBefore(jobId: string, listed: readonly Execution[]): string[] {
    const seen = activeExecutions(listed, this.#context.client.serviceClock.nowMs());
    return [...new Set([...idsOf(seen), ...this.#running(jobId)])];
  }

  /** The ids of what this step started for a job, and still runs. */
  #running(jobId: string): string[] {
    const { states, records } = this.#known;
    return this.#options.runs
      .filter((run) => run.jobId === jobId && stateOf(states, run.name).kind === 'running')
      .flatMap(({ name }) => records.get(name)?.jobExecutionId ?? []);
  }

  get #isPastDeadline(): boolean {
    return isTimeUp(this.#context.clock.elapsedMs(), this.#options.waitTimeoutMs);
  }

  /** The step was cancelled, or waitTimeout has passed. */
  get #isHalted(): boolean {
    return this.#context.cancelled.aborted || this.#isPastDeadline;
  }

  #failed(run: PlannedRun, attempts: number): RunState {
    const { clock, emit } = this.#context;
    const { retryDelayMs: pauseMs, waitTimeoutMs } = this.#options;
    const failed = { attempts, untilMs: clock.elapsedMs() + pauseMs, waitTimeoutMs };
    const state = afterFailure(this.#options, this.#known.states, run, failed, this.#isHalted);
    if (state.kind === 'retry-pause') emit({ kind: 'run-retry', run, number: attempts, pauseMs });
    return state;
  }

  /** Adds to what is known of a run: a retry that was not started leaves the execution before. */
  #record(run: PlanRun, record: RunRecord): void {
    const { records } = this.#known;
    records.set(run.name, { ...records.get(run.name), ...record });
  }

  #contextOf(run: PlanRun): ExecutionContext {
    const { emit, remember, ...shared } = this.#context;
    return {
      ...shared,
      emit: (event) => emit({ kind: 'of-execution', run, event }),
      remember: (saved) => remember(run.name, saved),
    };
  }

  #attemptOptions({ jobId, parameters }: PlannedRun): AttemptOptions {
    const { waitTimeoutMs, onCancel, onTimeout } = this.#options;
    const notInPlans = { triggerId: undefined, workflowId: undefined, pollIntervalMs: undefined };
    return { jobId, parameters, wait: true, waitTimeoutMs, onCancel, onTimeout, ...notInPlans };
  }

  #watcherOf(jobId: string): JobWatcher {
    const { emit, ...shared } = this.#context;
    const watcher =
      this.#watchers.get(jobId) ??
      new JobWatcher({ ...shared, emit: (event) => emit({ kind: 'of-execution', run: undefined, event }) });
    this.#watchers.set(jobId, watcher);
    return watcher;
  }

  #ownOf(jobId: string): Execution[] {
    const own = this.#own.get(jobId) ?? [];
    this.#own.set(jobId, own);
    return own;
  }
}
