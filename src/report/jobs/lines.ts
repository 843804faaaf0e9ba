import type { Job } from '../../dataflow/model.ts';
import type { JobEvent } from '../../job/context.ts';
import type { Comparison } from '../../job/difference.ts';
import { formatDuration } from '../../time/duration.ts';
import { differenceLines, differenceNotes } from './difference.ts';

/** Ways named in one line; the service can fill in very many fields. */
const MOST_NAMED = 10;

/** The log lines of an event. */
export function linesFor(event: JobEvent): string[] {
  switch (event.kind) {
    case 'listing':
      return [`searching for job "${event.name}"`];
    case 'creating':
      return ['creating it'];
    case 'create-again':
      return [`${event.error.message}; creating again in ${formatDuration(event.pauseMs)}`];
    case 'create-ambiguous':
      return [`${event.error.message}; searching for the job that it may have created`];
    case 'create-resend':
      return [`no job was created within ${formatDuration(event.searchedMs)}; creating again`];
    case 'create-with-type':
      return [`${event.error.message}; the file has no type: creating with type: VISUAL`];
    case 'not-there':
      return [`check: job "${event.name}" would be created`];
    case 'known':
      return [`${event.how} ${describe(event.job)}`];
    case 'compared':
      return comparisonLines(event.comparison);
    case 'updating':
      return ['changing the job'];
    case 'update-other-method':
      return [`${event.error.message}; trying the other HTTP method of updateJob`];
    case 'saving':
      return ['saving the settings'];
    case 'not-saved-yet':
      return [`not saved yet: ${event.fields.join(', ')}; reading again in ${formatDuration(event.pauseMs)}`];
    case 'proven':
      return [`read again: the ${event.what === 'job' ? 'job is' : 'settings are'} as wanted`];
  }
}

function comparisonLines({ differences, onlySaved }: Comparison): string[] {
  return [
    ...(differences.length === 0 ? ['nothing differs'] : ['these differ:', ...differenceLines(differences)]),
    ...differenceNotes(differences),
    ...(onlySaved.length === 0 ? [] : [`only in Data Flow, not compared: ${named(onlySaved)}`]),
  ];
}

function named(ways: readonly string[]): string {
  const rest = ways.length - MOST_NAMED;
  return `${ways.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function describe({ name, jobId, status }: Job): string {
  return `job ${name ? `"${name}" (${jobId})` : jobId}${status ? `, ${status}` : ''}`;
}
