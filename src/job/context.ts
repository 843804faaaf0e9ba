import type { Context } from '../dataflow/context.ts';
import type { DataFlowError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { Comparison } from './difference.ts';
import type { JobRecord } from './outcome.ts';

/** What happens on the way, emitted for people. Nothing is decided by it. */
export type JobEvent =
  /** Jobs of this name are about to be listed. */
  | { readonly kind: 'listing'; readonly name: string }
  /** createJob is about to be sent. */
  | { readonly kind: 'creating' }
  /** createJob was rate-limited or never sent: it was not processed, and is sent again. */
  | { readonly kind: 'create-again'; readonly error: DataFlowError; readonly pauseMs: number }
  /** It is ambiguous whether createJob was processed: the job is searched for. */
  | { readonly kind: 'create-ambiguous'; readonly error: DataFlowError }
  /** The search found no new job: createJob is sent once more. */
  | { readonly kind: 'create-resend'; readonly searchedMs: number }
  /** createJob without a type was refused, and is sent once more with `type: VISUAL`. */
  | { readonly kind: 'create-with-type'; readonly error: DataFlowError }
  /** There is no job of this name, and none is created since `check` is set. */
  | { readonly kind: 'not-there'; readonly name: string }
  /** The job exists, and this is its id. */
  | { readonly kind: 'known'; readonly job: Job; readonly how: 'created' | 'found' }
  /** The job was read and compared. */
  | { readonly kind: 'compared'; readonly comparison: Comparison }
  /** updateJob is about to be sent. */
  | { readonly kind: 'updating' }
  /** The service has no updateJob of one HTTP method: the other one is tried. */
  | { readonly kind: 'update-other-method'; readonly error: DataFlowError }
  /** updateJobExecuteConfig is about to be sent. */
  | { readonly kind: 'saving' }
  /** What was sent does not show yet. */
  | { readonly kind: 'not-saved-yet'; readonly fields: readonly string[]; readonly pauseMs: number }
  /** The job was read again and is as wanted. */
  | { readonly kind: 'proven'; readonly what: 'job' | 'settings' };

/** What everything in this folder works with. */
export interface JobContext extends Context<JobEvent> {
  /** What is known of the job, gathered while the work goes on; it begins with the job that the inputs name. */
  readonly facts: JobRecord;
  /** Writes the outputs that the facts give: they must be there even when the step is killed. */
  readonly publish: () => void;
}
