import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../../src/dataflow/errors.ts';
import type { Failure, JobEnd, JobFacts, JobOutcome } from '../../../src/job/outcome.ts';
import { explainJob } from '../../../src/report/jobs/explanation.ts';
import type { SubAction } from '../../../src/report/jobs/facts.ts';
import { jobSummaryOf } from '../../../src/report/jobs/summary.ts';
import { aJob } from '../../support/contexts.ts';

const job = aJob({ name: 'sales' });
const error = new DataFlowError('refused', { operation: 'createJob', status: 400, serviceMessage: 'no' });
const lost = new DataFlowError('response-lost', { operation: 'updateJob' });
const differences = [{ path: ['jobCondition', 'numWorker'], saved: 2, wanted: 3 }];
const gates = { requireLastStatus: 'COMPLETED', maxAgeMs: 3_600_000, completedWithinMs: 7_200_000 };
const last = { executed: true, id: 'e1', status: 'FAILED', date: 'yesterday', ageMs: 90_000_000 };

const explain = (action: SubAction, facts: JobFacts, end: JobEnd) => explainJob(action, { ...facts, end });
const failed = (failure: Failure): JobEnd => ({ kind: 'failed', failure });
const done: JobEnd = { kind: 'done' };
const cancelled: JobEnd = { kind: 'cancelled' };

