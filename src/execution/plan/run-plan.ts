import { DataFlowError, orError } from '../../dataflow/errors.ts';
import { activeExecutions } from '../../dataflow/executions.ts';
import type { Execution } from '../../dataflow/model.ts';
import { mergeCondition } from '../../job/condition.ts';
import type { JsonObject } from '../../text/json.ts';
import { startAttempt } from '../attempt.ts';
import { isEnough } from '../baseline.ts';
import type { ExecutionContext, ExecutionEvent } from '../context.ts';
import { follow, type LeaveOrCancel } from '../follow.ts';
import type { Ending } from '../outcome.ts';
import { type JobAndPast, PAST_PAGE, patientReads } from '../prepare.ts';
import type { SavedRun } from '../saved-state.ts';
import { JobWatcher } from '../watch.ts';
import type { Interruption } from './plan-conclusion.ts';
import type { PlanRun, RunState, RunStates } from './run-state.ts';
import { isFinal, stateOf } from './run-state.ts';
import { afterFailure, nextSteps, type Plan } from './schedule.ts';

/** What one run of a plan is started with. */
export interface PlannedRun extends PlanRun {
  readonly jobCondition: JsonObject;
  readonly parameters: JsonObject | undefined;
}

/** How a plan is run. */
export interface PlanOptions extends Omit<Plan, 'runs'> {
  readonly runs: readonly PlannedRun[];
  /** Names of the runs that are done already. */
  readonly skipped: ReadonlySet<string>;
  readonly onCancel: LeaveOrCancel;
  readonly onTimeout: LeaveOrCancel;
  /** For all of it, counted from the start of the step; undefined: no limit. */
  readonly waitTimeoutMs: number | undefined;
  readonly retryDelayMs: number;
}

/** What is known of one run, beside its state. */
export interface RunRecord {
  /** The last one that was started for it. */
  readonly jobExecutionId?: string | undefined;
  readonly execution?: Execution | undefined;
  /** Why its last attempt ended. */
  readonly ending?: Ending | undefined;
}

/** What happens while a plan runs. For people only. */
export type PlanEvent =
  | { readonly kind: 'run-started' | 'run-ended'; readonly run: PlanRun }
  | { readonly kind: 'run-retry'; readonly run: PlanRun; readonly number: number; readonly pauseMs: number }
  /** The start was refused since the job has as many executions as it may have. */
  | { readonly kind: 'run-no-place'; readonly run: PlanRun; readonly pauseMs: number }
  /** `run`: the run that it is about; undefined where it is about several. */
  | { readonly kind: 'of-execution'; readonly run: PlanRun | undefined; readonly event: ExecutionEvent };

/** What running a plan works with. */
export interface PlanContext extends Omit<ExecutionContext, 'emit' | 'remember'> {
  readonly emit: (event: PlanEvent) => void;
  /** Keeps what the post step has to know of one run, at each change. */
  readonly remember: (name: string, run: SavedRun) => void;
}

/** What a plan came to. */
export interface PlanResult {
  readonly states: RunStates;
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly interruption: Interruption;
}

/** A job that has as many executions as it may have is tried again after this. */
const NO_PLACE_PAUSE_MS = 10_000;

/**
 * Runs a plan: what may start is decided by `nextSteps`; each start and each wait is that of the main action. All
 * executions of a job that are waited for share their polls. Never throws but for a defect.
 */
export class PlanRunner {
  readonly #context: PlanContext;
  readonly #options: PlanOptions;
  readonly #jobs: ReadonlyMap<string, JobAndPast>;
  readonly #states = new Map<string, RunState>();
  readonly #records = new Map<string, RunRecord>();
  readonly #watchers = new Map<string, JobWatcher>();
  /** By job: the ids of what this step started, never new to it. */
  readonly #known = new Map<string, string[]>();
  #inFlight = 0;
  #change = new AbortController();
  #isTimeUp = false;

  /** @param jobs each job of the plan, as read before anything is started */
  constructor(context: PlanContext, options: PlanOptions, jobs: ReadonlyMap<string, JobAndPast>) {
    this.#context = context;
    this.#options = options;
    this.#jobs = jobs;
    for (const name of options.skipped) this.#states.set(name, { kind: 'skipped', attempts: 0 });
  }

