/** A plan that is run against a simulated service, on a virtual clock, with an account of all that was started. */
import {
  createSimulatedService,
  type SimulatedService,
  type SimulatorOptions,
} from '../../../simulator/simulator.ts';
import { DataFlowClient } from '../../../src/dataflow/client.ts';
import type { PlanEvent, PlannedRun, PlanOptions } from '../../../src/execution/plan/plan-context.ts';
import { readJobs } from '../../../src/execution/plan/read-jobs.ts';
import { PlanRunner } from '../../../src/execution/plan/run-plan.ts';
import { didNotComplete, stateOf } from '../../../src/execution/plan/run-state.ts';
import { type CleanUp, cleanUp } from '../../../src/execution/post-step.ts';
import { readState, type SavedRun, writeState } from '../../../src/execution/saved-state.ts';
import type { PlanLog } from '../../../src/report/plan/plan-log.ts';
import { BACKFILL } from '../../../src/report/plan/plan-row.ts';
import { StepCancelled } from '../../../src/time/step-cancelled.ts';
import { KEYS } from '../../support/contexts.ts';
import { wholeResponse } from '../../support/simulated-send.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { aRun } from './any-plan.ts';

const LATENCY_MS = 40;

/** A run as it is planned: its execution shows its name in the parameters. */
export function plannedRun(name: string, fields: Partial<PlannedRun> = {}): PlannedRun {
  return { ...aRun(name, fields), jobCondition: {}, parameters: { run: name }, ...fields };
}

export function planOptions(runs: readonly PlannedRun[], given: Partial<PlanOptions> = {}): PlanOptions {
  return {
    runs,
    maxParallel: 2,
    onFailure: 'stop',
    skipped: new Set(),
    onCancel: 'cancel',
    onTimeout: 'leave',
    waitTimeoutMs: undefined,
    retryDelayMs: 30_000,
    ...given,
  };
}

/** What the service saw of one run, at the moment a start was sent. */
export interface SentStart {
  readonly atMs: number;
  readonly name: string;
  readonly jobId: string;
  /** Names with an execution of ours that was not final then. */
  readonly active: readonly string[];
  /** Status of each execution of the run that there was already. */
  readonly before: readonly string[];
  /** Names of runs with an execution that was COMPLETED. */
  readonly completed: ReadonlySet<string>;
  /** Runs of the same job whose start had been sent and was not known to have come to something. */
  readonly open: readonly string[];
  /** Whether it is a resend of the same start. */
  readonly isResend: boolean;
  /** Names of runs that were known not to have completed when the request left. */
  readonly failed: readonly string[];
}

/** A service with the jobs of a plan, and a runner for that plan. */
export class PlanScene {
  readonly clock = new VirtualClock();
  readonly service: SimulatedService;
  readonly options: PlanOptions;
  readonly events: PlanEvent[] = [];
  readonly sent: SentStart[] = [];
  readonly #client: DataFlowClient;
  readonly #random: () => number;
  readonly #cancel = new AbortController();
  readonly #saved = new Map<string, SavedRun>();
  readonly #open = new Map<string, string>();
  readonly #failedMs = new Map<string, number>();
  runner: PlanRunner | undefined;
  /** Gets all that happens. */
  log: PlanLog | undefined;

