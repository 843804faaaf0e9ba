import { DataFlowError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import type { Difference } from './difference.ts';
import type { Gates, JobExecutions, UnmetGate } from './last-execution.ts';

/** How far a change of the job got: sent, taken by the service, or read again and proven. */
export type Change = 'sent' | 'taken' | 'proven';

/** What is known of a job while a step works on it, and at its end. What is undefined is not known. */
export interface JobFacts {
  readonly jobId?: string | undefined;
  readonly name?: string | undefined;
  /** As read last. */
  readonly job?: Job | undefined;
  /** createJob: sent or lost, done, or not necessary since the job was there or `check` is set. */
  readonly creation?: 'unclear' | 'created' | 'found' | 'not-there' | undefined;
  /** What differed from what is wanted before anything was changed. */
  readonly differences?: readonly Difference[] | undefined;
  /** The change by updateJob. */
  readonly update?: Change | undefined;
  /** The change by updateJobExecuteConfig, and the settings that were sent. */
  readonly save?: Change | undefined;
  readonly settings?: JsonObject | undefined;
  /** The executions that get-job is about. */
  readonly executions?: JobExecutions | undefined;
}

/** Facts that are being gathered. */
export type JobRecord = { -readonly [Fact in keyof JobFacts]: JobFacts[Fact] };

/** Why a job is not as it should be, although the service responded. */
export type Failure =
  /** `ifExists: fail`. */
  | { readonly why: 'exists'; readonly name: string; readonly jobIds: readonly string[] }
  /** `ifExists: reuse` or `update`, and there is more than one job of the name. */
  | { readonly why: 'several'; readonly name: string; readonly jobIds: readonly string[] }
  /** The response to createJob was lost, and whether there is a job is not known. */
  | {
      readonly why: 'create-lost';
      readonly name: string;
      readonly error: DataFlowError;
      readonly candidates: readonly string[];
    }
  /** createJob was refused without a type and with `type: VISUAL`. */
  | { readonly why: 'refused-twice'; readonly first: DataFlowError; readonly second: DataFlowError }
  /** The job is not as wanted, and nothing is changed: by `check`, or by `ifExists: reuse`. */
  | { readonly why: 'differs'; readonly by: 'check' | 'reuse'; readonly fields: readonly string[] }
  /** The service took a change and shows other values. */
  | { readonly why: 'did-not-stick'; readonly fields: readonly string[] }
  /** The executions do not pass the gates. */
  | { readonly why: 'gate'; readonly unmet: readonly UnmetGate[]; readonly gates: Gates };

/** Ends the work on a job: it is not as it should be. */
export class JobFailure extends Error {
  override name = 'JobFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.why);
    this.failure = failure;
  }
}

/** How the work on a job ended. */
export type JobEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** A request to the service did not succeed. */
  | { readonly kind: 'refused'; readonly error: DataFlowError }
  | { readonly kind: 'bad-inputs'; readonly problems: readonly string[] }
  | { readonly kind: 'cancelled' }
  /** A defect of this action. */
  | { readonly kind: 'crashed'; readonly error: unknown };

/** What a step knows at its end. */
export interface JobOutcome extends JobFacts {
  readonly end: JobEnd;
}

/** Does the work and turns each of its ends into an outcome, with the facts that it gathered. Nothing is thrown. */
export async function outcomeOf(
  { facts, cancelled }: { readonly facts: JobFacts; readonly cancelled: AbortSignal },
  work: () => Promise<void>,
): Promise<JobOutcome> {
  try {
    await work();
    return { ...facts, end: cancelled.aborted ? { kind: 'cancelled' } : { kind: 'done' } };
  } catch (error) {
    return { ...facts, end: endBy(error, cancelled) };
  }
}

function endBy(error: unknown, { aborted }: AbortSignal): JobEnd {
  if (aborted) return { kind: 'cancelled' };
  if (error instanceof JobFailure) return { kind: 'failed', failure: error.failure };
  if (error instanceof DataFlowError) return { kind: 'refused', error };
  return { kind: 'crashed', error };
}
