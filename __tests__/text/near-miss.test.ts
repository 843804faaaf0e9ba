import { describe, expect, it } from '@jest/globals';
import { nearMiss } from '../../src/text/near-miss.ts';

const known = ['jobId', 'jobCondition', 'parameters', 'needs', 'retries'];

describe('the word that was probably meant', () => {
  it.each([
    ['job_id', 'jobId'],
    ['JOB-ID', 'jobId'],
    ['parameter', 'parameters'],
    ['jobConditon', 'jobCondition'],
    ['need', 'needs'],
    ['retires', 'retries'],
  ])('for %s is %s', (word, meant) => expect(nearMiss(word, known)).toBe(meant));

  it.each(['jobId', 'name', 'x', '', 'dependsOn', 'toString'])('for %j is none', (word) =>
    expect(nearMiss(word, known)).toBeUndefined(),
  );

  it('is none where nothing is known', () => expect(nearMiss('a', [])).toBeUndefined());

  it('is the nearest of several', () => expect(nearMiss('load2', ['load1x', 'load'])).toBe('load'));
});
