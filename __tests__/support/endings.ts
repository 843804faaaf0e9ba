import { DataFlowError } from '../../src/dataflow/errors.ts';
import type { CancelOutcome, Ending, LeftAtCancel, Result } from '../../src/execution/outcome.ts';

export const unavailable = new DataFlowError('unavailable', { operation: 'getJobExecutions', status: 503 });
export const noPermission = new DataFlowError('permission', {
  operation: 'cancelJobExecution',
  status: 401,
  code: '210',
});
const badKey: DataFlowError = new DataFlowError('authentication', {
  operation: 'executeJob',
  status: 401,
  code: '200',
});

const outcomes: CancelOutcome[] = [
  { kind: 'canceled' },
  { kind: 'ended', status: 'COMPLETED' },
  { kind: 'asked' },
  { kind: 'refused', error: noPermission },
  { kind: 'unanswered' },
];
const lefts: { kind: LeftAtCancel }[] = [{ kind: 'nothing' }, { kind: 'left' }, { kind: 'start-unclear' }];

const defect = new TypeError('x is undefined');

/** Endings of a step that has, or may have, an execution. */
export const withExecution: Ending[] = [
  { why: 'completed' },
  { why: 'failed' },
  { why: 'canceled' },
  { why: 'started' },
  { why: 'sight-lost', error: unavailable },
  { why: 'not-listed' },
  { why: 'wait-timeout' },
  ...outcomes.map((cancel) => ({ why: 'wait-timeout', cancel }) as const),
  ...[...outcomes, ...lefts.slice(1, 2)].map((left) => ({ why: 'step-cancelled', left }) as const),
  { why: 'crashed', error: defect, startSent: true },
];

/** Endings of a step that started nothing. */
export const withoutExecution: Ending[] = [
  { why: 'dry-run' },
  { why: 'bad-inputs', problems: ['jobId: not given.'] },
  { why: 'bad-inputs', problems: ['a: wrong.', 'b: wrong.'] },
  { why: 'refused', error: badKey, missing: [] },
  { why: 'refused', error: badKey, missing: ['nrn'] },
  { why: 'already-running', others: ['other1', 'other2'] },
  { why: 'others-still-running', others: ['other1'] },
  { why: 'others-not-cancelled', others: ['other1'], error: noPermission },
  { why: 'step-cancelled', left: { kind: 'nothing' } },
  { why: 'crashed', error: defect, startSent: false },
];

/** Endings of a step that cannot tell whether there is an execution. */
export const withDoubt: Ending[] = [
  { why: 'start-lost', error: unavailable, candidates: [] },
  { why: 'start-lost', error: unavailable, candidates: [], searchError: noPermission },
  { why: 'start-lost', error: unavailable, candidates: ['one', 'two'] },
  { why: 'step-cancelled', left: { kind: 'start-unclear' } },
  { why: 'crashed', error: defect, startSent: true },
];

export function resultOf(ending: Ending, fields: Partial<Result> = {}): Result {
  return { ending, jobId: 'job1', startedHere: true, ...fields };
}

/** A name for a table of tests. */
export function nameOf(ending: Ending): string {
  const kind = 'left' in ending ? ending.left.kind : 'cancel' in ending ? ending.cancel?.kind : undefined;
  return kind ? `${ending.why}, ${kind}` : ending.why;
}
