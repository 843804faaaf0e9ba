/** Every ending of the main action, with example values: at least one of each kind. */
import type { How } from '../src/execution/context.ts';
import type { AfterCancel, CancelOutcome, Followed, NotStarted, Unclear } from '../src/execution/outcome.ts';
import { lostStart, mayNotCancel, overLimit, SERVICE_ERRORS, unavailable } from './service-errors.ts';

/** One ending with the heading under which the page shows it. */
export interface Example<E> {
  readonly heading: string;
  readonly ending: E;
  /** The line of the console log that says why the job failed. */
  readonly reason?: string;
  readonly how?: How;
}

/** At least one example for each kind: the compiler asks for it when a kind is added. */
type Examples<E extends { kind: string }> = {
  readonly [K in E['kind']]: readonly [
    Example<Extract<E, { kind: K }>>,
    ...Example<Extract<E, { kind: K }>>[],
  ];
};

/** The execution of the step, and one of somebody else. */
export const OURS = 'fKE22JFX4PAu';
const OTHER = 'p4Y5PkQw8sZx';
const DEFECT = new TypeError("Cannot read properties of undefined (reading 'status')");

export const NOT_STARTED: Examples<NotStarted> = {
  'bad-inputs': [
    {
      heading: 'The inputs are wrong',
      ending: {
        kind: 'bad-inputs',
        problems: ['jobCondition.numWorker: "99" is not allowed; give a whole number from 2 to 10.'],
      },
    },
  ],
  refused: refusedExamples(),
  'already-running': [
    {
      heading: 'The job is running already, and ifRunning is fail',
      ending: { kind: 'already-running', others: [OTHER] },
    },
  ],
  'others-still-running': [
    {
      heading: 'waitTimeout is over while the step waits for other executions',
      ending: { kind: 'others-still-running', others: [OTHER] },
    },
  ],
  'others-not-cancelled': [
    {
      heading: 'Another execution cannot be cancelled, and ifRunning is replace',
      ending: { kind: 'others-not-cancelled', others: [OTHER], error: mayNotCancel },
    },
  ],
  'earlier-attempt-unreadable': [
    {
      heading: 'A re-run cannot read what an earlier attempt has started',
      ending: {
        kind: 'earlier-attempt-unreadable',
        reason: 'The commit statuses could not be read: HTTP 403, Resource not accessible by integration.',
        nextStep: 'Give the job the permission `statuses: write`.',
      },
    },
  ],
  'cancelled-before-start': [
    {
      heading: 'The step is cancelled before its start',
      ending: { kind: 'cancelled-before-start' },
    },
  ],
  'crashed-before-start': [
    {
      heading: 'An error of this action before the start',
      ending: { kind: 'crashed-before-start', error: DEFECT },
    },
  ],
  'dry-run': [{ heading: 'dryRun', ending: { kind: 'dry-run' } }],
};

export const UNCLEAR: Examples<Unclear> = {
  'start-unclear': [
    {
      heading: 'The response to the start is lost, and one new execution is listed',
      ending: { kind: 'start-unclear', error: lostStart, candidates: [OURS] },
    },
    {
      heading: 'The response to the start is lost, and several new executions are listed',
      ending: { kind: 'start-unclear', error: lostStart, candidates: [OURS, OTHER] },
    },
    {
      heading: 'The response to the start is lost, and the list cannot be read',
      ending: { kind: 'start-unclear', error: lostStart, candidates: [], searchError: unavailable },
    },
    {
      heading: 'The start is refused, and yet a new execution is listed',
      ending: { kind: 'start-unclear', error: overLimit, candidates: [OURS] },
    },
  ],
  'cancelled-during-start': [
    {
      heading: 'The step is cancelled during its start',
      ending: { kind: 'cancelled-during-start' },
    },
  ],
  'crashed-during-start': [
    {
      heading: 'An error of this action during the start',
      ending: { kind: 'crashed-during-start', error: DEFECT },
    },
  ],
};

const LIMIT = { limitMs: 90 * 60_000, waitedMs: 90 * 60_000 } as const;
export const FOLLOWED: Examples<Followed> = {
  failed: [
    {
      heading: 'The job failed',
      ending: { kind: 'failed' },
      reason: 'java.io.FileNotFoundException: No such file: s3a://aitems/part-00003.csv',
    },
  ],
  canceled: [{ heading: 'The execution was cancelled in Data Flow', ending: { kind: 'canceled' } }],
  'wait-timeout': [
    { heading: 'waitTimeout is over', ending: { kind: 'wait-timeout', ...LIMIT } },
    timedOut('and onTimeout is cancel', { kind: 'canceled' }),
    timedOut('and the execution had ended', { kind: 'ended', status: 'COMPLETED' }),
    timedOut('and the execution has not stopped yet', { kind: 'asked' }),
    timedOut('and the execution cannot be cancelled', { kind: 'refused', error: mayNotCancel }),
    timedOut('and there is no response to the request to cancel', { kind: 'no-response' }),
  ],
  'poll-failed': [
    {
      heading: 'The state of the execution cannot be read any more',
      ending: { kind: 'poll-failed', error: unavailable },
    },
  ],
  'not-listed': [
    {
      heading: 'The execution of jobExecutionId is not found',
      ending: { kind: 'not-listed' },
      how: 'attached',
    },
    { heading: 'The execution is not listed any more', ending: { kind: 'not-listed' } },
  ],
  'started-twice': [
    {
      heading: 'The job may have been started twice',
      ending: { kind: 'started-twice', others: [OTHER] },
    },
  ],
  'step-cancelled': [
    stepCancelled('and the execution too', { kind: 'canceled' }),
    stepCancelled('and the execution had ended', { kind: 'ended', status: 'COMPLETED' }),
    stepCancelled('and the execution is left running', { kind: 'left' }),
    stepCancelled('and the execution has not stopped yet', { kind: 'asked' }),
    stepCancelled('and the execution cannot be cancelled', { kind: 'refused', error: mayNotCancel }),
    stepCancelled('and there is no response to the request to cancel', { kind: 'no-response' }),
  ],
  crashed: [
    {
      heading: 'An error of this action while it waits',
      ending: { kind: 'crashed', error: DEFECT },
    },
  ],
  completed: [{ heading: 'The execution is completed', ending: { kind: 'completed' } }],
  started: [{ heading: 'The execution is started, and wait is false', ending: { kind: 'started' } }],
  'dry-run': [{ heading: 'dryRun with jobExecutionId', ending: { kind: 'dry-run' } }],
};

function refusedExamples(): Examples<NotStarted>['refused'] {
  const [first, ...others] = Object.values(SERVICE_ERRORS)
    .flat()
    .map(({ heading, error, missing = [] }) => ({
      heading,
      ending: { kind: 'refused', error, missing } as const,
    }));
  if (!first) throw new Error('there is no error of the service');
  return [first, ...others];
}

function stepCancelled(what: string, left: AfterCancel) {
  return { heading: `The step is cancelled, ${what}`, ending: { kind: 'step-cancelled', left } as const };
}

function timedOut(what: string, cancel: CancelOutcome) {
  return {
    heading: `waitTimeout is over, ${what}`,
    ending: { kind: 'wait-timeout', ...LIMIT, cancel } as const,
  };
}
