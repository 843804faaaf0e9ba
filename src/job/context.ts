import type { DataFlowClient } from '../dataflow/client.ts';
import type { DataFlowError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import type { Clock } from '../time/clock.ts';
import type { Difference } from './difference.ts';

/** What happens on the way, told to whoever reports it. */
export type JobEvent =
  /** Jobs of this name are about to be listed. */
  | { readonly kind: 'looking'; readonly name: string }
  /** createJob is about to be sent. */
  | { readonly kind: 'creating' }
  /** createJob was refused for now and is sent again: it was not processed. */
  | { readonly kind: 'create-again'; readonly error: DataFlowError; readonly pauseMs: number }
  /** The answer to createJob was lost: looking whether there is a job. */
  | { readonly kind: 'create-unanswered'; readonly error: DataFlowError }
  /** There is none: createJob is sent once more. */
  | { readonly kind: 'create-not-processed'; readonly lookedForMs: number }
  /** There is no job of this name, and none is created since `check` is set. */
  | { readonly kind: 'not-there'; readonly name: string }
  /** The job exists, and this is its id. */
  | { readonly kind: 'known'; readonly job: Job; readonly how: 'created' | 'found' }
  /** The saved settings were read and compared. */
  | { readonly kind: 'compared'; readonly job: Job; readonly differences: readonly Difference[] }
  /** The whole of the settings is about to be sent. */
  | { readonly kind: 'saving'; readonly settings: JsonObject }
  /** The service has taken them; whether they are saved is still to be seen. */
  | { readonly kind: 'taken' }
  /** They do not show yet. */
  | { readonly kind: 'not-saved-yet'; readonly fields: readonly string[]; readonly pauseMs: number }
  /** They were read again and are as wanted. */
  | { readonly kind: 'saved'; readonly job: Job };

/** What everything in this folder works with. */
export interface JobContext {
  readonly client: DataFlowClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly emit: (event: JobEvent) => void;
  /** Aborted when the step is cancelled. */
  readonly cancelled: AbortSignal;
}

/** Why a job is not as it should be, although the calls were answered. */
export type Failure =
  /** `ifExists: fail`. */
  | { readonly why: 'exists'; readonly name: string; readonly jobIds: readonly string[] }
  /** `ifExists: reuse`, and nothing tells which of them is meant. */
  | { readonly why: 'several'; readonly name: string; readonly jobIds: readonly string[] }
  /** The answer to createJob was lost, and what became of it could not be told. */
  | {
      readonly why: 'create-lost';
      readonly name: string;
      readonly error: DataFlowError;
      readonly candidates: readonly string[];
    }
  /** `check`: the saved settings are not as wanted. */
  | { readonly why: 'differs'; readonly fields: readonly string[] }
  /** The service took settings and shows others. */
  | { readonly why: 'did-not-stick'; readonly fields: readonly string[] };

/** A job is not as it should be. */
export class JobFailure extends Error {
  override name = 'JobFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.why);
    this.failure = failure;
  }
}