  constructor(options: PlanOptions, simulator: SimulatorOptions = {}, random = () => 0.5) {
    this.options = options;
    this.#random = random;
    const jobIds = [...new Set(options.runs.map(({ jobId }) => jobId))];
    const seeds = simulator.jobs ?? jobIds.map((jobId) => ({ jobId, maxConcurrentRuns: 1000 }));
    this.service = createSimulatedService({
      ...KEYS,
      edition: '2026',
      now: () => this.clock.wallMs(),
      sleep: (ms, signal) => this.clock.sleep(ms, signal),
      idSeed: 'plan',
      plan: { readyMs: 1_000, runningMs: 20_000 },
      ...simulator,
      jobs: seeds,
      onRequest: ({ operation, path, body }) => {
        if (operation === 'executeJob') this.#take(path.split('/')[4] ?? '', JSON.parse(body).parameters.run);
      },
    });
    this.#client = new DataFlowClient({
      origin: 'https://dataflow.apigw.ntruss.com',
      keys: KEYS,
      requestTimeoutMs: 30_000,
      userAgent: 'data-flow-action/test',
      send: async (request) => {
        await this.clock.sleep(LATENCY_MS, request.signal);
        return wholeResponse(await this.service.handle(request));
      },
      clock: this.clock,
      random,
      emit: () => undefined,
    });
  }

  /** The executions that a run's starts have made. */
  executionsOf(name: string) {
    return this.ours().filter(({ parameters }) => parameters?.['run'] === name);
  }

  ours() {
    return this.service.executions.filter(({ startedBy }) => startedBy === 'request');
  }

  /** The step is cancelled. */
  cancel(): void {
    this.#cancel.abort(new StepCancelled(this.clock.elapsedMs()));
  }

  /** What the post step gets. */
  get state(): string {
    return writeState([...this.#saved.values()]);
  }

  /** Reads the jobs, and runs the plan to its end. */
  async run() {
    const result = await this.clock.passUntil(this.#run());
    return { ...result, stateOf: (name: string) => result.states.get(name) };
  }

  /** The post step, some time after the main step. */
  async post(): Promise<readonly CleanUp[]> {
    const { signal: cancelled } = new AbortController();
    const context = { client: this.#client, clock: this.clock, emit: () => undefined, cancelled };
    const cleaned = await this.clock.passUntil(cleanUp(context, readState(this.state)));
    return cleaned.map(({ result }) => result);
  }

  /** The names in the order of their first starts. */
  get startOrder(): string[] {
    return [...new Set(this.sent.map(({ name }) => name))];
  }

  async #run() {
    const { clock, options } = this;
    const context = {
      client: this.#client,
      clock,
      random: this.#random,
      cancelled: this.#cancel.signal,
      emit: (event: PlanEvent) => this.#note(event),
      remember: (name: string, run: SavedRun) => void this.#saved.set(name, run),
    };
    const { jobs, unreadable } = await readJobs(context, options.runs, options.waitTimeoutMs);
    if (unreadable.length > 0) throw unreadable[0]?.error;
    this.runner = new PlanRunner(context, options, jobs);
    const { runner, log } = this;
    log?.begin({ words: BACKFILL, ...options, jobs, result: () => runner.result });
    return runner.run();
  }

  #note(event: PlanEvent): void {
    this.events.push(event);
    this.log?.onPlan(event);
    if (event.kind === 'of-execution') return;
    const { name } = event.run;
    this.#open.delete(name);
    const states = this.runner?.result.states ?? new Map();
    if (event.kind === 'run-ended' && didNotComplete(stateOf(states, name)))
      this.#failedMs.set(name, this.clock.elapsedMs());
  }

  #take(jobId: string, name: string): void {
    const ours = this.ours();
    const nameOf = ({ parameters }: (typeof ours)[number]) => String(parameters?.['run']);
    const isActive = ({ status }: (typeof ours)[number]) => status === 'READY' || status === 'RUNNING';
    this.sent.push({
      atMs: this.clock.elapsedMs(),
      name,
      jobId,
      active: ours.filter(isActive).map(nameOf),
      before: this.executionsOf(name).map(({ status }) => status),
      completed: new Set(ours.filter(({ status }) => status === 'COMPLETED').map(nameOf)),
      isResend: this.#open.has(name),
      failed: [...this.#failedMs]
        .filter(([, ms]) => ms < this.clock.elapsedMs() - LATENCY_MS)
        .map(([each]) => each),
      open: [...this.#open].filter(([each, job]) => each !== name && job === jobId).map(([each]) => each),
    });
    this.#open.set(name, jobId);
  }
}
