import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from '../../../src/report/explanation.ts';
import { explainPlan, type PlanReport } from '../../../src/report/plan/explain-plan.ts';
import { BACKFILL, RUN_JOBS } from '../../../src/report/plan/plan-row.ts';
import { aRow, CONCLUSIONS, hostileRows } from './any-rows.ts';

const notRun = {
  jobExecutionId: undefined,
  status: undefined,
  conclusion: 'not_started',
  attempts: 0,
} as const;
const failed = { status: 'FAILED', conclusion: 'failure' } as const;
const text = (report: Omit<PlanReport, 'words'>, words = BACKFILL) =>
  linesOf(explainPlan({ words, ...report })).join('\n');

describe('what a plan came to', () => {
  it('as a success is one line', () => {
    const rows = [aRow('2026-11-01'), aRow('2026-11-02', { ...notRun, conclusion: 'skipped' })];
    expect(text({ conclusion: 'success', rows })).toBe('1 of 2 dates completed, 1 skipped.');
  });

  it('as a failure names the execution, the cause, and the dates to give back', () => {
    const rows = [
      aRow('d1'),
      aRow('d2', { ...failed, note: 'The console log says: KeyError: 7.' }),
      aRow('d3', notRun),
    ];
    expect(text({ conclusion: 'failure', rows }).split('\n')).toEqual([
      '1 of 3 dates completed; failed: d2 (execution e-d2) FAILED.',
      'Cause: the job failed: The console log says: KeyError: 7.',
      'Next step: Read the console log of the execution, correct the job or its parameters.',
      'Next step: To run the rest, run the step with dates: d2, d3.',
    ]);
  });

  it('of run-jobs names the jobs that are left', () => {
    const rows = [aRow('load'), aRow('report', failed), aRow('publish', notRun)];
    expect(text({ conclusion: 'failure', rows }, RUN_JOBS)).toContain(
      'Next step: To run only the rest, run a plan with only report, publish, and remove what is completed from their needs.',
    );
  });

  it('as a failure of more than three names three', () => {
    const rows = [aRow('d0'), ...['d1', 'd2', 'd3', 'd4', 'd5'].map((name) => aRow(name, failed))];
    expect(text({ conclusion: 'failure', rows })).toContain('d3 (execution e-d3) FAILED and 2 more.');
  });

  it('with more than 20 dates left names the output that has them', () => {
    const rows = [aRow('d'), ...Array.from({ length: 21 }, (_, index) => aRow(`d${index}`, failed))];
    expect(text({ conclusion: 'failure', rows })).toContain(
      'To run the rest, run the step with the output remaining (21 dates) as dates.',
    );
  });

  it('with one that was cancelled in Data Flow says so', () => {
    const rows = [aRow('d1'), aRow('d2', { status: 'CANCELED', conclusion: 'cancelled' })];
    expect(text({ conclusion: 'failure', rows })).toContain(
      'Cause: d2 (execution e-d2) was cancelled in Data Flow.',
    );
  });

  it('with a refused start has the refusal as its cause', () => {
    const rows = [aRow('d1'), aRow('d2', { ...notRun, note: 'HTTP 400: no such nrn' })];
    const lines = text({ conclusion: 'failure', rows });
    expect(lines).toContain('failed: d2 refused.');
    expect(lines).toContain('Cause: HTTP 400: no such nrn.');
  });

  it('as unknown says what to check before anything is started again', () => {
    const rows = [
      aRow('d1'),
      aRow('d2', {
        jobExecutionId: undefined,
        status: undefined,
        conclusion: 'unknown',
        note: 'connection lost',
      }),
    ];
    expect(text({ conclusion: 'unknown', rows }).split('\n')).toEqual([
      '1 of 2 dates completed; state not known: d2.',
      'Cause: connection lost.',
      'Next step: Check the execution history of job job1 in the Data Flow console: d2 may have been started, or may still run. Do not start it again before that check.',
      'Next step: To run the rest, run the step with dates: d2.',
    ]);
  });

  it('as timed out names waitTimeout with its value, and what still runs', () => {
    const rows = [aRow('d1'), aRow('d2', { status: 'RUNNING', conclusion: 'timed_out' })];
    const lines = text({ conclusion: 'timed_out', rows, waitTimeoutMs: 18_000_000 });
    expect(lines).toContain('still running: d2 (execution e-d2).');
    expect(lines).toContain('Cause: waitTimeout (5h) is over.');
    expect(lines).toContain('Wait until d2 (execution e-d2) has ended');
  });

  it('as cancelled names what was cancelled, and what is left', () => {
    const rows = [
      aRow('d1'),
      aRow('d2', { status: 'CANCELED', conclusion: 'cancelled' }),
      aRow('d3', notRun),
    ];
    expect(text({ conclusion: 'cancelled', rows }).split('\n')).toEqual([
      'The step was cancelled. 1 of 3 dates completed; cancelled: d2 (execution e-d2).',
      'Cause: the workflow was cancelled.',
      'Next step: To run the rest, run the step with dates: d2, d3.',
    ]);
  });

  it('as not started has the problem as its cause', () => {
    const report = {
      conclusion: 'not_started',
      rows: [aRow('d1', notRun)],
      problem: 'Object Storage: access denied',
    } as const;
    expect(text(report).split('\n')).toEqual([
      'No execution was started: Object Storage: access denied.',
      'Cause: Object Storage: access denied.',
      'Next step: Correct what is named, in the inputs, in the job or in the permissions of the key.',
      'Next step: Then run the step again.',
    ]);
  });

  it('for dryRun counts what would be run', () => {
    const rows = [aRow('d1', notRun), aRow('d2', { ...notRun, conclusion: 'skipped' })];
    expect(text({ conclusion: 'skipped', rows })).toBe(
      'dryRun: 1 date would be run, 1 skipped. Nothing was started.',
    );
  });
});

describe('the annotation', () => {
  const anyReport = fc.record({
    words: fc.constantFrom(BACKFILL, RUN_JOBS),
    conclusion: fc.constantFrom(...CONCLUSIONS),
    rows: hostileRows,
    problem: fc.option(fc.string(), { nil: undefined }),
  });

  it('has a first line that is the message, and only lines of its own', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const explanation = explainPlan(report);
        const lines = linesOf(explanation);
        expect(lines).toHaveLength(1 + (explanation.cause ? 1 : 0) + explanation.next.length);
        expect(lines[0]).not.toBe('');
        for (const line of lines.slice(1)) expect(line).toMatch(/^(Cause|Next step): /);
      }),
    );
  });

  it('has at most 4000 characters', () => {
    const long = 'x|"'.repeat(5_000);
    const rows = Array.from({ length: 20 }, () =>
      aRow(long, { ...failed, jobExecutionId: long, status: long, note: long, jobId: long }),
    );
    for (const conclusion of CONCLUSIONS)
      for (const words of [BACKFILL, RUN_JOBS])
        expect(
          text(
            { conclusion, rows: [aRow('a'), ...rows.map((row) => ({ ...row, conclusion }))], problem: long },
            words,
          ).length,
        ).toBeLessThanOrEqual(4000);
  });

  it('names a cause and a next step for all that went wrong', () => {
    for (const conclusion of CONCLUSIONS.filter((each) => each !== 'success' && each !== 'skipped')) {
      const { cause, next } = explainPlan({
        words: BACKFILL,
        conclusion,
        rows: [aRow('a', { ...failed, conclusion })],
      });
      expect(cause).not.toBeUndefined();
      expect(next.length).toBeGreaterThan(0);
    }
  });
});
