import type { LastCompleted, LastExecution } from '../../job/last-execution.ts';
import type { JobFacts, JobOutcome } from '../../job/outcome.ts';
import { formatDuration } from '../../time/duration.ts';
import { differingFields } from './difference.ts';

/** The actions about a job, by their folders. */
export type SubAction = 'create-job' | 'configure-job' | 'get-job';

/** What is certain about a job when a step ends, in sentences: the same after success and after failure. */

/** Sentences in a row; those that say nothing are left out. */
export function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** `job "name" (id)`, as far as it is known. */
export function theJob({ job, jobId, name }: JobFacts): string {
  const id = job?.jobId ?? jobId;
  const title = job?.name ?? name;
  return ['job', title && `"${title}"`, id && (title ? `(${id})` : id)].filter(Boolean).join(' ');
}

/** The same at the beginning of a sentence. */
export function theJobFirst(facts: JobFacts): string {
  return theJob(facts).replace(/^j/, 'J');
}

/** What is certain about createJob. */
export function created(action: SubAction, facts: JobOutcome): string {
  if (facts.creation === undefined) return action === 'create-job' ? 'No job was created.' : '';
  switch (facts.creation) {
    case 'created':
      return `${theJobFirst(facts)} was created.`;
    case 'found':
      return `${theJobFirst(facts)} exists already; none was created.`;
    case 'not-there':
      return `${theJobFirst(facts)} does not exist. It was not created, because check is set.`;
    case 'unclear':
      return `createJob was sent for ${theJob(facts)}; whether it was created is not known.`;
  }
}

/** What is certain about the changes of the job and of its saved settings. */
export function changed(action: SubAction, facts: JobOutcome): string {
  const { update, save, differences, end } = facts;
  const isAboutAll = action === 'create-job';
  const settings = isAboutAll ? 'The saved settings' : `The saved settings of ${theJob(facts)}`;
  const said = sentences(changeOf('The job', update), changeOf(settings, save));
  if (said !== '') return said;
  if (differences?.length === 0)
    return `${isAboutAll ? 'The job is' : `${settings} are`} as wanted; nothing was sent.`;
  if (differences && end.kind === 'done')
    return `${isAboutAll ? 'It differs' : `${settings} differ`} from what is wanted: ${differingFields(differences)}. Nothing was sent, because check is report.`;
  if (differences && isAboutAll) return 'It was not changed.';
  return action === 'configure-job' ? `${settings} were not changed.` : '';
}

function changeOf(subject: string, change: JobFacts['update']): string {
  const verb = subject === 'The job' ? 'was' : 'were';
  switch (change) {
    case undefined:
      return '';
    case 'proven':
      return `${subject} ${verb} changed, read again and found as wanted.`;
    case 'taken':
      return `${subject} ${verb} sent and accepted, and not read again.`;
    case 'sent':
      return `${subject} ${verb} sent; whether the change is saved is not known.`;
  }
}

/** The last execution and the last one that completed. */
export function executionsOf(facts: JobFacts): string {
  return facts.executions ? `${theJobFirst(facts)}: ${describeExecutions(facts)}.` : '';
}

/** The same in a few words: what they were and since when. */
export function describeExecutions({ executions }: JobFacts): string {
  if (!executions) return '';
  const { last, completed } = executions;
  return [describeLast(last), ...(last.executed ? [describeCompleted(completed)] : [])].join('; ');
}

function describeLast({ executed, id, status, date, ageMs }: LastExecution): string {
  if (!executed) return 'never executed';
  if (id === undefined && status === undefined)
    return `lastExecutionDate is ${date ?? 'not known'}, and the list has no such execution`;
  return `last execution ${status ?? 'without a status'}, started ${date ?? 'without a date'}${ago(ageMs)}`;
}

function describeCompleted(completed: LastCompleted | undefined): string {
  if (!completed) return 'none COMPLETED';
  return `last COMPLETED ${completed.id}, ended ${completed.date ?? 'without a date'}${ago(completed.ageMs)}`;
}

function ago(ageMs: number | undefined): string {
  return ageMs === undefined ? '' : ` (${formatDuration(ageMs)} ago)`;
}

/** All that is certain, for a step that did not get to its end. */
export function done(action: SubAction, facts: JobOutcome): string {
  const said = sentences(created(action, facts), changed(action, facts));
  return said === '' ? `${theJobFirst(facts)}: nothing was changed.` : said;
}
