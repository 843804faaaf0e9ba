import { describe, expect, it } from '@jest/globals';
import { missingOptions } from '../../../src/execution/plan/missing-options.ts';
import { aJob } from '../../support/contexts.ts';
import { plannedRun } from './plan-scene.ts';

const saved = { nrn: '', scriptPath: 'b/s', logPath: 'b/l/' };
const jobs = new Map([['job', { job: aJob({ runCondition: saved }), past: [] }]]);

describe('the options that a start lacks', () => {
  it('are none when input and saved settings have them together', () => {
    const runs = [plannedRun('a', { jobCondition: { nrn: 'nrn:1' } })];
    expect(missingOptions(runs, jobs)).toBeUndefined();
  });

  it('are named once for each job, however many runs it has', () => {
    const runs = [plannedRun('a'), plannedRun('b'), plannedRun('c', { jobId: 'unread' })];
    expect(missingOptions(runs, jobs)).toBe(
      'job job: neither jobCondition nor the saved settings have nrn; job unread: neither jobCondition nor the saved settings have nrn, scriptPath, logPath',
    );
  });
});
