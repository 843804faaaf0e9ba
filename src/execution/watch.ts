import type { CallOptions } from '../dataflow/call.ts';
import { DataFlowError, orError } from '../dataflow/errors.ts';
import type { Execution } from '../dataflow/model.ts';
import type { ExecutionContext } from './context.ts';
import { type ExecutionHandle, PAGE_LIMIT } from './handle.ts';
import { Observation, type Polled, type WatchEnding, type WatchOptions } from './observation.ts';
import { pauseBeforePoll } from './poll-interval.ts';

/** How waiting ended, with the execution as last polled. */
export interface Watched {
  readonly ending: WatchEnding;
  readonly execution: Execution | undefined;
}

interface Entry {
  readonly handle: ExecutionHandle;
  readonly observation: Observation;
  /** When its next poll is due, on the clock's `elapsedMs`. */
  dueMs: number;
  readonly resolve: (watched: Watched) => void;
  readonly reject: (reason: unknown) => void;
}

type WatchContext = Pick<ExecutionContext, 'client' | 'clock' | 'random' | 'emit' | 'cancelled'>;

/** The last poll may take so long beyond the deadline. */
const LAST_POLL_MS = 2_000;
/** A page has place for executions that others start between two polls. */
const PAGE_FACTOR = 2;

/**
 * Waits for the final states of executions of one job. All that are watched at a time share their polls: one request
 * for a page of the list serves them all, as often as the shortest interval that any of them wants.
 */
export class JobWatcher {
  readonly #context: WatchContext;
  readonly #entries = new Set<Entry>();
  #isRunning = false;
  /** Ends the pause that is under way. */
  #wake = new AbortController();

  constructor(context: WatchContext) {
    this.#context = context;
  }

  /**
   * Waits for one execution. Before the deadline, only what the service has said ends the wait: a final state, a refusal that
   * stays, or that it does not list the execution any more. A failed poll does not.
   * @throws the reason of `cancelled` as soon as that is aborted
   */
  watch(handle: ExecutionHandle, options: WatchOptions): Promise<Watched> {
    const nowMs = this.#context.clock.elapsedMs();
    const observation = new Observation(options, nowMs);
    return new Promise((resolve, reject) => {
      const entry: Entry = { handle, observation, dueMs: nowMs, resolve, reject };
      this.#schedule(entry);
      this.#entries.add(entry);
      if (this.#isRunning) this.#wake.abort();
      else void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      for (;;) {
        this.#settle();
        if (this.#entries.size === 0) return;
        if (await this.#pause()) await this.#pollAll();
      }
    } catch (error) {
      for (const { reject } of this.#entries) reject(error);
      this.#entries.clear();
    } finally {
      this.#isRunning = false;
    }
  }

  #settle(): void {
    const nowMs = this.#context.clock.elapsedMs();
    for (const entry of this.#entries) {
      const ending = entry.observation.ending(nowMs);
      if (!ending) continue;
      this.#entries.delete(entry);
      entry.resolve({ ending, execution: entry.observation.execution });
    }
  }

  /** @returns false when a new execution came in: its poll may be due earlier */
  async #pause(): Promise<boolean> {
    const { clock, cancelled } = this.#context;
    let dueMs = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries) dueMs = Math.min(dueMs, entry.dueMs, entry.observation.deadlineMs);
    const wake = new AbortController();
    this.#wake = wake;
    try {
      await clock.sleep(Math.max(dueMs - clock.elapsedMs(), 0), AbortSignal.any([cancelled, wake.signal]));
      return true;
    } catch (reason) {
      if (cancelled.aborted || !wake.signal.aborted) throw reason;
      return false;
    }
  }

  async #pollAll(): Promise<void> {
    const { clock, emit, cancelled: signal } = this.#context;
    const entries = [...this.#entries];
    let untilMs = clock.elapsedMs() + LAST_POLL_MS;
    for (const { observation } of entries) untilMs = Math.max(untilMs, observation.deadlineMs);
    const polls = await this.#read(
      entries.map(({ handle }) => handle),
      { once: true, signal, untilMs },
    );
    for (const entry of entries) {
      const polled = polls.get(entry.handle);
      entry.observation.record(polled, clock.elapsedMs());
      if (polled instanceof DataFlowError) emit({ kind: 'poll-failed', error: polled });
      else if (polled) emit({ kind: 'polled', execution: polled });
      else emit({ kind: 'not-listed', jobExecutionId: entry.handle.jobExecutionId });
      this.#schedule(entry);
    }
  }

  #schedule(entry: Entry): void {
    const { client, clock, random } = this.#context;
    const nowMs = clock.elapsedMs();
    const facts = entry.observation.pollFacts(nowMs, client.serviceClock.nowMs(), random());
    entry.dueMs = entry.observation.isNew ? nowMs : nowMs + pauseBeforePoll(facts);
  }

  /** One poll for all: the pages on which they were last found, and alone only those that are not there. */
  async #read(handles: readonly ExecutionHandle[], call: CallOptions): Promise<Map<ExecutionHandle, Polled>> {
    const polls = new Map<ExecutionHandle, Polled>();
    const [only, ...others] = handles;
    if (only && others.length === 0) return polls.set(only, await orError(only.poll(call)));
    const limit = Math.ceil((handles.length * PAGE_FACTOR) / PAGE_LIMIT) * PAGE_LIMIT;
    for (const [page, onPage] of Map.groupBy(handles, (handle) => handle.page(limit) ?? 0)) {
      const entries = await orError(
        this.#context.client.getJobExecutions(onPage[0]?.jobId ?? '', { page, limit }, call),
      );
      for (const handle of onPage)
        polls.set(handle, entries instanceof DataFlowError ? entries : handle.findIn(entries, page * limit));
    }
    for (const handle of handles)
      if (polls.get(handle) === undefined) polls.set(handle, await orError(handle.poll(call)));
    return polls;
  }
}
