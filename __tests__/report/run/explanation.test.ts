import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../../src/dataflow/errors.ts';
import { type CancelOutcome, conclusionOf, isSuccess } from '../../../src/execution/outcome.ts';
import { remedyFor } from '../../../src/report/causes.ts';
import { explain } from '../../../src/report/run/explanation.ts';
import { anExecution } from '../../support/contexts.ts';
import {
  nameOf,
  noPermission,
  resultOf,
  unavailable,
  withDoubt,
  withExecution,
  withoutExecution,
} from '../../support/endings.ts';

const rows = (endings: typeof withExecution) => endings.map((ending) => ({ name: nameOf(ending), ending }));
const withId = { jobExecutionId: 'execution1' };
/** Endings after which there is nothing that a reader has to do. */
const settled = [
  'dry-run',
  'completed',
  'step-cancelled, canceled',
  'step-cancelled, ended',
  'step-cancelled, nothing',
  'step-cancelled, start-unclear',
];

describe('an explanation', () => {
  it.each(rows(withExecution))('of $name names the execution', ({ ending }) => {
    expect(explain(resultOf(ending, withId)).what).toContain('xecution execution1');
  });

  it.each(rows(withoutExecution))('of $name says that none was started', ({ ending }) => {
    expect(explain(resultOf(ending)).what).toMatch(/No execution (was|had been) started/);
  });

  it.each(rows(withDoubt))('of $name does not claim that none was started', ({ ending }) => {
    expect(explain(resultOf(ending)).what).not.toMatch(/No execution/);
  });

  it.each(rows([...withExecution, ...withoutExecution, ...withDoubt]))(
    'of $name names the cause and the next step',
    (row) => {
      const { cause, next } = explain(resultOf(row.ending, withId));
      const isGood = isSuccess(resultOf(row.ending), true);
      expect(cause === undefined).toBe(isGood);
      expect(next.length > 0).toBe(!settled.includes(row.name));
      for (const step of next) expect(step).toMatch(/^[A-Z].*\.\)?$/s);
    },
  );

  it.each(
    rows([...withExecution, ...withDoubt]).filter(({ name }) =>
      ['sight-lost', 'wait-timeout', 'started'].includes(name),
    ),
  )('of $name says how to pick the execution up', ({ ending }) => {
    expect(explain(resultOf(ending, withId)).next.join()).toContain('jobExecutionId: execution1');
  });
});

describe('the text', () => {
  it('has job, status and duration where they are known', () => {
    const execution = anExecution({
      jobName: 'job001',
      startDate: '2025-03-21T11:12:54+09:00',
      endDate: '2025-03-21T11:27:47+09:00',
    });
    expect(explain(resultOf({ why: 'completed' }, { ...withId, execution })).what).toBe(
      'Execution execution1 of job "job001" (job1) COMPLETED after 14m53s.',
    );
  });

  it('points to the console log of a failure', () => {
    const execution = anExecution({ jobCondition: { consoleLogPath: 'bucket/a.log' } });
    expect(explain(resultOf({ why: 'failed' }, { ...withId, execution })).next[0]).toContain('bucket/a.log');
    expect(explain(resultOf({ why: 'failed' }, withId)).next[0]).toContain('console');
  });

  it('names the options that nobody gave when the service refuses with 400', () => {
    const error = new DataFlowError('refused', { operation: 'executeJob', status: 400 });
    const { next } = explain(resultOf({ why: 'refused', error, missing: ['nrn', 'logPath'] }));
    expect(next.join()).toContain('nrn, logPath');
    expect(explain(resultOf({ why: 'refused', error, missing: [] })).next).toEqual([remedyFor(error).next]);
  });

  it('does not blame missing options for a 404', () => {
    const error = new DataFlowError('not-found', { operation: 'executeJob', status: 404 });
    expect(explain(resultOf({ why: 'refused', error, missing: ['nrn'] })).next).toEqual([
      remedyFor(error).next,
    ]);
  });

  it('names every problem with the inputs', () => {
    const { what } = explain(resultOf({ why: 'bad-inputs', problems: ['a: x.', 'b: y.'] }));
    expect(what).toMatch(/2 problems.*\n- a: x\.\n- b: y\.$/);
  });

  it('names all executions that may be the one', () => {
    const { what } = explain(resultOf({ why: 'start-lost', error: unavailable, candidates: ['one', 'two'] }));
    expect(what).toContain('one, two');
  });

  it('names the first twenty of very many, and how many more there are', () => {
    const candidates = Array.from({ length: 23 }, (_, index) => `e${index}`);
    const { what } = explain(resultOf({ why: 'start-lost', error: unavailable, candidates }));
    expect(what).toMatch(/e0, e1, .*, e19 and 3 more\. No other/);
    const twenty = { why: 'start-lost', error: unavailable, candidates: candidates.slice(0, 20) } as const;
    expect(explain(resultOf(twenty)).what).toMatch(/e18, e19\. No other/);
  });

  it('says why the search for a lost start told nothing', () => {
    const ending = {
      why: 'start-lost',
      error: unavailable,
      candidates: [],
      searchError: noPermission,
    } as const;
    expect(explain(resultOf(ending)).what).toMatch(/503.*could not be told: cancelJobExecution .*210/s);
  });

  it('tells a crash before a start, after it, and with an execution apart', () => {
    const crash = (startSent: boolean) => ({ why: 'crashed', error: new Error('x'), startSent }) as const;
    expect(explain(resultOf(crash(false))).what).toMatch(/^No execution was started: .*Error: x/);
    expect(explain(resultOf(crash(true))).what).toMatch(/^A start was sent; the post step looks/);
    expect(explain(resultOf(crash(true), withId)).what).toMatch(/execution1 .* may still be running/);
  });

  it('names the permission that a refused cancel lacks, and what is still running', () => {
    const { what, next } = explain(
      resultOf({ why: 'step-cancelled', left: { kind: 'refused', error: noPermission } }, withId),
    );
    expect(what).toContain('execution1 of job job1 could not be cancelled and is still running');
    expect(next.join()).toContain('"Cancel Job Execution"');
  });

  it('tells an execution that is gone from one that never was', () => {
    const gone = explain(resultOf({ why: 'not-listed' }, withId));
    const never = explain(resultOf({ why: 'not-listed' }, { ...withId, startedHere: false }));
    expect(gone).toMatchObject({ cause: 'the service', what: expect.stringContaining('any more') });
    expect(never).toMatchObject({ cause: 'the inputs' });
  });
});

