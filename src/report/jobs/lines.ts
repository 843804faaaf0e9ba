import type { Job } from '../../dataflow/model.ts';
import { formatDuration } from '../../time/duration.ts';
import { differenceLines } from './difference.ts';
import type { StepEvent } from './progress.ts';

/** What the log says to an event. */
export function linesFor(event: StepEvent): string[] {
  switch (event.kind) {
    case 'looking':
      return [`looking for job "${event.name}"`];
    case 'creating':
      return ['creating it'];
    case 'create-again':
      return [`${event.error.message}; creating again in ${formatDuration(event.pauseMs)}`];
    case 'create-unanswered':
      return [`${event.error.message}; looking whether the job was created`];
    case 'create-not-processed':
      return [`no job was created within ${formatDuration(event.lookedForMs)}; creating again`];
    case 'not-there':
      return [`check: job "${event.name}" would be created`];
    case 'known':
      return [`${event.how} ${describe(event.job)}`];
    case 'compared':
      return event.differences.length === 0
        ? ['saved settings: nothing differs']
        : ['saved settings differ:', ...differenceLines(event.differences)];
    case 'saving':
      return ['saving the settings'];
    case 'not-saved-yet':
      return [`not saved yet: ${event.fields.join(', ')}; reading again in ${formatDuration(event.pauseMs)}`];
    case 'saved':
      return ['read again: the settings are saved as wanted'];
    case 'taken':
    case 'last-execution':
      return [];
  }
}

function describe({ name, jobId, status }: Job): string {
  return `job ${name ? `"${name}" (${jobId})` : jobId}${status ? `, ${status}` : ''}`;
}
