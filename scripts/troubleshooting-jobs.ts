/** Every end of create-job, configure-job and get-job, with example values. */
import type { JobEnd } from '../src/job/outcome.ts';
import { explainJob } from '../src/report/jobs/explanation.ts';
import { refusal } from './service-errors.ts';
import {
  badNodes,
  type Examples,
  JOB_FAILURES,
  type JobExample,
  jobId,
  known,
  last,
  name,
} from './troubleshooting-job-failures.ts';
import type { Section } from './troubleshooting-section.ts';

const noNrn = refusal('updateJobExecuteConfig', 400, {
  detail: 'nrn is required',
  errorType: 'bad-parameter',
});
const noJob = refusal('getJob', 404, { detail: 'job not found', errorType: 'not-found' });

export const JOB_ENDS: Examples<Exclude<JobEnd['kind'], 'failed'>, JobEnd> = {
  refused: [
    {
      heading: 'The job is not created (create-job)',
      action: 'create-job',
      facts: { name },
      end: { kind: 'refused', error: badNodes },
      about:
        'No job was created. The message has the error of the service. If it is about the key, a permission, the network or a proxy, see the section "The step".',
    },
    {
      heading: 'The job is created, and its settings are not saved (create-job)',
      action: 'create-job',
      facts: {
        ...known,
        creation: 'created',
        save: 'sent',
        settings: { numWorker: 2, scriptPath: 'a', logPath: 'b' },
      },
      end: { kind: 'refused', error: noNrn },
      about:
        'The job exists, but cannot be run yet. Correct the cause and run the step again: it finds the job and saves the settings. It makes no second one, unless `ifExists` is `create`.',
    },
    {
      heading: 'The settings are not saved (configure-job)',
      action: 'configure-job',
      facts: { ...known, save: 'sent', settings: { numWorker: 2, scriptPath: 'a', logPath: 'b' } },
      end: { kind: 'refused', error: noNrn },
      about:
        'The settings are as they were before. With `it is not proven that` in the message, they may be saved all the same: check them in the console.',
    },
    {
      heading: 'The job cannot be read (get-job)',
      action: 'get-job',
      facts: { jobId },
      end: { kind: 'refused', error: noJob },
      about: 'Nothing was changed: get-job only reads. The message has the error of the service.',
    },
  ],
  'bad-inputs': [
    {
      heading: 'The inputs or the definition file are wrong (create-job)',
      action: 'create-job',
      facts: {},
      end: { kind: 'bad-inputs', problems: ['name: not given; it is required.'] },
      about:
        'All problems are named at once. In create-job they can be in the definition file too. No request was sent.',
    },
  ],
  cancelled: [
    {
      heading: 'The step is cancelled (create-job, configure-job, get-job)',
      action: 'create-job',
      facts: { ...known, creation: 'created' },
      end: { kind: 'cancelled' },
      about:
        'The message says what was done and what was not. A job that was created stays. A second run finds it and does the rest.',
    },
  ],
  crashed: [
    {
      heading: 'An error of this action (create-job, configure-job, get-job)',
      action: 'configure-job',
      facts: known,
      end: {
        kind: 'crashed',
        error: new TypeError("Cannot read properties of undefined (reading 'nodes')"),
      },
      about: 'The beginning of the message says what is certain about the job.',
    },
  ],
  done: [
    {
      heading: 'The job is created (create-job)',
      action: 'create-job',
      facts: { ...known, creation: 'created', save: 'proven' },
      end: { kind: 'done' },
      about: 'The job and its settings were read again after the change. There is nothing to do.',
    },
    {
      heading: 'The settings are saved (configure-job)',
      action: 'configure-job',
      facts: { ...known, save: 'proven' },
      end: { kind: 'done' },
      about: 'The settings were read again after the change. There is nothing to do.',
    },
    {
      heading: 'The job is read (get-job)',
      action: 'get-job',
      facts: { ...known, executions: { last: { ...last, status: 'COMPLETED' }, completed: last } },
      end: { kind: 'done' },
      about: 'The message says what the last execution was and when. There is nothing to do.',
    },
  ],
};

const examples: readonly JobExample<JobEnd>[] = [
  ...Object.values(JOB_FAILURES)
    .flat()
    .map((example) => ({ ...example, end: { kind: 'failed', failure: example.end } as const })),
  ...Object.values(JOB_ENDS).flat(),
];

/** A section for each example. */
export const JOB_SECTIONS: readonly Section[] = examples.map(({ heading, action, facts, end, about }) => ({
  heading,
  intro: `${action}: the step ${end.kind === 'done' ? 'succeeds' : 'fails'}.`,
  explanation: explainJob(action, { ...facts, end }),
  about,
}));
