import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../../src/dataflow/errors.ts';
import { type CancelOutcome, isSuccess } from '../../../src/execution/outcome.ts';
import { remedyFor } from '../../../src/report/causes.ts';
import { explain } from '../../../src/report/run/explanation.ts';
import { anExecution } from '../../support/contexts.ts';
import {
  followed,
  followedResult,
  lostStart,
  nameOf,
  noPermission,
  notStarted,
  notStartedResult,
  results,
  unclear,
  unclearResult,
} from '../../support/endings.ts';

/** Endings after which there is nothing that a reader has to do. */
const settled = [
  'dry-run',
  'completed',
  'cancelled-before-start',
  'step-cancelled, canceled',
  'step-cancelled, ended',
];

describe('an explanation', () => {
  it.each(
    followed.filter(({ kind }) => kind !== 'dry-run').map((ending) => ({ name: nameOf(ending), ending })),
  )('of $name names the execution', ({ ending }) => {
    expect(explain(followedResult(ending)).what).toContain('xecution execution1');
  });

  it.each(notStarted.map((ending) => ({ name: nameOf(ending), ending })))(
    'of $name says that none was started',
    ({ ending }) => {
      expect(explain(notStartedResult(ending)).what).toContain('No execution was started');
    },
  );

  it.each(unclear.map((ending) => ({ name: nameOf(ending), ending })))(
    'of $name does not claim that none was started',
    ({ ending }) => {
      expect(explain(unclearResult(ending)).what).not.toContain('No execution');
    },
  );

  it.each(results.map((result) => ({ name: nameOf(result.ending), result })))(
    'of $name names the cause and the next step',
    ({ name, result }) => {
      const { cause, next } = explain(result);
      expect(cause === undefined).toBe(isSuccess(result, true));
      expect(next.length > 0).toBe(!settled.includes(name));
      for (const step of next) expect(step).toMatch(/^[A-Z].*[.)]$/s);
    },
  );

  it.each(
    followed
      .filter(({ kind }) => ['poll-failed', 'wait-timeout', 'started', 'crashed'].includes(kind))
      .map((ending) => ({ name: nameOf(ending), ending }))
      .filter(({ name }) => !name.includes(',')),
  )('of $name says how to wait for the execution again', ({ ending }) => {
    expect(explain(followedResult(ending)).next.join()).toContain('jobExecutionId: execution1');
  });
});

