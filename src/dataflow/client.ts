import { createHmac } from 'node:crypto';
import type { JsonObject } from '../text/json.ts';
import { type Call, Caller, type CallOptions, type ClientOptions } from './call.ts';
import { decodeAccepted, decodeExecution, decodeJob, decodeList, type Execution, type Job } from './model.ts';
import type { ServiceClock } from './service-clock.ts';

/** 48 bits: enough that the values of one start have different digests. */
const DIGEST_CHARACTERS = 8;

/** A page of a list, as it is asked for. */
export interface Page {
  /** From 0. */
  readonly page: number;
  /** Entries wanted; the service may send another number. */
  readonly limit: number;
}

/** The HTTP method of updateJob: PUT in the 2025 edition, PATCH in that of 2026. */
export type UpdateMethod = 'PUT' | 'PATCH';

/** What executeJob takes. */
export interface ExecuteJob {
  /** The merged execution options; sent even when empty, since the 2025 edition requires it. */
  readonly jobCondition: JsonObject;
  readonly parameters?: JsonObject | undefined;
  readonly triggerId?: string | undefined;
  readonly workflowId?: string | undefined;
}

/**
 * The Data Flow API (https://api.ncloud-docs.com/docs/en/analytics-dataflow), a method for each operation. Idempotent
 * requests are sent again where that can help; executeJob and createJob never are.
 * All methods throw a DataFlowError, or the signal's reason when that is aborted.
 */
export class DataFlowClient {
  readonly #caller: Caller;
  readonly #secretKey: string;

  constructor(options: ClientOptions) {
    this.#caller = new Caller(options);
    this.#secretKey = options.keys.secretKey;
  }

  /** The service's time, as far as its responses show it. */
  get serviceClock(): ServiceClock {
    return this.#caller.serviceClock;
  }

  /** A short keyed digest of a text: the same for the same text and key, and of no use to anybody else. */
  readonly digest = (text: string): string =>
    createHmac('sha256', this.#secretKey).update(text).digest('base64url').slice(0, DIGEST_CHARACTERS);

  /**
   * createJob. Not idempotent: a lost response leaves open whether there is a job now (contradiction 11).
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-createjob
   */
  createJob(definition: JsonObject, options?: CallOptions): Promise<Job> {
    return this.#caller.call(
      {
        operation: 'createJob',
        method: 'POST',
        path: ['jobs'],
        body: definition,
        decode: decodeJob,
        idempotent: false,
      },
      options,
    );
  }

  /** getJob. https://api.ncloud-docs.com/docs/en/analytics-dataflow-getjob */
  getJob(jobId: string, options?: CallOptions): Promise<Job> {
    return this.#get({ operation: 'getJob', path: ['jobs', jobId], decode: decodeJob }, options);
  }

  /**
   * getJobs: one page of the jobs whose name holds `name`.
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-getjobs
   */
  getJobs(name: string, { page, limit }: Page, options?: CallOptions): Promise<Job[]> {
    const query = { name, page, limit };
    return this.#get({ operation: 'getJobs', path: ['jobs'], query, decode: decodeList(decodeJob) }, options);
  }

  /**
   * updateJob: changes the job itself. 2025 requires name, type and nodes; 2026 requires type only, and whether it
   * takes nodes is not documented.
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-updatejob
   */
  async updateJob(
    jobId: string,
    method: UpdateMethod,
    job: JsonObject,
    options?: CallOptions,
  ): Promise<void> {
    await this.#caller.call(
      {
        operation: 'updateJob',
        method,
        path: ['jobs', jobId],
        body: job,
        decode: decodeAccepted,
        idempotent: true,
      },
      options,
    );
  }

  /**
   * updateJobExecuteConfig (2026: updateJobExecutionConfig): changes the saved execution options. What is left out
   * takes its default in 2025, and is kept in 2026.
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-updatejobexecuteconfig
   */
  updateJobExecuteConfig(jobId: string, jobCondition: JsonObject, options?: CallOptions): Promise<Job> {
    return this.#caller.call(
      {
        operation: 'updateJobExecuteConfig',
        method: 'PUT',
        path: ['jobs', jobId, 'executions'],
        body: { jobCondition },
        decode: decodeJob,
        idempotent: true,
      },
      options,
    );
  }

  /**
   * executeJob (2026: createJobExecution). Any 2xx with a jobExecutionId is a start. Not idempotent: a lost response
   * leaves open whether an execution was started (contradiction 11).
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-executejob
   */
  executeJob(jobId: string, start: ExecuteJob, options?: CallOptions): Promise<Execution> {
    const { triggerId, workflowId, ...body } = start;
    return this.#caller.call(
      {
        operation: 'executeJob',
        method: 'POST',
        path: ['jobs', jobId, 'executions'],
        query: { triggerId, workflowId },
        body,
        decode: decodeExecution,
        idempotent: false,
      },
      options,
    );
  }

  /**
   * getJobExecutions: one page of the job's executions, in no documented order (contradiction 7).
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-getjobexecutions
   */
  getJobExecutions(jobId: string, { page, limit }: Page, options?: CallOptions): Promise<Execution[]> {
    const path = ['jobs', jobId, 'executions'];
    const decode = decodeList(decodeExecution);
    return this.#get({ operation: 'getJobExecutions', path, query: { page, limit }, decode }, options);
  }

  /**
   * getJobExecutionById (2026: getJobExecution).
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-getjobexecutionbyid
   */
  getJobExecution(jobId: string, jobExecutionId: string, options?: CallOptions): Promise<Execution> {
    const path = ['jobs', jobId, 'executions', jobExecutionId];
    return this.#get({ operation: 'getJobExecution', path, decode: decodeExecution }, options);
  }

  /**
   * cancelJobExecution: asks the service to stop it. Sending it twice does no harm.
   * https://api.ncloud-docs.com/docs/en/analytics-dataflow-canceljobexecution
   */
  async cancelJobExecution(jobId: string, jobExecutionId: string, options?: CallOptions): Promise<void> {
    await this.#caller.call(
      {
        operation: 'cancelJobExecution',
        method: 'POST',
        path: ['jobs', jobId, 'executions', jobExecutionId, 'cancel'],
        decode: decodeAccepted,
        idempotent: true,
      },
      options,
    );
  }

  #get<T>(call: Omit<Call<T>, 'method' | 'idempotent'>, options: CallOptions | undefined): Promise<T> {
    return this.#caller.call({ ...call, method: 'GET', idempotent: true }, options);
  }
}
