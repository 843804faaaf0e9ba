import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { planOutputs } from '../../../src/report/plan/plan-outputs.ts';
import { BACKFILL, RUN_JOBS } from '../../../src/report/plan/plan-row.ts';
import { aRow } from './any-rows.ts';

const rows = [
  aRow('d1'),
  aRow('d2', {
    jobExecutionId: undefined,
    status: undefined,
    durationSeconds: undefined,
    conclusion: 'not_started',
    attempts: 0,
  }),
];
const lists = { completed: ['d1'], failed: [], skipped: [], remaining: ['d2'] };
const outputs = (words: typeof BACKFILL) => planOutputs({ words, conclusion: 'timed_out', rows }, lists);
const result = {
  jobExecutionId: 'e-d1',
  status: 'COMPLETED',
  conclusion: 'success',
  durationSeconds: 370,
  attempts: 1,
};

describe('the outputs of a plan', () => {
  it.each([
    ['backfill', BACKFILL],
    ['run-jobs', RUN_JOBS],
  ] as const)('are those that %s/action.yml declares', (folder, words) => {
    const file = readFileSync(join(import.meta.dirname, '../../..', folder, 'action.yml'), 'utf8');
    const { outputs: declared } = parse(file) as { outputs: object };
    expect(Object.keys(outputs(words)).sort()).toEqual(Object.keys(declared).sort());
  });

  it('of a backfill have the results as a list, and what is left as remaining', () => {
    const { results = '', ...others } = outputs(BACKFILL);
    expect(JSON.parse(results)).toEqual([
      { date: 'd1', ...result },
      { date: 'd2', conclusion: 'not_started', attempts: 0 },
    ]);
    expect(others).toEqual({
      conclusion: 'timed_out',
      message: '1 of 2 dates completed.',
      completed: '["d1"]',
      failed: '[]',
      skipped: '[]',
      remaining: '["d2"]',
    });
  });

  it('of run-jobs have the results by name, and what is left as notRun', () => {
    const { results = '', notRun } = outputs(RUN_JOBS);
    expect(JSON.parse(results)).toEqual({
      d1: { jobId: 'job1', ...result },
      d2: { jobId: 'job1', conclusion: 'not_started', attempts: 0 },
    });
    expect(notRun).toBe('["d2"]');
  });
});
