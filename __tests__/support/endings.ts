import { DataFlowError } from '../../src/dataflow/errors.ts';
import type {
  CancelOutcome,
  Ending,
  Followed,
  NotStarted,
  Result,
  RunFacts,
  Unclear,
} from '../../src/execution/outcome.ts';

export const unavailable = new DataFlowError('unavailable', { operation: 'getJobExecutions', status: 503 });
export const noPermission = new DataFlowError('permission', {
  operation: 'cancelJobExecution',
  status: 401,
  code: '210',
});
const badKey = new DataFlowError('authentication', { operation: 'executeJob', status: 401, code: '200' });
export const lostStart = new DataFlowError('response-lost', { operation: 'executeJob', code: 'ECONNRESET' });
const defect = new TypeError('x is undefined');

const outcomes: CancelOutcome[] = [
  { kind: 'canceled' },
  { kind: 'ended', status: 'COMPLETED' },
  { kind: 'asked' },
  { kind: 'refused', error: noPermission },
  { kind: 'no-response' },
];
const timedOut = { kind: 'wait-timeout', limitMs: 5_400_000, waitedMs: 5_400_123 } as const;

/** Endings of a step whose execution is known. */
export const followed: Followed[] = [
  { kind: 'completed' },
  { kind: 'failed' },
  { kind: 'canceled' },
  { kind: 'started' },
  { kind: 'dry-run' },
  { kind: 'poll-failed', error: unavailable },
  { kind: 'not-listed' },
  timedOut,
  ...outcomes.map((cancel) => ({ ...timedOut, cancel })),
  { kind: 'started-twice', others: ['other1'] },
  ...[...outcomes, { kind: 'left' } as const].map((left) => ({ kind: 'step-cancelled', left }) as const),
  { kind: 'crashed', error: defect },
];

/** Endings of a step that started nothing. */
export const notStarted: NotStarted[] = [
  { kind: 'dry-run' },
  { kind: 'bad-inputs', problems: ['jobId: not given.'] },
  { kind: 'bad-inputs', problems: ['a: wrong.', 'b: wrong.'] },
  { kind: 'refused', error: badKey, missing: [] },
  { kind: 'refused', error: badKey, missing: ['nrn'] },
  { kind: 'already-running', others: ['other1', 'other2'] },
  { kind: 'others-still-running', others: ['other1'] },
  { kind: 'others-not-cancelled', others: ['other1'], error: noPermission },
  {
    kind: 'earlier-attempt-unreadable',
    reason: 'HTTP 403.',
    nextStep: 'Give the permission statuses: write.',
  },
  { kind: 'cancelled-before-start' },
  { kind: 'crashed-before-start', error: defect },
];

/** Endings of a step that sent a start, and does not know its result. */
export const unclear: Unclear[] = [
  { kind: 'start-unclear', error: lostStart, candidates: [] },
  { kind: 'start-unclear', error: lostStart, candidates: [], searchError: noPermission },
  { kind: 'start-unclear', error: lostStart, candidates: ['one'] },
  { kind: 'start-unclear', error: lostStart, candidates: ['one', 'two'] },
  { kind: 'cancelled-during-start' },
  { kind: 'crashed-during-start', error: defect },
];

type FollowedResult = Extract<Result, { state: 'followed' }>;

/** A result with an execution, `execution1`. */
export function followedResult(ending: Followed, fields: Partial<FollowedResult> = {}): FollowedResult {
  return {
    ...{ state: 'followed', ending, jobId: 'job1', attempts: 1 },
    ...{ jobExecutionId: 'execution1', how: 'started', ...fields },
  };
}

export function notStartedResult(ending: NotStarted, fields: Partial<RunFacts> = {}): Result {
  return { state: 'not-started', ending, jobId: 'job1', attempts: 0, ...fields };
}

export function unclearResult(ending: Unclear): Result {
  return { state: 'unclear', ending, jobId: 'job1', attempts: 0 };
}

/** One result for each ending. */
export const results: Result[] = [
  ...followed.map((ending) => followedResult(ending)),
  ...notStarted.map((ending) => notStartedResult(ending)),
  ...unclear.map((ending) => unclearResult(ending)),
];

/** A name for a table of tests. */
export function nameOf(ending: Ending): string {
  if (ending.kind === 'step-cancelled') return `${ending.kind}, ${ending.left.kind}`;
  if (ending.kind === 'wait-timeout' && ending.cancel) return `${ending.kind}, ${ending.cancel.kind}`;
  return ending.kind;
}
