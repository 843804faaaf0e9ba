import { describe, expect, it } from '@jest/globals';
import { type PastExecution, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { documented } from '../api/documented.ts';
import { errors, type Inputs, JOB_ID } from './step.ts';
import { run } from './sub-action.ts';

const get = (simulator: Simulator, inputs: Inputs = {}) =>
  run(simulator, 'get-job', { jobId: JOB_ID, ...inputs });

/** A past execution that was accepted so many minutes ago, in the order of its place. */
function past(minutesAgo: number, status: string): PastExecution {
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  return { status, startDate: at(minutesAgo), endDate: at(minutesAgo - 1) };
}

/** A job that was never executed: none of the documented one's dates. */
const fresh = {
  ...documented('get-job.response'),
  lastExecutionDate: undefined,
  lastExecutionStatus: undefined,
};

describe('the documented example of getJob', () => {
  it.concurrent('is in the outputs unchanged', async () => {
    const example = documented('get-job.response');
    await using simulator = await startSimulator({ jobs: [example] });
    const { exitCode, outputs } = await get(simulator);
    expect(exitCode).toBe(0);
    expect(JSON.parse(outputs['job'] ?? '')).toEqual(example);
    expect(JSON.parse(outputs['runCondition'] ?? '')).toEqual(example.runCondition);
    expect(outputs).toMatchObject({
      name: 'job001',
      lastExecutionId: '',
      type: 'DATAFLOW',
      status: 'RUNNABLE',
      lastExecutionStatus: '',
      lastExecutionDate: '2025-03-20T13:06:05+09:00',
    });
  });
});

describe.each(['2025', '2026'] as const)('get-job, edition %s', (edition) => {
  it.concurrent.each(['newest-first', 'oldest-first', 'shuffled'] as const)(
    'takes the newest execution (%s)',
    async (order) => {
      const pastExecutions = [past(300, 'FAILED'), past(20, 'COMPLETED'), past(100, 'CANCELED')];
      await using simulator = await startSimulator({ edition, order, pastExecutions });
      const step = await get(simulator, { requireLastStatus: 'completed', maxAge: '30m' });
      expect(step).toMatchObject({ exitCode: 0, outputs: { lastExecutionStatus: 'COMPLETED' } });
      expect(step.outputs['lastExecutionDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);
      expect(step.log).toMatch(/last execution COMPLETED, started \S+\+09:00 \(20m(\d\ds)? ago\)/);
    },
  );

  it.concurrent('fails when the last status is not requireLastStatus', async () => {
    await using simulator = await startSimulator({ edition, pastExecutions: [past(20, 'FAILED')] });
    const step = await get(simulator, { requireLastStatus: 'COMPLETED' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { lastExecutionStatus: 'FAILED', name: 'job001' } });
    expect(errors(step)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Job "job001" \\(${JOB_ID}\\): last execution FAILED, .* ago\\); none COMPLETED; requireLastStatus is COMPLETED\\.`,
        ),
      ),
    ]);
    expect(errors(step)[0]).toContain('Cause: the executions of the job are not as required.');
  });

  it.concurrent('fails when the last execution is older than maxAge by the clock of the service', async () => {
    const hourMs = 3_600_000;
    const pastExecutions = [
      { status: 'COMPLETED', startDate: new Date(Date.now() + 3 * hourMs).toISOString() },
    ];
    await using simulator = await startSimulator({ edition, pastExecutions, clockOffsetMs: 5 * hourMs });
    const passed = await get(simulator, { maxAge: '3h' });
    expect(passed.exitCode).toBe(0);
    const step = await get(simulator, { maxAge: '1h', requireLastStatus: 'COMPLETED' });
    expect([step.exitCode, errors(step).length]).toEqual([1, 1]);
    expect(errors(step)[0]).toMatch(/\(2h ago\); .*; maxAge is 1h\./);
  });

  it.concurrent('counts "never executed" as not satisfied', async () => {
    await using simulator = await startSimulator({ edition, jobs: [fresh] });
    expect(await get(simulator)).toMatchObject({ exitCode: 0, outputs: { lastExecutionStatus: '' } });
    const step = await get(simulator, { requireLastStatus: 'COMPLETED', maxAge: '1d' });
    expect(step.exitCode).toBe(1);
    expect(errors(step)[0]).toMatch(/: never executed; requireLastStatus is COMPLETED, and maxAge is 1d\./);
  });
});

describe.each(['2025', '2026'] as const)('get-job with requireCompletedWithin, edition %s', (edition) => {
  it.concurrent('passes whatever was started since, and names the executions', async () => {
    const pastExecutions = [
      { ...past(5, 'RUNNING'), jobExecutionId: 'running' },
      { ...past(20, 'FAILED'), jobExecutionId: 'failed' },
      { ...past(50, 'COMPLETED'), jobExecutionId: 'completed' },
    ];
    await using simulator = await startSimulator({ edition, pastExecutions });
    const step = await get(simulator, { requireCompletedWithin: '1h' });
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: { lastExecutionId: 'running', lastExecutionStatus: 'RUNNING', lastCompletedId: 'completed' },
    });
    expect(step.outputs['lastCompletedDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);
    expect(step.log).toContain('last COMPLETED completed, ended');
    const failed = await get(simulator, { requireCompletedWithin: '40m', requireLastStatus: 'COMPLETED' });
    expect(failed.exitCode).toBe(1);
    expect(errors(failed)[0]).toMatch(
      /\(49m(\d\ds)? ago\); requireLastStatus is COMPLETED, and requireCompletedWithin is 40m\./,
    );
  });

  it.concurrent('reads one small page of a long history, newest first', async () => {
    await using simulator = await startSimulator({ edition, history: 3_000 });
    const step = await get(simulator);
    expect(step.outputs).toMatchObject({ lastCompletedId: step.outputs['lastExecutionId'] });
    expect(simulator.requests.map(({ path }) => path.split('?')[1] ?? '')).toEqual(['', 'page=0&limit=20']);
  });

  it.concurrent.each(['oldest-first', 'shuffled'] as const)(
    'reads the whole list that is %s',
    async (order) => {
      const pastExecutions = Array.from({ length: 60 }, (_, index) => past(100 + index, 'COMPLETED'));
      const newest = { ...past(30, 'COMPLETED'), jobExecutionId: 'newest' };
      await using simulator = await startSimulator({
        edition,
        order,
        pastExecutions: [...pastExecutions, newest],
      });
      const step = await get(simulator, { requireCompletedWithin: '30m' });
      expect(step).toMatchObject({
        exitCode: 0,
        outputs: { lastCompletedId: 'newest', lastExecutionId: 'newest' },
      });
    },
  );
});

describe('get-job', () => {
  it.concurrent('shows no age for a date without an execution', async () => {
    await using simulator = await startSimulator();
    const step = await get(simulator);
    expect(step.log).toContain(
      'lastExecutionDate is 2025-03-20T13:06:05+09:00, and the list has no such execution; none COMPLETED.',
    );
    expect(step.log).not.toContain(' ago');
    expect(step.outputs).toMatchObject({ lastExecutionId: '', lastCompletedId: '', lastCompletedDate: '' });
  });

  it.concurrent('does not take the status of an execution that is older than the last one', async () => {
    const jobs = [{ lastExecutionDate: new Date().toISOString() }];
    const list = { ...documented('get-job-executions.response'), count: 1 };
    await using simulator = await startSimulator({
      jobs,
      faults: [
        { on: 'getJobExecutions', kind: 'status', status: 200, body: JSON.stringify(list), times: Infinity },
      ],
    });
    const step = await get(simulator, { requireLastStatus: 'COMPLETED' });
    expect(step.exitCode).toBe(1);
    expect(errors(step)[0]).toMatch(
      /lastExecutionDate is \S+, and the list has no such execution; last COMPLETED fKE22JFX4PAu, ended 2025-03-21T11:27:47\+09:00/,
    );
  });

  it.concurrent('names every wrong input, and sends nothing', async () => {
    await using simulator = await startSimulator();
    const step = await get(simulator, {
      jobId: '..',
      requireLastStatus: 'CANCELLED',
      maxAge: 'a day',
      requireCompletedWithin: '0s',
    });
    expect([step.exitCode, simulator.requests.length, errors(step).length]).toEqual([1, 0, 1]);
    for (const part of [
      '4 problems',
      'requireCompletedWithin: "0s"',
      'jobId: ".."',
      'requireLastStatus: "CANCELLED"',
      'maxAge: "a day"',
    ])
      expect(errors(step)[0]).toContain(part);
  });

  it.concurrent('names the job that is not found', async () => {
    await using simulator = await startSimulator();
    const step = await get(simulator, { jobId: 'nobody' });
    expect(errors(step)).toEqual([
      expect.stringContaining('Job nobody could not be read: getJob was refused'),
    ]);
  });
});
