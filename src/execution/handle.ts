import type { CallOptions } from '../dataflow/call.ts';
import type { DataFlowClient } from '../dataflow/client.ts';
import { DataFlowError, orError } from '../dataflow/errors.ts';
import { allExecutions } from '../dataflow/executions.ts';
import type { Execution } from '../dataflow/model.ts';

/** Small, so that a look costs a few kilobytes, however long the history is. */
const PAGE_LIMIT = 10;

/**
 * Finds one execution by its id, again and again, at little cost: on the page of the list where it was last
 * seen, else by asking for the single execution (which the 2025 pages don't have), else in the whole list.
 */
export class ExecutionLookup {
  readonly #client: DataFlowClient;
  readonly #jobId: string;
  readonly #jobExecutionId: string;
  /** Where it was last seen. */
  #place: 'single' | { readonly page: number } = { page: 0 };
  #singleIsOffered = true;
  /** Why asking for the single execution told nothing, unless it was refused. */
  #singleError: DataFlowError | undefined;
  #misses = 0;

  constructor(client: DataFlowClient, jobId: string, jobExecutionId: string) {
    this.#client = client;
    this.#jobId = jobId;
    this.#jobExecutionId = jobExecutionId;
  }

  /**
   * Looks once.
   * @returns undefined when the service lists no such execution
   * @throws DataFlowError when it cannot be told, or the signal's reason
   */
  async look(options: CallOptions): Promise<Execution | undefined> {
    this.#singleError = undefined;
    const place = this.#place;
    const found =
      place === 'single'
        ? ((await this.#single(options)) ?? (await this.#onPage(0, options)))
        : ((await this.#onPage(place.page, options)) ?? (await this.#single(options)));
    if (found) {
      this.#misses = 0;
      return found;
    }
    this.#misses += 1;
    const listed = isPowerOfTwo(this.#misses) ? await this.#inWholeList(options) : undefined;
    if (!listed && this.#singleError) throw this.#singleError;
    return listed;
  }

  async #onPage(page: number, options: CallOptions): Promise<Execution | undefined> {
    const entries = await this.#client.getJobExecutions(this.#jobId, { page, limit: PAGE_LIMIT }, options);
    return this.#remember(entries.find(this.#isIt), { page });
  }

  async #single(options: CallOptions): Promise<Execution | undefined> {
    if (!this.#singleIsOffered) return undefined;
    const answer = await orError(this.#client.getJobExecution(this.#jobId, this.#jobExecutionId, options));
    if (!(answer instanceof DataFlowError))
      return this.#remember(this.#isIt(answer) ? answer : undefined, 'single');
    this.#singleError = answer.refused ? undefined : answer;
    return undefined;
  }

  /** Dear with a long history, so not at every miss: a new execution may be listed late. */
  async #inWholeList(options: CallOptions): Promise<Execution | undefined> {
    const executions = await allExecutions(this.#client, this.#jobId, options);
    const index = executions.findIndex(this.#isIt);
    if (index < 0) return undefined;
    this.#singleIsOffered = false;
    this.#misses = 0;
    return this.#remember(executions[index], { page: Math.floor(index / PAGE_LIMIT) });
  }

  readonly #isIt = (execution: Execution): boolean => execution.jobExecutionId === this.#jobExecutionId;

  #remember(
    execution: Execution | undefined,
    place: 'single' | { readonly page: number },
  ): Execution | undefined {
    if (execution) this.#place = place;
    return execution;
  }
}

function isPowerOfTwo(value: number): boolean {
  return (value & (value - 1)) === 0;
}
