import { describe, expect, it } from '@jest/globals';
import {
  acceptedAtMs,
  consoleLogPath,
  durationMs,
  finalStatus,
  isDocumented,
} from '../../src/dataflow/execution-facts.ts';
import { anExecution } from '../support/contexts.ts';

describe('a status', () => {
  it.each(['COMPLETED', 'FAILED', 'CANCELED'])('%s is final', (status) => {
    expect(finalStatus(anExecution({ status }))).toBe(status);
  });

  it.each(['READY', 'RUNNING', '', 'CANCELLED', 'completed', 'SUCCEEDED', 'toString'])(
    '%j is pending',
    (status) => expect(finalStatus(anExecution({ status }))).toBeUndefined(),
  );

  it.each([
    ['READY', true],
    ['RUNNING', true],
    ['COMPLETED', true],
    ['FAILED', true],
    ['CANCELED', true],
    ['PAUSED', false],
    ['', false],
  ])('%j is documented: %s', (status, known) => expect(isDocumented(status)).toBe(known));
});

describe('the times of an execution', () => {
  const startDate = '2025-03-21T11:12:54+09:00';

  it('are those of Korea where they say no offset', () => {
    expect(acceptedAtMs(anExecution({ createdDate: '2025-03-21T11:12:54' }))).toBe(Date.parse(startDate));
  });

  it('begin with its acceptance: createdDate, else startDate', () => {
    expect(acceptedAtMs(anExecution({ createdDate: startDate }))).toBe(Date.parse('2025-03-21T02:12:54Z'));
    expect(acceptedAtMs(anExecution({ createdDate: null, startDate }))).toBe(Date.parse(startDate));
  });

  it('begin with the later of the two: createdDate may be that of the job', () => {
    const createdDate = '2024-01-01T00:00:00+09:00';
    expect(acceptedAtMs(anExecution({ createdDate, startDate }))).toBe(Date.parse(startDate));
    expect(acceptedAtMs(anExecution({ createdDate: startDate, startDate: createdDate }))).toBe(
      Date.parse(startDate),
    );
  });

  it.each([null, 'soon'])('are not known from the date %j', (createdDate) => {
    expect(acceptedAtMs(anExecution({ createdDate }))).toBeUndefined();
  });

  it('give the duration when both ends are there', () => {
    const endDate = '2025-03-21T11:27:47+09:00';
    expect(durationMs(anExecution({ startDate, endDate }))).toBe(893_000);
    expect(durationMs(anExecution({ startDate }))).toBeUndefined();
    expect(durationMs(anExecution({ endDate }))).toBeUndefined();
    expect(durationMs(anExecution({ startDate: 'x', endDate }))).toBeUndefined();
  });
});

describe('the path of the console log', () => {
  it.each([
    [{ consoleLogPath: 'bucket/a.log' }, 'bucket/a.log'],
    [{ consoleLogPath: '' }, undefined],
    [{ consoleLogPath: 7 }, undefined],
    [{}, undefined],
    [null, undefined],
  ])('in %j is %s', (jobCondition, path) => {
    expect(consoleLogPath(anExecution({ jobCondition }))).toBe(path);
  });
});
