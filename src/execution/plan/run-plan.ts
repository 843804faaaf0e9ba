import { isTimeUp } from '../deadline.ts';
import type { JobAndPast } from '../prepare.ts';
import type { PlanContext, PlannedRun, PlanOptions, PlanResult, RunRecord } from './plan-context.ts';
import { RunDriver } from './run-driver.ts';
import { isFinal, type RunState, stateOf } from './run-state.ts';
import { nextSteps } from './schedule.ts';

/** The longest sleep at a time; a change ends it earlier. */
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Runs a plan: what may start is decided by `nextSteps`; each start and each wait is that of the main action. All
 * executions of a job that are waited for share their polls.
 */
export class PlanRunner {
  readonly #context: PlanContext;
  readonly #options: PlanOptions;
  readonly #driver: RunDriver;
  readonly #states = new Map<string, RunState>();
  readonly #records = new Map<string, RunRecord>();
  /** How many runs the driver works on. */
  #driven = 0;
  /** Aborted by each change of a state: ends the pause. */
  #change = new AbortController();
  #isTimeUp = false;

  /** @param jobs each job of the plan, as read before anything is started */
  constructor(context: PlanContext, options: PlanOptions, jobs: ReadonlyMap<string, JobAndPast>) {
    this.#context = context;
    this.#options = options;
    const known = { states: this.#states, records: this.#records };
    this.#driver = new RunDriver(context, options, jobs, known, (run, state) => {
      this.#states.set(run.name, state);
      context.emit({ kind: 'run-started', run });
      // The next start of this job can be sent.
      this.#change.abort();
    });
    for (const name of options.skipped) this.#states.set(name, { kind: 'skipped', attempts: 0 });
  }

  /** What is known so far. */
  get result(): PlanResult {
    const { cancelled } = this.#context;
    const interruption = { isCancelled: cancelled.aborted, isTimeUp: this.#isTimeUp };
    return { states: this.#states, records: this.#records, interruption };
  }

  /** Runs it to its end. Throws only for a defect. */
  async run(): Promise<PlanResult> {
    const { clock, cancelled } = this.#context;
    const { waitTimeoutMs } = this.#options;
    for (;;) {
      const nowMs = clock.elapsedMs();
      const isPastDeadline = isTimeUp(nowMs, waitTimeoutMs);
      const isHalted = cancelled.aborted || isPastDeadline;
      if (isPastDeadline && this.#isUnfinished()) this.#isTimeUp = true;
      const next = nextSteps(this.#options, this.#states, { nowMs, isHalted });
      for (const [name, state] of next.ended) this.#end(name, state);
      for (const run of next.start) this.#launch(run as PlannedRun);
      if (next.ended.size > 0) continue;
      if (this.#driven === 0 && next.wakeAtMs === undefined) return this.result;
      const moments = [next.wakeAtMs, isPastDeadline ? undefined : waitTimeoutMs];
      await this.#changed(Math.min(...moments.filter((ms) => ms !== undefined)));
    }
  }

  #isUnfinished(): boolean {
    return this.#options.runs.some(({ name }) => !isFinal(stateOf(this.#states, name)));
  }

  /** Waits for a change, at most until `untilMs`; after a cancel only a run that is being driven can bring one. */
  async #changed(untilMs: number): Promise<void> {
    const { clock, cancelled } = this.#context;
    const { signal } = this.#change;
    const stop = cancelled.aborted ? signal : AbortSignal.any([signal, cancelled]);
    const pauseMs = Math.min(Math.max(untilMs - clock.elapsedMs(), 0), LONGEST_PAUSE_MS);
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
    this.#driven += 1;
    void this.#driver.drive(run, attempts).then((state) => {
      this.#driven -= 1;
      this.#states.set(run.name, state);
      if (isFinal(state) && state.kind !== 'not-run') this.#context.emit({ kind: 'run-ended', run });
      this.#change.abort();
    });
  }
}
