import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LostStart, mayBeFrom } from '../../src/execution/lost-start.ts';
import { anExecution, serviceDate } from '../support/contexts.ts';
import { START_MS } from '../support/fake-clock.ts';

function lostStart(known: Partial<LostStart> = {}): LostStart {
  return {
    jobId: 'job1',
    jobCondition: { nrn: 'nrn:1', numWorker: 3, logPath: 'b/logs/', workerType: 'DATAFLOW' },
    triggerId: undefined,
    parameters: {},
    savedParameters: {},
    baselineIds: ['old'],
    sentAtMs: START_MS,
    ...known,
  };
}

describe('an execution may be from a lost start', () => {
  it.each([
    ['when nothing speaks against it', {}, {}],
    ['without a date', { createdDate: null }, {}],
    ['accepted a little before, since clocks differ', { createdDate: serviceDate(-5_000) }, {}],
    ['with the same options', { jobCondition: { nrn: 'nrn:1', numWorker: 3 } }, {}],
    ['with more options than were sent', { jobCondition: { timeout: 360, consoleLogPath: 'x' } }, {}],
    ['with a number as text', { jobCondition: { numWorker: '3' } }, {}],
    ['without the slash at the end of a path', { jobCondition: { logPath: 'b/logs' } }, {}],
    ['with another name of the worker type', { jobCondition: { workerType: 'DEFAULT' } }, {}],
    ['with our triggerId', { triggerId: 't' }, { triggerId: 't' }],
    ['without a triggerId, though one was sent', {}, { triggerId: 't' }],
    ['with parameters shown as []', { parsedParameters: [] }, { parameters: { a: '1' } }],
    ['with parameters shown as null', { parsedParameters: null }, { parameters: { a: '1' } }],
    ['with parameters shown as {}', { parsedParameters: {} }, { parameters: { a: '1' } }],
    ['with the same parameters', { parsedParameters: { a: '1' } }, { parameters: { a: 1 } }],
    ['with a number written otherwise', { parsedParameters: { a: 1.1 } }, { parameters: { a: '1.10' } }],
    ['with a number as text', { parsedParameters: { a: '1000' } }, { parameters: { a: 1e3 } }],
    ['with a $ before the name', { parsedParameters: { a: '1' } }, { parameters: { $a: '1' } }],
    [
      'with an expression worked out',
      { parsedParameters: { d: '20250321' } },
      { parameters: { d: '$date' } },
    ],
  ])('%s', (_rule, fields, known) => {
    expect(mayBeFrom(anExecution(fields), lostStart(known))).toBe(true);
  });

  it('with parameters that the job has saved beside ours', () => {
    const lost = lostStart({ parameters: { a: '1' }, savedParameters: { $b: '2' } });
    expect(mayBeFrom(anExecution({ parsedParameters: { a: '1', b: '2' } }), lost)).toBe(true);
    expect(mayBeFrom(anExecution({ parsedParameters: { a: '1', b: 'other' } }), lost)).toBe(true);
    expect(mayBeFrom(anExecution({ parsedParameters: { a: '1' } }), lost)).toBe(true);
  });

  it.each([
    ['when it was listed before', { jobExecutionId: 'old' }, {}],
    ['when it was accepted before', { createdDate: serviceDate(-5_001) }, {}],
    ['by its startDate too', { createdDate: null, startDate: serviceDate(-60_000) }, {}],
    ['with another triggerId', { triggerId: 'other' }, { triggerId: 't' }],
    ['with a triggerId where none was sent', { triggerId: 'other' }, {}],
    ['with other options', { jobCondition: { numWorker: 4 } }, {}],
    ['with another role', { jobCondition: { nrn: 'nrn:2' } }, {}],
    ['with another value of a parameter', { parsedParameters: { a: '2' } }, { parameters: { a: '1' } }],
    ['without one of the parameters', { parsedParameters: { a: '1' } }, { parameters: { a: '1', b: '2' } }],
    [
      'with a parameter that was not sent',
      { parsedParameters: { a: '1', z: '2' } },
      { parameters: { a: '1' } },
    ],
    ['with parameters where none were sent', { parsedParameters: { a: '1' } }, {}],
    ['with another number', { parsedParameters: { a: '1.2' } }, { parameters: { a: '1.1' } }],
    ['with a text for a number', { parsedParameters: { a: 'one' } }, { parameters: { a: '1' } }],
    [
      'with another value of one that was given, though the job has saved one of that name',
      { parsedParameters: { a: '2' } },
      { parameters: { a: '1' }, savedParameters: { a: '2' } },
    ],
  ])('not %s', (_rule, fields, known) => {
    expect(mayBeFrom(anExecution(fields), lostStart(known))).toBe(false);
  });

  it('never when the baseline lists it, whatever else it says', () => {
    const anything = fc.record({
      jobExecutionId: fc.string({ minLength: 1 }),
      createdDate: fc.option(fc.date({ noInvalidDate: true }).map(String)),
      triggerId: fc.option(fc.string()),
      jobCondition: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
      parsedParameters: fc.jsonValue(),
    });
    fc.assert(
      fc.property(anything, (fields) => {
        const lost = lostStart({ baselineIds: ['old', fields.jobExecutionId] });
        expect(mayBeFrom(anExecution(fields), lost)).toBe(false);
      }),
    );
  });
});
