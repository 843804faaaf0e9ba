import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitOf, type LostStart } from '../../src/execution/recognise.ts';
import { anExecution, serviceDate } from '../support/contexts.ts';

function lostStart(known: Partial<LostStart> = {}): LostStart {
  return {
    jobId: 'job1',
    jobCondition: {
      ...{ nrn: 'nrn:1', numWorker: 3, scriptPath: 'b/scripts/', logPath: 'b/logs/' },
      ...{ workerType: 'DATAFLOW', timeout: 360 },
    },
    triggerId: undefined,
    parameters: {},
    savedParameters: {},
    baseline: { ids: ['old'] },
    ...known,
  };
}

describe('a new execution is likely from a lost start', () => {
  it.each([
    ['when nothing speaks against it', {}, {}],
    ['without a date', { createdDate: null }, {}],
    ['dated before it, since clocks differ', { createdDate: serviceDate(-120_000) }, {}],
    ['dated long before it: the tables call that the date of the job', { createdDate: '2020-01-01' }, {}],
    ['dated in the future', { createdDate: serviceDate(86_400_000) }, {}],
    ['with the same options', { jobCondition: { nrn: 'nrn:1', numWorker: 3 } }, {}],
    ['with more options than were sent', { jobCondition: { consoleLogPath: 'x' } }, {}],
    ['with a number as text', { jobCondition: { numWorker: '3' } }, {}],
    ['without the slash at the end of a path', { jobCondition: { logPath: 'b/logs' } }, {}],
    ['with another name of the worker type', { jobCondition: { workerType: 'DEFAULT' } }, {}],
    ['with the timeout that the examples show', { jobCondition: { timeout: 2880 } }, {}],
    ['with options shown empty', { jobCondition: { nrn: '', scriptPath: null } }, {}],
    ['with our triggerId', { triggerId: 't' }, { triggerId: 't' }],
    ['without a triggerId, though one was sent', {}, { triggerId: 't' }],
    ['with parameters shown as []', { parsedParameters: [] }, { parameters: { a: '1' } }],
    ['with parameters shown as null', { parsedParameters: null }, { parameters: { a: '1' } }],
    ['with parameters shown as {}', { parsedParameters: {} }, { parameters: { a: '1' } }],
    ['with the same parameters', { parsedParameters: { a: '1' } }, { parameters: { a: 1 } }],
    ['with a number written otherwise', { parsedParameters: { a: 1.1 } }, { parameters: { a: '1.10' } }],
    ['with a parameter as text', { parsedParameters: { a: '1000' } }, { parameters: { a: 1e3 } }],
    ['with a $ before the name', { parsedParameters: { a: '1' } }, { parameters: { $a: '1' } }],
    [
      'with an expression worked out',
      { parsedParameters: { d: '20250321' } },
      { parameters: { d: '$date' } },
    ],
  ])('%s', (_rule, fields, known) => {
    expect(fitOf(anExecution(fields), lostStart(known))).toBe('likely');
  });

  it('with parameters that the job has saved beside ours', () => {
    const lost = lostStart({ parameters: { a: '1' }, savedParameters: { $b: '2' } });
    for (const parsedParameters of [{ a: '1', b: '2' }, { a: '1', b: 'other' }, { a: '1' }])
      expect(fitOf(anExecution({ parsedParameters }), lost)).toBe('likely');
  });
});

describe('a new execution is doubtful: it may be ours, and may not', () => {
  it.each([
    ['with another role', { jobCondition: { nrn: 'nrn:2' } }, {}],
    ['with the name of a file behind the path', { jobCondition: { scriptPath: 'b/scripts/job1.py' } }, {}],
    ['with another path', { jobCondition: { logPath: 'elsewhere/' } }, {}],
    ['without one of the parameters', { parsedParameters: { a: '1' } }, { parameters: { a: '1', b: '2' } }],
    [
      'with a parameter beside ours that was not sent',
      { parsedParameters: { a: '1', run_date: '2025-03-21' } },
      { parameters: { a: '1' } },
    ],
  ])('%s', (_rule, fields, known) => {
    expect(fitOf(anExecution(fields), lostStart(known))).toBe('doubtful');
  });
});

describe('an execution is foreign', () => {
  it.each([
    ['when it was listed before', { jobExecutionId: 'old' }, {}],
    ['with another triggerId', { triggerId: 'other' }, { triggerId: 't' }],
    ['with a triggerId where none was sent', { triggerId: 'other' }, {}],
    ['with another number of workers', { jobCondition: { numWorker: 4 } }, {}],
    ['with another value of a parameter', { parsedParameters: { a: '2' } }, { parameters: { a: '1' } }],
    ['with other parameters altogether', { parsedParameters: { z: '1' } }, { parameters: { a: '1' } }],
    ['with parameters where none were sent', { parsedParameters: { a: '1' } }, {}],
    ['with another number', { parsedParameters: { a: '1.2' } }, { parameters: { a: '1.1' } }],
    ['with a text for a number', { parsedParameters: { a: 'one' } }, { parameters: { a: '1' } }],
    [
      'with another value of one that was given, though the job has saved one of that name',
      { parsedParameters: { a: '2' } },
      { parameters: { a: '1' }, savedParameters: { a: '2' } },
    ],
    [
      'as soon as one thing proves it, whatever else is only doubtful',
      { jobCondition: { nrn: 'nrn:2' }, parsedParameters: { a: '2' } },
      { parameters: { a: '1' } },
    ],
  ])('%s', (_rule, fields, known) => {
    expect(fitOf(anExecution(fields), lostStart(known))).toBe('foreign');
  });

  it('always when the baseline lists it, whatever else it says', () => {
    const anything = fc.record({
      jobExecutionId: fc.string({ minLength: 1 }),
      createdDate: fc.option(fc.date({ noInvalidDate: true }).map(String)),
      triggerId: fc.option(fc.string()),
      jobCondition: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
      parsedParameters: fc.jsonValue(),
    });
    fc.assert(
      fc.property(anything, (fields) => {
        const lost = lostStart({ baseline: { ids: ['old', fields.jobExecutionId] } });
        expect(fitOf(anExecution(fields), lost)).toBe('foreign');
      }),
    );
  });

  it('never by a date that is later than the oldest of the baseline', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 10 }), (ms) => {
        const lost = lostStart({ baseline: { ids: ['old'], olderMs: Date.parse(serviceDate()) } });
        expect(fitOf(anExecution({ createdDate: serviceDate(ms) }), lost)).toBe('likely');
      }),
    );
  });
});
