import { describe, expect, it } from '@jest/globals';
import { decodeExecution } from '../../../src/dataflow/model.ts';
import { outputsOf } from '../../../src/report/run/outputs.ts';
import { parseJson } from '../../../src/text/json.ts';
import { aJob, anExecution } from '../../support/contexts.ts';
import { resultOf, unavailable } from '../../support/endings.ts';

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

describe('the outputs', () => {
  it('are what the service gave, and the duration worked out', () => {
    const result = resultOf(
      { why: 'completed' },
      { jobExecutionId: 'execution1', execution: decodeExecution(raw) },
    );
    expect(outputsOf(result)).toEqual({
      jobExecutionId: 'execution1',
      conclusion: 'success',
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
    expect(outputsOf(resultOf({ why: 'bad-inputs', problems: [] }))).toEqual({ conclusion: 'not_started' });
    expect(outputsOf(resultOf({ why: 'sight-lost', error: unavailable }, { jobExecutionId: 'e' }))).toEqual({
      jobExecutionId: 'e',
      conclusion: 'unknown',
    });
  });

  it('have the name of the job though the execution does not say it', () => {
    const result = resultOf({ why: 'failed' }, { job: aJob(), execution: anExecution() });
    expect(outputsOf(result)).toMatchObject({ jobName: 'job001' });
  });

  it.each([
    ['{"a":"1"}', '{"a":"1"}'],
    ['null', 'null'],
    ['[]', '[]'],
    ['{"n":12345678901234567890}', '{"n":12345678901234567890}'],
  ])('pass on parsedParameters %s as JSON', (given, written) => {
    const execution = decodeExecution(parseJson(`{"jobExecutionId":"e","parsedParameters":${given}}`));
    expect(outputsOf(resultOf({ why: 'failed' }, { execution }))).toMatchObject({
      parsedParameters: written,
    });
  });

  it('have the last word of the service as the status, whatever it is', () => {
    const execution = anExecution({ status: 'PAUSED' });
    expect(outputsOf(resultOf({ why: 'wait-timeout' }, { execution }))).toMatchObject({
      status: 'PAUSED',
      conclusion: 'timed_out',
    });
  });

  it('have times of zero', () => {
    const execution = anExecution({ runningTime: 0, waitingTime: 0 });
    expect(outputsOf(resultOf({ why: 'failed' }, { execution }))).toMatchObject({
      runningTime: '0',
      waitingTime: '0',
    });
  });
});