  /** What is known so far. */
  get result(): PlanResult {
    const { cancelled } = this.#context;
    const interruption = { isCancelled: cancelled.aborted, isTimeUp: this.#isTimeUp };
    return { states: this.#states, records: this.#records, interruption };
  }

  async run(): Promise<PlanResult> {
    const { clock, cancelled } = this.#context;
    for (;;) {
      const nowMs = clock.elapsedMs();
      const isPastDeadline = nowMs >= this.#deadlineMs;
      const isHalted = cancelled.aborted || isPastDeadline;
      if (isPastDeadline && this.#isUnfinished()) this.#isTimeUp = true;
      const next = nextSteps(this.#options, this.#states, { nowMs, isHalted });
      for (const [name, state] of next.ended) this.#end(name, state);
      for (const run of next.start) this.#launch(run as PlannedRun);
      if (next.ended.size > 0) continue;
      if (this.#inFlight === 0 && next.wakeAtMs === undefined) return this.result;
      await this.#changed(Math.min(next.wakeAtMs ?? Number.POSITIVE_INFINITY, this.#deadlineMs));
    }
  }

  get #deadlineMs(): number {
    return this.#options.waitTimeoutMs ?? Number.POSITIVE_INFINITY;
  }

  #isUnfinished(): boolean {
    return this.#options.runs.some(({ name }) => !isFinal(stateOf(this.#states, name)));
  }

  /** Waits for a change, until `untilMs`; after a cancel only for a change: what is in flight ends by itself. */
  async #changed(untilMs: number): Promise<void> {
    const { clock, cancelled } = this.#context;
    const { signal } = this.#change;
    const stop = cancelled.aborted ? signal : AbortSignal.any([signal, cancelled]);
    const leftMs = untilMs - clock.elapsedMs();
    const isOver = leftMs <= 0;
    // Past the deadline only what is in flight can change anything.
    const pauseMs = cancelled.aborted || isOver || !Number.isFinite(leftMs) ? LONGEST_PAUSE_MS : leftMs;
    await clock.sleep(pauseMs, stop).catch(() => undefined);
    if (signal.aborted) this.#change = new AbortController();
  }

  #end(name: string, state: RunState): void {
    this.#states.set(name, state);
    const run = this.#options.runs.find((each) => each.name === name);
    if (run && state.kind !== 'not-run') this.#context.emit({ kind: 'run-ended', run });
  }

  #launch(run: PlannedRun): void {
    const { attempts } = stateOf(this.#states, run.name);
    this.#states.set(run.name, { kind: 'starting', attempts });
    this.#inFlight += 1;
    void this.#drive(run, attempts)
      .catch((error: unknown): RunState => {
        this.#record(run, { ending: { kind: 'crashed-during-start', error } });
        return { kind: 'unknown', attempts, startLost: true };
      })
      .then((state) => {
        this.#inFlight -= 1;
        this.#states.set(run.name, state);
        if (isFinal(state)) this.#context.emit({ kind: 'run-ended', run });
        this.#change.abort();
      });
  }

  /** Starts one execution and follows it. @returns the state that the run is in then */
  async #drive(run: PlannedRun, attempts: number): Promise<RunState> {
    const context = this.#contextOf(run);
    const { job, past } = this.#jobs.get(run.jobId) ?? { job: undefined, past: [] };
    const listed = await orError(this.#listed(run.jobId)).catch((error: unknown) => {
      if (!context.cancelled.aborted) throw error;
      return undefined;
    });
    if (listed === undefined) return { kind: attempts > 0 ? 'failed' : 'not-run', attempts };
    if (listed instanceof DataFlowError) {
      this.#record(run, { ending: { kind: 'refused', error: listed, missing: [] } });
      return { kind: 'refused', attempts };
    }
    const condition = mergeCondition(run.jobCondition, job?.savedCondition ?? {});
    const options = { ...this.#followOptions(run), parameters: run.parameters };
    const started = await startAttempt(
      context,
      { ...options, triggerId: undefined, workflowId: undefined },
      {
        prepared: { job, condition, past },
        past: isEnough(listed) ? listed : [...listed, ...past],
        known: this.#knownOf(run.jobId),
        sinceMs: context.clock.elapsedMs(),
      },
    );
    if (started.state !== 'identified') return this.#notStarted(run, attempts, started.ending, listed);
    const { jobExecutionId, known } = started.identified;
    this.#knownOf(run.jobId).push(jobExecutionId);
    this.#record(run, { jobExecutionId, execution: known });
    this.#states.set(run.name, { kind: 'running', attempts: attempts + 1 });
    this.#context.emit({ kind: 'run-started', run });
    // The next start of this job can be sent.
    this.#change.abort();
    const { ending, execution } = await follow(
      context,
      this.#watcherOf(run.jobId),
      options,
      started.identified,
    );
    this.#record(run, { jobExecutionId, execution, ending });
    return this.#followed(run, attempts + 1, ending);
  }

