import { DataFlowError, isKind, orError } from '../dataflow/errors.ts';
import type { Job } from '../dataflow/model.ts';
import type { JsonObject } from '../text/json.ts';
import { readUntilShown } from './change.ts';
import { type Check, mayChange, saveSettings } from './configure.ts';
import type { JobContext } from './context.ts';
import { createOnce } from './create-once.ts';
import { changedNames, compareDefinition } from './definition-difference.ts';
import { joined, settingsDifferences } from './difference.ts';
import { exists, jobsNamed } from './find-jobs.ts';
import { JobFailure } from './outcome.ts';
import { updateJob } from './update.ts';

/** What to do when a job of exactly that name exists. */
export const IF_EXISTS = ['reuse', 'update', 'fail', 'create'] as const;

/** Which job there should be. */
export interface EnsureOptions {
  readonly name: string;
  /** The body of createJob, with the name in it and without the settings. */
  readonly definition: JsonObject;
  /** The saved settings that it should have; empty: whatever they are. */
  readonly jobCondition: JsonObject;
  readonly ifExists: (typeof IF_EXISTS)[number];
  readonly check: Check;
}

/**
 * Makes sure that a job exists as its definition says, with the saved settings that are wanted.
 * @throws DataFlowError; JobFailure when it is not so; the reason of `cancelled`
 */
export async function ensureJob(context: JobContext, options: EnsureOptions): Promise<void> {
  const { client, emit, publish, facts, cancelled: signal } = context;
  const { name, check } = options;
  facts.name = name;
  emit({ kind: 'listing', name });
  const baseline = await listed(context, options);
  const found = existing(options, baseline ?? []);
  if (found) {
    const job = await client.getJob(found.jobId, { signal });
    known(context, job, 'found');
    return bringInLine(context, options, job);
  }
  if (check !== 'false') {
    facts.creation = 'not-there';
    emit({ kind: 'not-there', name });
    publish();
    if (check === 'true') throw new JobFailure({ why: 'differs', by: 'check', fields: ['job'] });
    return;
  }
  const job = await create(context, options, baseline);
  known(context, job, 'created');
  await completeNewJob(context, options, job);
}

function known({ emit, publish, facts }: JobContext, job: Job, how: 'created' | 'found'): void {
  Object.assign(facts, { job, jobId: job.jobId, creation: how });
  publish();
  emit({ kind: 'known', job, how });
}

/** Jobs of the name; undefined where the service does not list jobs or the key may not: `create` works without. */
async function listed(
  { client, cancelled: signal }: JobContext,
  { name, ifExists }: EnsureOptions,
): Promise<Job[] | undefined> {
  try {
    return await jobsNamed(client, name, { signal });
  } catch (error) {
    const isNotOffered = isKind(error, 'not-found', 'permission');
    if (ifExists === 'create' && isNotOffered) return undefined;
    throw error;
  }
}

/** The job to use; undefined when one is to be created. */
function existing({ name, ifExists }: EnsureOptions, baseline: readonly Job[]): Job | undefined {
  const jobs = ifExists === 'create' ? [] : baseline.filter(exists);
  const jobIds = jobs.map(({ jobId }) => jobId);
  if (jobs.length > 0 && ifExists === 'fail') throw new JobFailure({ why: 'exists', name, jobIds });
  if (jobs.length > 1) throw new JobFailure({ why: 'several', name, jobIds });
  return jobs[0];
}

/**
 * Creates exactly one job. A definition without a type is sent without it, as the 2025 edition has it; 2026 requires
 * one. HTTP 400 proves that nothing was created, so that it can be sent once more, with `type: VISUAL`.
 */
async function create(
  context: JobContext,
  { name, definition, jobCondition }: EnsureOptions,
  baseline: readonly Job[] | undefined,
): Promise<Job> {
  const send = (body: JsonObject) => orError(createOnce(context, { name, definition: body, baseline }));
  const first = await send(bodyOf(definition, jobCondition));
  if (!(first instanceof DataFlowError)) return first;
  if (definition['type'] !== undefined || !isBadRequest(first)) throw first;
  context.emit({ kind: 'create-with-type', error: first });
  const second = await send({ ...definition, type: 'VISUAL' });
  if (!(second instanceof DataFlowError)) return second;
  throw isBadRequest(second) ? new JobFailure({ why: 'refused-twice', first, second }) : second;
}

/**
 * A definition with a type is one of the 2026 edition, whose createJob takes the settings. They are sent along, so that a
 * SCRIPT job has its scriptPath from the start: to change it later moves the saved script.
 */
function bodyOf(definition: JsonObject, jobCondition: JsonObject): JsonObject {
  const isFor2026 = definition['type'] !== undefined && Object.keys(jobCondition).length > 0;
  return isFor2026 ? { ...definition, jobCondition } : definition;
}

function isBadRequest({ facts }: DataFlowError): boolean {
  return facts.status === 400;
}

/** Proves that a new job is as it was sent, and saves the settings that createJob did not take. */
async function completeNewJob(
  context: JobContext,
  { definition, jobCondition }: EnsureOptions,
  created: Job,
): Promise<void> {
  const differencesOf = (job: Job) => compareDefinition(definition, job).differences;
  const isShown = differencesOf(created).length === 0;
  const job = isShown ? created : await readUntilShown(context, created.jobId, undefined, differencesOf);
  context.facts.job = job;
  if (settingsDifferences(jobCondition, job.savedCondition).length > 0)
    await saveSettings(context, job, jobCondition);
}

/** Compares a job that exists, and changes what differs and may be changed. */
async function bringInLine(
  context: JobContext,
  { definition, jobCondition, ifExists, check }: EnsureOptions,
  job: Job,
): Promise<void> {
  const ofDefinition = compareDefinition(definition, job);
  const ofSettings = settingsDifferences(jobCondition, job.savedCondition);
  const comparison = joined([ofDefinition, { differences: ofSettings, onlySaved: [] }]);
  if (!mayChange(context, comparison, check)) return;
  if (ofDefinition.differences.length > 0) {
    if (ifExists !== 'update')
      throw new JobFailure({ why: 'differs', by: 'reuse', fields: changedNames(ofDefinition.differences) });
    await updateJob(context, job, definition);
  }
  if (ofSettings.length > 0) await saveSettings(context, context.facts.job ?? job, jobCondition);
}