describe('the end of a step about a job', () => {
  it.each<[string, SubAction, JobFacts, JobEnd]>([
    ['Job "sales" (job1) was created.', 'create-job', { job, creation: 'created' }, done],
    [
      'Job "sales" (job1) exists already; none was created. The job is as wanted; nothing was sent.',
      'create-job',
      { job, creation: 'found', differences: [] },
      done,
    ],
    [
      'Job "sales" (job1) exists already; none was created. The job was changed, read again and found as wanted. The saved settings were changed, read again and found as wanted.',
      'create-job',
      { job, creation: 'found', differences, update: 'proven', save: 'proven' },
      done,
    ],
    [
      'Job "sales" (job1) exists already; none was created. It differs from what is wanted: jobCondition.numWorker. Nothing was sent, because check is report.',
      'create-job',
      { job, creation: 'found', differences },
      done,
    ],
    [
      'Job "sales" does not exist. It was not created, because check is set.',
      'create-job',
      { name: 'sales', creation: 'not-there' },
      done,
    ],
    [
      'The saved settings of job "sales" (job1) are as wanted; nothing was sent.',
      'configure-job',
      { job, differences: [] },
      done,
    ],
    [
      'Job "sales" (job1): last execution FAILED, started yesterday (1d01h ago); none COMPLETED.',
      'get-job',
      { job, executions: { last, completed: undefined } },
      done,
    ],
    [
      'Job "sales" (job1): never executed.',
      'get-job',
      { job, executions: { last: { ...last, executed: false }, completed: undefined } },
      done,
    ],
    ['The step was cancelled. No job was created.', 'create-job', { name: 'sales' }, cancelled],
    [
      'The step was cancelled. createJob was sent for job "sales"; whether it was created is not known.',
      'create-job',
      { name: 'sales', creation: 'unclear' },
      cancelled,
    ],
    [
      'The step was cancelled. Job "sales" (job1) exists already; none was created. The job was sent; whether the change is saved is not known.',
      'create-job',
      { job, creation: 'found', differences, update: 'sent' },
      cancelled,
    ],
    [
      'The step was cancelled. The saved settings of job job1 were not changed.',
      'configure-job',
      { jobId: 'job1' },
      cancelled,
    ],
  ])('says "%s"', (what, action, facts, end) => {
    expect(explain(action, facts, end).what).toBe(what);
  });

  it.each<[SubAction, JobFacts, DataFlowError, string]>([
    ['create-job', { name: 'sales' }, error, 'Job "sales" was not created: createJob was refused'],
    ['create-job', {}, error, 'No job was created: '],
    [
      'create-job',
      { job, creation: 'found', update: 'sent' },
      lost,
      'exists, but it is not proven that the job was changed: updateJob',
    ],
    [
      'create-job',
      { job, creation: 'found' },
      new DataFlowError('refused', { operation: 'updateJob', status: 400 }),
      'exists, but it was not changed: updateJob',
    ],
    [
      'create-job',
      { job, creation: 'created', save: 'taken' },
      lost,
      'was created and exists, but it is not proven that its settings are saved',
    ],
    ['configure-job', { jobId: 'job1' }, error, 'Job job1: its settings were not saved'],
    ['get-job', { jobId: 'job1' }, error, 'Job job1 could not be read'],
  ])('by a refusal of %s with %j says what is certain', (action, facts, refusal, what) => {
    const explanation = explain(action, facts, { kind: 'refused', error: refusal });
    expect(explanation.what).toContain(what);
    expect(explanation.next).toHaveLength(1);
  });

  it.each<[Failure, string[]]>([
    [{ why: 'exists', name: 'sales', jobIds: ['a', 'b'] }, ['"sales" exists (a, b)', 'ifExists is fail']],
    [{ why: 'several', name: 'sales', jobIds: ['a', 'b'] }, ['2 jobs are named "sales": a, b']],
    [
      { why: 'create-lost', name: 'sales', error: lost, candidates: [] },
      ['Whether there is a job now is not known'],
    ],
    [
      { why: 'create-lost', name: 'sales', error: lost, candidates: ['x', 'y'] },
      ['One of these may be it: x, y'],
    ],
    [
      { why: 'refused-twice', first: error, second: error },
      ['Without a type: createJob', 'With type: VISUAL: createJob', 'add type: VISUAL'],
    ],
    [
      { why: 'differs', by: 'reuse', fields: ['nodes', 'type'] },
      ['differs from what is wanted: nodes, type', 'ifExists is reuse', 'Use ifExists: update'],
    ],
    [{ why: 'differs', by: 'check', fields: ['nodes'] }, ['check is true', 'Run the step without check']],
    [
      { why: 'did-not-stick', fields: ['nodes'] },
      ['the service shows other values: nodes', 'Change the nodes in the Data Flow console'],
    ],
    [
      { why: 'did-not-stick', fields: ['jobCondition.x'] },
      ['The saved settings of job "sales" (job1) were sent'],
    ],
    [
      { why: 'gate', unmet: ['requireLastStatus', 'maxAge', 'requireCompletedWithin'], gates },
      ['requireLastStatus is COMPLETED, and maxAge is 1h, and requireCompletedWithin is 2h'],
    ],
  ])('by %j names it, its cause and the next step', (failure, parts) => {
    const { what, cause, next } = explain('create-job', { job, creation: 'found' }, failed(failure));
    for (const part of parts) expect(`${what}\n${next.join('\n')}`).toContain(part);
    expect([cause, next.length > 0]).toEqual([expect.stringMatching(/./), true]);
  });

  it('by a defect says what is certain, and asks for a report', () => {
    const end = { kind: 'crashed', error: new TypeError('x is not a function') } as const;
    expect(explain('create-job', { job, creation: 'created' }, end)).toEqual({
      what: 'Job "sales" (job1) was created. This action failed unexpectedly: TypeError: x is not a function.',
      cause: 'an error of this action',
      next: [expect.stringMatching(/^This is a defect of this action: please report it/)],
    });
  });

  it('that was cancelled with a change under way asks to check the job', () => {
    const [first] = explain('configure-job', { job, save: 'sent' }, cancelled).next;
    expect(first).toBe('Check job "sales" (job1) in the Data Flow console.');
  });
});

describe('the summary', () => {
  const summary = (outcome: JobOutcome) =>
    jobSummaryOf('create-job', outcome, explainJob('create-job', outcome));

  it('shows values whole and unchanged in a block, whatever they hold', () => {
    const wanted = 'a|b`c\\d*e_f<g>```';
    const [difference] = [{ path: ['jobCondition', 'logPath'], saved: 'old', wanted }];
    const text = summary({ job, creation: 'found', differences: [difference], end: done });
    expect(text).toContain(wanted);
    expect(text).toMatch(/^````text$/m);
  });

  it('shows no part of a long value, and no value of parameters', () => {
    const secret = 's3cret'.repeat(60);
    const all = [
      { path: ['jobCondition', 'logPath'], saved: undefined, wanted: secret },
      { path: ['jobCondition', 'parameters', 'token'], saved: 'old-s3cret', wanted: 's3cret' },
      { path: ['jobCondition', 'parameters'], saved: undefined, wanted: { token: 's3cret' } },
    ];
    const text = summary({ job, creation: 'found', differences: all, end: done });
    expect(text).not.toContain('s3cret');
    expect(text).toContain('(360 characters, not shown)');
    expect(text).toMatch(/jobCondition\.parameters\.token +\(not shown\) +\(not shown\)/);
  });
});