describe('the text', () => {
  it('has job, status and duration where they are known', () => {
    const execution = anExecution({
      jobName: 'job001',
      startDate: '2025-03-21T11:12:54+09:00',
      endDate: '2025-03-21T11:27:47+09:00',
    });
    expect(explain(followedResult({ kind: 'completed' }, { execution })).what).toBe(
      'Execution execution1 of job "job001" (job1) COMPLETED after 14m53s.',
    );
  });

  it('of a failure has the line of the console log that says why, and the number of the attempt', () => {
    const { what } = explain(followedResult({ kind: 'failed' }, { attempts: 3 }), 'KeyError: day');
    expect(what).toMatch(/FAILED.*attempt 3\.\nThe console log says: KeyError: day$/);
  });

  it('of a failure says where the console log is', () => {
    const execution = anExecution({ jobCondition: { consoleLogPath: 'bucket/a.log' } });
    expect(explain(followedResult({ kind: 'failed' }, { execution })).next[0]).toContain('bucket/a.log');
    expect(explain(followedResult({ kind: 'failed' })).next[0]).toContain('console');
  });

  it('names the options that nobody gave when the service refuses with 400', () => {
    const error = new DataFlowError('refused', { operation: 'executeJob', status: 400 });
    const { next } = explain(notStartedResult({ kind: 'refused', error, missing: ['nrn', 'logPath'] }));
    expect(next.join()).toContain('nrn, logPath');
    expect(explain(notStartedResult({ kind: 'refused', error, missing: [] })).next).toEqual([
      remedyFor(error).next,
    ]);
  });

  it('does not name missing options for a 404', () => {
    const error = new DataFlowError('not-found', { operation: 'executeJob', status: 404 });
    expect(explain(notStartedResult({ kind: 'refused', error, missing: ['nrn'] })).next).toEqual([
      remedyFor(error).next,
    ]);
  });

  it('names every problem with the inputs', () => {
    const { what } = explain(notStartedResult({ kind: 'bad-inputs', problems: ['a: x.', 'b: y.'] }));
    expect(what).toMatch(/2 problems with the inputs: \(1\) a: x\.\n\(2\) b: y\.$/);
  });

  it('names all candidates, of very many the first twenty and how many more there are', () => {
    const lost = (candidates: string[]) =>
      explain(unclearResult({ kind: 'start-unclear', error: lostStart, candidates })).what;
    expect(lost(['one', 'two'])).toContain('one, two');
    const many = Array.from({ length: 23 }, (_, index) => `e${index}`);
    expect(lost(many)).toMatch(/e0, e1, .*, e19 and 3 more\. Nothing more was started/);
    expect(lost(many.slice(0, 20))).toMatch(/e18, e19\. Nothing more was started, and nothing was cancelled/);
  });

  it('says why the search for a lost start brought nothing', () => {
    const ending = {
      kind: 'start-unclear',
      error: lostStart,
      candidates: [],
      searchError: noPermission,
    } as const;
    expect(explain(unclearResult(ending)).what).toMatch(/not known: cancelJobExecution .*210/s);
  });

  it('of a refusal after which a new execution is listed says so', () => {
    const error = new DataFlowError('refused', { operation: 'executeJob', status: 400, code: 'bad-state' });
    const { what } = explain(unclearResult({ kind: 'start-unclear', error, candidates: ['one'] }));
    expect(what).toMatch(/was refused, and yet a new execution is listed.*: one\./);
  });

  it('of two executions of one start names both', () => {
    const { what } = explain(followedResult({ kind: 'started-twice', others: ['first'] }));
    expect(what).toMatch(/started twice: execution execution1 .* and first are new/);
  });

  it('has waitTimeout with its value', () => {
    const { what, cause } = explain(
      followedResult({ kind: 'wait-timeout', limitMs: 5_400_000, waitedMs: 1 }),
    );
    expect([what.includes('(1h30m)'), cause]).toEqual([true, 'waitTimeout (1h30m) is over']);
  });

  it('names the permission that a refused cancel lacks, and what is still running', () => {
    const left = { kind: 'refused', error: noPermission } as const;
    const { what, next } = explain(followedResult({ kind: 'step-cancelled', left }));
    expect(what).toContain('execution1 of job job1 is still running: it could not be cancelled');
    expect(next.join()).toContain('"Cancel Job Execution"');
  });

  it('tells an execution that is gone from one that never was', () => {
    const gone = explain(followedResult({ kind: 'not-listed' }));
    const never = explain(followedResult({ kind: 'not-listed' }, { how: 'attached' }));
    expect(gone).toMatchObject({ what: expect.stringContaining('any more') });
    expect(never).toMatchObject({ cause: 'the inputs', what: expect.stringContaining('not found') });
  });

  it('does not show a state that is out of date beside what became of a cancel', () => {
    const execution = anExecution({ status: 'RUNNING' });
    const timedOut = (cancel?: CancelOutcome) =>
      explain(followedResult({ kind: 'wait-timeout', limitMs: 1, waitedMs: 1, cancel }, { execution })).what;
    expect(timedOut()).toContain('(RUNNING)');
    expect(timedOut({ kind: 'canceled' })).not.toContain('RUNNING');
  });

  it('tells a defect before a start, during it, and with an execution apart', () => {
    const error = new Error('x');
    expect(explain(notStartedResult({ kind: 'crashed-before-start', error })).what).toMatch(
      /^No execution .*Error: x/,
    );
    expect(explain(unclearResult({ kind: 'crashed-during-start', error })).what).toMatch(/^A start was sent/);
    expect(explain(followedResult({ kind: 'crashed', error })).what).toMatch(
      /execution1 .* may still be running/,
    );
  });
});
