import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowClient } from '../dataflow/client.ts';
import { DataFlowError, orError } from '../dataflow/errors.ts';
import { allExecutions } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';

/** Entries asked for when one execution is polled: a poll costs a few kilobytes, however long the history is. */
export const PAGE_LIMIT = 10;

/**
 * One execution, polled and cancelled through this. It is made once and passed on, since it keeps where the execution
 * was last found: on a page of the list, or as a single execution (which the 2025 edition does not offer).
 */
export class ExecutionHandle {
  readonly jobId: string;
  readonly jobExecutionId: string;
  readonly #client: DataFlowClient;
  /** Its place in the list, counted from 0; undefined: it was found as a single execution. */
  #index: number | undefined = 0;
  #singleIsOffered = true;
  #misses = 0;
  #last: Execution | undefined;

  constructor(client: DataFlowClient, jobId: string, jobExecutionId: string) {
    this.#client = client;
    this.jobId = jobId;
    this.jobExecutionId = jobExecutionId;
  }

  /** On which page of the list it was last found, where pages have so many entries. */
  page(limit: number): number | undefined {
    return this.#index === undefined ? undefined : Math.floor(this.#index / limit);
  }

  /** The execution as last polled. */
  get last(): Execution | undefined {
    return this.#last;
  }

  /** Takes note of entries that were read for several executions at a time. */
  findIn(entries: readonly Execution[], firstIndex: number): Execution | undefined {
    const index = entries.findIndex((each) => each.jobExecutionId === this.jobExecutionId);
    if (index < 0) return undefined;
    this.#index = firstIndex + index;
    this.#misses = 0;
    this.#last = entries[index];
    return this.#last;
  }

  /**
   * Polls once: where it was last found, then the other way, and after the first, second, fourth, eighth ... miss in a
   * row the whole list, which is large with a long history.
   * @returns undefined when every read succeeded and none shows it
   * @throws DataFlowError when none shows it and a read failed: trouble is never taken for absence; the signal's reason
   */
  async poll(options: CallOptions): Promise<Execution | undefined> {
    const page = this.page(PAGE_LIMIT);
    const reads =
      page === undefined
        ? [() => this.#single(options), () => this.#onPage(0, options)]
        : [() => this.#onPage(page, options), () => this.#single(options)];
    let trouble: DataFlowError | undefined;
    for (const read of [...reads, () => this.#inWholeList(options)]) {
      const found = await orError(read());
      if (found instanceof DataFlowError) {
        // Another read can do better only where the service responded, and did not ask for fewer requests.
        if (found.facts.status === undefined || found.kind === 'rate-limited') throw found;
        trouble ??= found;
      } else if (found) return found;
    }
    if (trouble) throw trouble;
    return undefined;
  }

  /** Asks the service to stop it. Sending this twice does no harm. */
  cancel(options: CallOptions): Promise<void> {
    return this.#client.cancelJobExecution(this.jobId, this.jobExecutionId, options);
  }

  async #onPage(page: number, options: CallOptions): Promise<Execution | undefined> {
    const limits = { page, limit: PAGE_LIMIT };
    return this.findIn(await this.#client.getJobExecutions(this.jobId, limits, options), page * PAGE_LIMIT);
  }

  async #single(options: CallOptions): Promise<Execution | undefined> {
    if (!this.#singleIsOffered) return undefined;
    const response = await orError(this.#client.getJobExecution(this.jobId, this.jobExecutionId, options));
    if (response instanceof DataFlowError) {
      if (response.refused) return undefined;
      throw response;
    }
    if (response.jobExecutionId !== this.jobExecutionId) return undefined;
    this.#index = undefined;
    this.#misses = 0;
    this.#last = response;
    return response;
  }

  async #inWholeList(options: CallOptions): Promise<Execution | undefined> {
    const misses = this.#misses + 1;
    const list = isPowerOfTwo(misses) ? await allExecutions(this.#client, this.jobId, options) : [];
    // Counted only when the read succeeded: one that failed is made again at the next poll.
    this.#misses = misses;
    const found = this.findIn(list, 0);
    // It is listed, and the request for it alone did not show it.
    if (found) this.#singleIsOffered = false;
    return found;
  }
}

function isPowerOfTwo(value: number): boolean {
  return (value & (value - 1)) === 0;
}
