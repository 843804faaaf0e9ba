import { describe, expect, it } from '@jest/globals';
import { decodeExecution } from '../../../src/dataflow/model.ts';
import type { Result } from '../../../src/execution/outcome.ts';
import { explain } from '../../../src/report/run/explanation.ts';
import { outputsOf } from '../../../src/report/run/outputs.ts';
import { parseJson } from '../../../src/text/json.ts';
import { aJob, anExecution } from '../../support/contexts.ts';
import { followedResult, notStartedResult, results, unavailable } from '../../support/endings.ts';

const raw = {
  jobExecutionId: 'execution1',
  jobName: 'job001',
  status: 'COMPLETED',
  startDate: '2025-03-21T11:12:54+09:00',
  endDate: '2025-03-21T11:27:47+09:00',
  runningTime: 14,
  waitingTime: 830,
  executorNum: 2,
  parsedParameters: [],
  jobCondition: { consoleLogPath: 'bucket/a.log' },
};

/** The outputs as a run with this result writes them. */
const written = (result: Result, reason?: string) => outputsOf(result, explain(result, reason), reason);

describe('the outputs', () => {
  it('are what the service gave, and the duration worked out', () => {
    const result = followedResult({ kind: 'completed' }, { execution: decodeExecution(raw) });
    expect(written(result)).toEqual({
      jobExecutionId: 'execution1',
      conclusion: 'success',
      message: 'Execution execution1 of job "job001" (job1) COMPLETED after 14m53s.',
      attempts: '1',
      status: 'COMPLETED',
      jobName: 'job001',
      startDate: raw.startDate,
      endDate: raw.endDate,
      runningTime: '14',
      waitingTime: '830',
      executorNum: '2',
      consoleLogPath: 'bucket/a.log',
      durationSeconds: '893',
      parsedParameters: '[]',
      execution: JSON.stringify(raw),
    });
  });

  it('are only those that are known', () => {
    expect(written(notStartedResult({ kind: 'cancelled-before-start' }))).toEqual({
      conclusion: 'cancelled',
      message: 'The step was cancelled. No execution was started.',
      attempts: '0',
    });
    const unread = followedResult({ kind: 'poll-failed', error: unavailable }, { attempts: 0 });
    expect(Object.keys(written(unread)).toSorted()).toEqual([
      'attempts',
      'conclusion',
      'jobExecutionId',
      'message',
    ]);
  });

  it('are always conclusion, message of one line, and attempts', () => {
    for (const result of results) {
      const { conclusion, message, attempts } = written(result);
      expect([conclusion, message, attempts]).toEqual([
        expect.stringMatching(/^\w+$/),
        expect.stringMatching(/^[^\n]+$/),
        expect.stringMatching(/^\d+$/),
      ]);
    }
  });

  it('have the line of the console log that says why', () => {
    expect(written(followedResult({ kind: 'failed' }), 'KeyError: day')).toMatchObject({
      reason: 'KeyError: day',
    });
  });

  it('have the name of the job though the execution does not say it', () => {
    const result = followedResult({ kind: 'failed' }, { job: aJob(), execution: anExecution() });
    expect(written(result)).toMatchObject({ jobName: 'job001' });
  });

  it.each([
    ['{"a":"1"}', '{"a":"1"}'],
    ['null', 'null'],
    ['[]', '[]'],
    ['{"n":12345678901234567890}', '{"n":12345678901234567890}'],
  ])('pass on parsedParameters %s as JSON', (given, shown) => {
    const execution = decodeExecution(parseJson(`{"jobExecutionId":"e","parsedParameters":${given}}`));
    expect(written(followedResult({ kind: 'failed' }, { execution }))).toMatchObject({
      parsedParameters: shown,
    });
  });

  it('have the last word of the service as the status, whatever it is', () => {
    const execution = anExecution({ status: 'PAUSED' });
    expect(
      written(followedResult({ kind: 'wait-timeout', limitMs: 1, waitedMs: 1 }, { execution })),
    ).toMatchObject({
      status: 'PAUSED',
      conclusion: 'timed_out',
    });
  });

  it('have times of zero', () => {
    const execution = anExecution({ runningTime: 0, waitingTime: 0 });
    expect(written(followedResult({ kind: 'failed' }, { execution }))).toMatchObject({
      runningTime: '0',
      waitingTime: '0',
    });
  });
});