describe('what somebody else has left to do', () => {
  it('is not the fault of the inputs when another execution could not be cancelled', () => {
    const error = new DataFlowError('refused', {
      operation: 'cancelJobExecution',
      status: 400,
      code: 'bad-state',
    });
    const { what, cause } = explain(resultOf({ why: 'others-not-cancelled', others: ['other1'], error }));
    expect([what.includes('other1'), cause]).toEqual([true, 'the inputs']);
  });

  it('does not show a state that is out of date beside what became of a cancel', () => {
    const execution = anExecution({ status: 'RUNNING' });
    const timedOut = (cancel?: CancelOutcome) =>
      explain(resultOf({ why: 'wait-timeout', ...(cancel ? { cancel } : {}) }, { ...withId, execution }))
        .what;
    expect(timedOut()).toContain('(RUNNING)');
    expect(timedOut({ kind: 'canceled' })).not.toContain('RUNNING');
  });
});

describe('a conclusion', () => {
  it.each([
    ['completed', 'success'],
    ['failed', 'failure'],
    ['canceled', 'cancelled'],
    ['started', 'started'],
    ['sight-lost', 'unknown'],
    ['not-listed', 'unknown'],
    ['wait-timeout', 'timed_out'],
    ['step-cancelled', 'cancelled'],
    ['crashed', 'unknown'],
  ])('of %s is %s', (why, conclusion) => {
    const ending = withExecution.find((each) => each.why === why);
    expect(ending && conclusionOf(resultOf(ending, withId))).toBe(conclusion);
  });

  it('of a defect is not_started only where no start was sent', () => {
    const crash = (startSent: boolean) => ({ why: 'crashed', error: new Error('x'), startSent }) as const;
    expect(conclusionOf(resultOf(crash(false)))).toBe('not_started');
    expect(conclusionOf(resultOf(crash(true)))).toBe('unknown');
    expect(conclusionOf(resultOf(crash(false), withId))).toBe('unknown');
  });

  it('where nothing was started is not_started, but for a cancelled step and a dry run', () => {
    const conclusions = withoutExecution.map((ending) => conclusionOf(resultOf(ending)));
    expect(new Set(conclusions)).toEqual(new Set(['skipped', 'not_started', 'cancelled']));
  });

  it.each(rows([...withExecution, ...withoutExecution, ...withDoubt]))(
    'of $name turns a step green only where it may',
    ({ ending }) => {
      const result = resultOf(ending, withId);
      expect(isSuccess(result, true)).toBe(['completed', 'started', 'dry-run'].includes(ending.why));
      const forgiven = ['dry-run', 'completed', 'started', 'failed', 'canceled', 'wait-timeout'];
      expect(isSuccess(result, false)).toBe(forgiven.includes(ending.why));
    },
  );
});