  /** The executions listed before a start. */
  async #listed(jobId: string): Promise<Execution[]> {
    const { client } = this.#context;
    const reads = patientReads(this.#context, this.#options.waitTimeoutMs);
    return client.getJobExecutions(jobId, PAST_PAGE, reads);
  }

  #notStarted(run: PlannedRun, attempts: number, ending: Ending, listed: readonly Execution[]): RunState {
    if (ending.kind === 'cancelled-before-start')
      return { kind: attempts > 0 ? 'failed' : 'not-run', attempts };
    if (ending.kind === 'cancelled-during-start') return { kind: 'starting', attempts };
    this.#record(run, { ...this.#records.get(run.name), ending });
    if (ending.kind !== 'refused') return { kind: 'unknown', attempts, startLost: true };
    if (!this.#isWithoutPlace(run, ending.error, listed)) return { kind: 'refused', attempts };
    const untilMs = this.#context.clock.elapsedMs() + NO_PLACE_PAUSE_MS;
    this.#context.emit({ kind: 'run-no-place', run, pauseMs: NO_PLACE_PAUSE_MS });
    return { kind: 'no-place', attempts, untilMs };
  }

  /** Whether a start was refused since the job has `maxConcurrentRuns` executions: how is not documented. */
  #isWithoutPlace({ jobId }: PlannedRun, error: DataFlowError, listed: readonly Execution[]): boolean {
    const active = activeExecutions(listed, this.#context.client.serviceClock.nowMs()).length;
    const most = Number(this.#jobs.get(jobId)?.job?.raw['maxConcurrentRuns']);
    if (error.kind !== 'refused' || active === 0) return false;
    return most > 0 ? active >= most : error.facts.code === 'bad-state';
  }

  #followed(run: PlannedRun, attempts: number, ending: Ending): RunState {
    const { clock, cancelled, emit } = this.#context;
    switch (ending.kind) {
      case 'completed':
        return { kind: 'completed', attempts };
      case 'canceled':
        return { kind: 'cancelled', attempts };
      case 'failed': {
        const pauseMs = this.#options.retryDelayMs;
        const untilMs = clock.elapsedMs() + pauseMs;
        const deadlineMs = this.#deadlineMs;
        const isHalted = cancelled.aborted || clock.elapsedMs() >= deadlineMs;
        const attempt = { attempts, untilMs, deadlineMs, isHalted };
        const state = afterFailure(this.#options, this.#states, run, attempt);
        if (state.kind === 'retry-pause') emit({ kind: 'run-retry', run, number: attempts, pauseMs });
        return state;
      }
      case 'step-cancelled':
        if (ending.left.kind === 'left') return { kind: 'running', attempts };
        if (ending.left.kind !== 'ended') return { kind: 'cancelled', attempts };
        return { kind: ending.left.status === 'COMPLETED' ? 'completed' : 'failed', attempts };
      case 'wait-timeout':
        if (ending.cancel?.kind === 'canceled') return { kind: 'cancelled', attempts };
        if (clock.elapsedMs() >= this.#deadlineMs) return { kind: 'running', attempts };
        return { kind: 'unknown', attempts, startLost: false };
      default:
        return { kind: 'unknown', attempts, startLost: ending.kind === 'started-twice' };
    }
  }

  #record(run: PlanRun, record: RunRecord): void {
    this.#records.set(run.name, record);
  }

  #contextOf(run: PlanRun): ExecutionContext {
    const { emit, remember, ...shared } = this.#context;
    return {
      ...shared,
      emit: (event) => emit({ kind: 'of-execution', run, event }),
      remember: (saved) => remember(run.name, saved),
    };
  }

  #followOptions({ jobId }: PlanRun) {
    const { waitTimeoutMs, onCancel, onTimeout } = this.#options;
    return { jobId, wait: true, waitTimeoutMs, pollIntervalMs: undefined, onCancel, onTimeout };
  }

  #watcherOf(jobId: string): JobWatcher {
    const { emit, ...shared } = this.#context;
    const watcher =
      this.#watchers.get(jobId) ??
      new JobWatcher({ ...shared, emit: (event) => emit({ kind: 'of-execution', run: undefined, event }) });
    this.#watchers.set(jobId, watcher);
    return watcher;
  }

  #knownOf(jobId: string): string[] {
    const known = this.#known.get(jobId) ?? [];
    this.#known.set(jobId, known);
    return known;
  }
}

/** As good as for ever: a change ends the pause. */
const LONGEST_PAUSE_MS = 3_600_000;
