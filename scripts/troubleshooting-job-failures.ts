/** Each reason why a job is not as it should be, for create-job, configure-job and get-job, with example values. */
import type { Failure, JobFacts } from '../src/job/outcome.ts';
import type { SubAction } from '../src/report/jobs/facts.ts';
import { lostCreate, refusal } from './service-errors.ts';

export interface JobExample<E> {
  readonly heading: string;
  readonly action: SubAction;
  readonly facts: JobFacts;
  readonly end: E;
  readonly about: string;
}

/** At least one for each kind: the compiler asks for it when one is added. */
export type Examples<Kind extends string, E> = Readonly<
  Record<Kind, readonly [JobExample<E>, ...(readonly JobExample<E>[])]>
>;

export const name = 'job001';
export const jobId = 'gqigvHhTu7ra';
export const known: JobFacts = { jobId, name };
export const last = {
  executed: true,
  id: 'fKE22JFX4PAu',
  status: 'FAILED',
  date: '2025-03-21T11:27:47+09:00',
  ageMs: 3_600_000,
};
const fields = ['jobCondition.numWorker'];
const noType = refusal('createJob', 400, { detail: 'type is required', errorType: 'bad-parameter' });
export const badNodes = refusal('createJob', 400, {
  detail: 'nodes is required',
  errorType: 'bad-parameter',
});

export const JOB_FAILURES: Examples<Failure['why'], Failure> = {
  exists: [
    {
      heading: 'A job of this name exists, and ifExists is fail (create-job)',
      action: 'create-job',
      facts: { name },
      end: { why: 'exists', name, jobIds: [jobId] },
      about:
        'Nothing was created or changed. `reuse` uses the job and does not change its nodes; `update` changes it to what the definition file says; `create` makes a second job of the same name.',
    },
  ],
  several: [
    {
      heading: 'Several jobs have this name (create-job)',
      action: 'create-job',
      facts: { name },
      end: { why: 'several', name, jobIds: [jobId, 'h8RtYw3LqZ2c'] },
      about:
        'Data Flow allows several jobs of one name. The step cannot know which one is meant, so it changed nothing.',
    },
  ],
  'create-lost': [
    {
      heading: 'The response to createJob is lost (create-job)',
      action: 'create-job',
      facts: { name, creation: 'unclear' },
      end: { why: 'create-lost', name, error: lostCreate, candidates: [] },
      about:
        'The job may exist. The request was not sent again, since that could make a second job. If the job is in the console, run the step again with `ifExists: reuse` or `update`.',
    },
  ],
  'refused-twice': [
    {
      heading: 'The definition is refused with and without a type (create-job)',
      action: 'create-job',
      facts: { name },
      end: { why: 'refused-twice', first: noType, second: badNodes },
      about:
        'The definition file has no `type`. The step sent it as it is, and then with `type: VISUAL`; the service refused both. No job was created. Begin with the field that the second response names.',
    },
  ],
  differs: [
    {
      heading: 'The job does not exist, and check is true (create-job)',
      action: 'create-job',
      facts: { name, creation: 'not-there' },
      end: { why: 'differs', by: 'check', fields: [] },
      about: 'With `check: true` nothing is created. `check: report` says the same, and the step succeeds.',
    },
    {
      heading: 'The job differs, and check is true (create-job)',
      action: 'create-job',
      facts: { ...known, creation: 'found' },
      end: { why: 'differs', by: 'check', fields },
      about:
        'Somebody changed the job in the console, or the file has a change that is not saved yet. The summary shows both values of each field, except those of `parameters`. Decide which one is right; nothing was changed.',
    },
    {
      heading: 'The job differs, and ifExists is reuse (create-job)',
      action: 'create-job',
      facts: { ...known, creation: 'found' },
      end: { why: 'differs', by: 'reuse', fields: ['nodes'] },
      about:
        '`reuse` does not change the nodes of a job that exists. `update` does; it replaces what was changed in the console.',
    },
    {
      heading: 'The saved settings differ, and check is true (configure-job)',
      action: 'configure-job',
      facts: known,
      end: { why: 'differs', by: 'check', fields },
      about:
        'The settings that are saved in Data Flow are not those of `jobCondition`. The summary shows both values of each field, except those of `parameters`. Nothing was changed.',
    },
  ],
  'did-not-stick': [
    {
      heading: 'The service shows other values than those sent (create-job, configure-job)',
      action: 'configure-job',
      facts: { ...known, save: 'taken' },
      end: { why: 'did-not-stick', fields },
      about:
        'The service accepted the change. Read again, the job has other values. Compare the fields of the message in the console before you run the job.',
    },
  ],
  gate: [
    {
      heading: 'The executions of the job are not as required (get-job)',
      action: 'get-job',
      facts: { ...known, executions: { last, completed: undefined } },
      end: {
        why: 'gate',
        unmet: ['requireCompletedWithin'],
        gates: { requireLastStatus: undefined, maxAgeMs: undefined, completedWithinMs: 60_000 },
      },
      about:
        'The step fails because of `requireLastStatus`, `maxAge` or `requireCompletedWithin`; the end of the message says which. The rest of the message says what the last executions were. What is not known does not pass.',
    },
  ],
};
