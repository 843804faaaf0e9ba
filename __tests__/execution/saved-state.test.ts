import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../src/dataflow/errors.ts';
import { baselineOf } from '../../src/execution/baseline.ts';
import { sentStart } from '../../src/execution/recognise.ts';
import {
  isUnsettled,
  readState,
  type SavedRun,
  settledPhase,
  writeState,
} from '../../src/execution/saved-state.ts';
import { anExecution, clientOn, serviceDate } from '../support/contexts.ts';
import { followed, nameOf } from '../support/endings.ts';
import { scriptedService } from '../support/scripted-send.ts';

const { client } = clientOn(scriptedService({}).send);
const sent = sentStart(
  'job1',
  { jobCondition: { numWorker: 3 }, parameters: { $secret: 'hush' }, triggerId: 't' },
  { ids: ['old'], olderMs: 42 },
  client.digest,
);
const open: SavedRun = { phase: 'open', jobId: 'job1', sent, cancel: true };
const known: SavedRun = {
  phase: 'known',
  jobId: 'job1',
  jobExecutionId: 'e',
  cancel: false,
  how: 'attached',
};
const settled = (['nothing', 'refused', 'ended', 'cancelled', 'left'] as const).map(
  (phase): SavedRun => ({ phase, jobId: 'job1' }),
);

describe('the saved state', () => {
  it.each([open, known, { ...known, resent: sent }, ...settled])(
    'is the same after writing and reading: %j',
    (run) => {
      expect(readState(writeState([run]))).toEqual([run]);
    },
  );

  it('of several runs holds those that are not settled', () => {
    expect(readState(writeState([open, ...settled, known]))).toEqual([open, known]);
  });

  it('is none where nothing was saved', () => {
    expect(readState('')).toEqual([]);
  });

  it.each([
    '[]',
    'null',
    '7',
    '{"runs":',
    '{"runs":[{"phase":"open"}]}',
    '{"runs":[{"phase":"known","jobId":"j"}]}',
    '{"runs":[{"phase":"other","jobId":"j"}]}',
  ])('is not taken from %j', (text) => {
    expect(() => readState(text)).toThrow();
  });

  it('holds no value that the step was given', () => {
    expect(writeState([open])).not.toContain('hush');
  });

  it('is some kilobytes, with a jobCondition of 100 kB, 200 parameters and a history of 3000', () => {
    const jobCondition = { description: 'x'.repeat(100_000) };
    const parameters = Object.fromEntries(
      Array.from({ length: 199 }, (_, index) => [`name${index}`, 'x'.repeat(1_000)]),
    );
    const past = Array.from({ length: 3_000 }, (_, index) =>
      anExecution({ jobExecutionId: `execution${index}`, createdDate: serviceDate(-index * 1_000) }),
    );
    const big = sentStart('job1', { jobCondition, parameters }, baselineOf(past), client.digest);
    expect(writeState([{ phase: 'open', jobId: 'job1', sent: big, cancel: true }]).length).toBeLessThan(
      8_000,
    );
  });
});

describe('the post step has something to do', () => {
  it.each([open, known])('after $phase', (run) => expect(isUnsettled(run)).toBe(true));
  it.each(settled)('not after $phase', (run) => expect(isUnsettled(run)).toBe(false));

  const left = [
    'crashed',
    'step-cancelled, asked',
    'step-cancelled, no-response',
    'wait-timeout, asked',
    'wait-timeout, no-response',
  ];
  const rows = followed.map((ending) => ({
    name: nameOf(ending),
    ending,
    isOpen: left.includes(nameOf(ending)),
  }));

  it.each(rows)('after $name: $isOpen', ({ ending, isOpen }) => {
    expect(settledPhase(ending) === undefined).toBe(isOpen);
  });

  it.each([400, 409])('after a cancel that is refused for now (%i)', (status) => {
    const error = new DataFlowError('refused', { operation: 'cancelJobExecution', status });
    expect(settledPhase({ kind: 'step-cancelled', left: { kind: 'refused', error } })).toBeUndefined();
  });
});
