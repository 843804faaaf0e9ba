import type { Job } from '../../dataflow/model.ts';
import type { JobEvent } from '../../job/context.ts';
import type { Difference } from '../../job/difference.ts';
import type { LastExecution, LastExecutionEvent } from '../../job/last-execution.ts';
import type { JsonObject } from '../../text/json.ts';

/** All that create-job, configure-job and get-job tell while they work. */
export type StepEvent = JobEvent | LastExecutionEvent;

/** The sub-actions, by their folders. */
export type SubAction = 'create-job' | 'configure-job' | 'get-job';

/** How far a step got, by what it told: enough to say what was and what was not done, however it ends. */
export interface JobProgress {
  readonly action: SubAction;
  /** As the inputs or the definition file name it; undefined until one does. */
  readonly jobId?: string | undefined;
  readonly name?: string | undefined;
  /** As read last. */
  readonly job?: Job;
  /** createJob: under way or lost, done, or not necessary, since the job was there or `check` is set. */
  readonly create?: 'unclear' | 'created' | 'found' | 'not-there';
  readonly differences?: readonly Difference[];
  /** The settings that were sent. */
  readonly settings?: JsonObject;
  readonly save?: 'sent' | 'taken' | 'saved';
  readonly last?: LastExecution;
}

/** The progress after an event. */
export function progressAfter(progress: JobProgress, event: StepEvent): JobProgress {
  switch (event.kind) {
    case 'looking':
      return { ...progress, name: event.name };
    case 'creating':
      return { ...progress, create: 'unclear' };
    case 'create-unanswered':
    case 'not-saved-yet':
      return progress;
    case 'create-again':
    case 'create-not-processed': {
      const { create: _notProcessed, ...before } = progress;
      return before;
    }
    case 'not-there':
      return { ...progress, create: 'not-there' };
    case 'known':
      return { ...progress, job: event.job, create: event.how };
    case 'compared':
      return { ...progress, job: event.job, differences: event.differences };
    case 'saving':
      return { ...progress, settings: event.settings, save: 'sent' };
    case 'taken':
      return { ...progress, save: 'taken' };
    case 'saved':
      return { ...progress, job: event.job, save: 'saved' };
    case 'last-execution':
      return { ...progress, job: event.job, last: event.last };
  }
}
