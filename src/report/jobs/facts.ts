import type { LastExecution } from '../../job/last-execution.ts';
import { formatDuration } from '../../time/duration.ts';
import type { JobProgress } from './progress.ts';

/** What is certain about a job when a step ends, in sentences: the same after success and after failure. */

/** Sentences in a row; those that say nothing are left out. */
export function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** `job "name" (id)`, as far as it is known. */
export function theJob({ job, jobId, name }: JobProgress): string {
  const id = job?.jobId ?? jobId;
  const title = job?.name ?? name;
  return ['job', title && `"${title}"`, id && (title ? `(${id})` : id)].filter(Boolean).join(' ');
}

/** The same at the beginning of a sentence. */
export function theJobFirst(progress: JobProgress): string {
  return theJob(progress).replace(/^j/, 'J');
}

/** What is certain about createJob. */
export function created(progress: JobProgress): string {
  const { create, action } = progress;
  if (create === undefined) return action === 'create-job' ? 'No job was created.' : '';
  switch (create) {
    case 'created':
      return `${theJobFirst(progress)} was created.`;
    case 'found':
      return `${theJobFirst(progress)} exists already; none was created.`;
    case 'not-there':
      return `${theJobFirst(progress)} was not created, since check is true; without it, it would be.`;
    case 'unclear':
      return `createJob was sent for ${theJob(progress)}; whether it was created could not be told.`;
  }
}

/** What is certain about the saved settings. */
export function settings(progress: JobProgress): string {
  const { save, differences, action } = progress;
  const whose = action === 'create-job' ? 'Its saved settings' : `The saved settings of ${theJob(progress)}`;
  if (save === 'saved') return `${whose} were changed: ${fieldsOf(progress)}.`;
  if (save === 'taken') return `${whose} were sent and taken, but could not be read again.`;
  if (save === 'sent') return `${whose} were sent; whether they were saved could not be told.`;
  if (differences?.length === 0) return `${whose} are as wanted; nothing was sent.`;
  return differences || action === 'configure-job' ? `${whose} were not changed.` : '';
}

function fieldsOf({ differences = [] }: JobProgress): string {
  return differences.map(({ field }) => field).join(', ');
}

/** What the last execution was. */
export function lastExecution(progress: JobProgress): string {
  return progress.last ? `${theJobFirst(progress)}: ${describeLast(progress.last)}.` : '';
}

/** The last execution in a few words: what it was and since when. */
export function describeLast({ executed, status, date, ageMs }: LastExecution): string {
  if (!executed) return 'never executed';
  const age = ageMs === undefined ? '' : ` (${formatDuration(ageMs)} ago)`;
  return `last execution ${status ?? 'of a status that the service does not tell'}, ${date ?? 'of a date that the service does not tell'}${age}`;
}

/** All that is certain, for a step that did not get to its end. */
export function done(progress: JobProgress): string {
  const told = sentences(created(progress), settings(progress));
  return told === '' ? `${theJobFirst(progress)}: nothing was changed.` : told;
}
