import { describe, expect, it } from '@jest/globals';
import { aJob, anExecution } from '../../support/contexts.ts';
import { unavailable } from '../../support/endings.ts';
import { logging } from '../../support/logging.ts';

describe('before the start', () => {
  const condition = {
    jobCondition: { nrn: 'nrn:1', numWorker: 3 },
    origins: { nrn: 'saved', numWorker: 'input' },
  } as const;

  it('job, options with their origin, and the names of parameters are told', () => {
    const { progress, lines } = logging();
    progress.onExecution({
      kind: 'prepared',
      jobId: 'job1',
      job: aJob(),
      condition,
      parameterNames: ['$a', 'b'],
      typical: undefined,
    });
    expect(lines).toEqual([
      'info: Data Flow job "job001" (job1), RUNNABLE',
      'info:   nrn: nrn:1 (saved)',
      'info:   numWorker: 3',
      'info:   parameters: $a, b',
    ]);
  });

  it.each([
    ['DRAFT', 1],
    ['EDITING', 1],
    ['STOPPED', 1],
    ['DELETED', 1],
    ['RUNNABLE', 0],
    ['RUNNING', 0],
    ['READY', 0],
    ['UNKNOWN', 0],
  ])('a job that is %s brings %i warnings', (status, count) => {
    const { progress, lines } = logging();
    progress.onExecution({
      kind: 'prepared',
      jobId: 'job1',
      job: aJob({ status }),
      condition,
      parameterNames: [],
      typical: undefined,
    });
    expect(lines.filter((line) => line.startsWith('warning'))).toHaveLength(count);
  });
});

describe('while an execution runs', () => {
  it('each change of state is one line, with the time', () => {
    const { lines, clock, identified, polled } = logging();
    identified();
    for (const status of ['READY', 'READY', 'RUNNING', 'RUNNING', 'COMPLETED']) {
      clock.pass(10_000);
      polled(status);
    }
    expect(lines).toEqual([
      'info: [0s] started execution execution1: READY',
      'info: [30s] RUNNING',
      'info: [50s] COMPLETED',
    ]);
  });

  it('there is a heartbeat a minute', () => {
    const { lines, clock, identified, polled } = logging();
    identified();
    polled('RUNNING');
    for (let poll = 0; poll < 36; poll += 1) {
      clock.pass(5_000);
      polled('RUNNING');
    }
    expect(lines.slice(2)).toEqual([
      'info: [1m] RUNNING, 1m since its start',
      'info: [2m] RUNNING, 2m since its start',
      'info: [3m] RUNNING, 3m since its start',
    ]);
  });

  it('status checks that fail are one line, the connection restored another, none is an annotation', () => {
    const { lines, clock, identified, polled, failed } = logging();
    identified();
    for (let poll = 0; poll < 5; poll += 1) {
      clock.pass(6_000);
      failed();
    }
    clock.pass(6_000);
    polled('READY');
    expect(lines.slice(1)).toEqual([
      `info: [6s] status check failed, retrying: ${unavailable.message}`,
      'info: [36s] connection restored after 30s',
    ]);
  });

  it('one that is listed late is no failed status check', () => {
    const { lines, clock, progress, identified, polled } = logging();
    identified();
    for (let poll = 0; poll < 4; poll += 1) {
      clock.pass(2_000);
      progress.onExecution({ kind: 'not-listed', jobExecutionId: 'execution1' });
    }
    polled('READY');
    clock.pass(2_000);
    polled('RUNNING');
    expect(lines.slice(1)).toEqual([
      'info: [2s] execution execution1 is not listed; polling again',
      'info: [10s] RUNNING',
    ]);
  });

  it('one that stays unlisted is one line a minute', () => {
    const { lines, clock, progress } = logging();
    for (let poll = 0; poll < 25; poll += 1) {
      clock.pass(5_000);
      progress.onExecution({ kind: 'not-listed', jobExecutionId: 'execution1' });
    }
    expect(lines).toHaveLength(2 + 1);
    expect(lines.slice(1)).toEqual(Array(2).fill(expect.stringContaining('execution1 is still not listed')));
  });

  it('status checks that keep failing are one line a minute', () => {
    const { lines, clock, failed } = logging();
    for (let poll = 0; poll < 25; poll += 1) {
      clock.pass(5_000);
      failed();
    }
    expect(lines.filter((line) => line.includes('status check still failing'))).toHaveLength(2);
  });

  it('a status that counts up, such as RUNNING_10 and RUNNING_20, is one warning', () => {
    const { lines, polled } = logging();
    for (const percent of [10, 20, 30]) polled(`RUNNING_${percent}`);
    expect(lines.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringContaining('"RUNNING_10"'),
    ]);
  });

  it.each(['PAUSED', ''])('a status that nobody knows is one warning: %j', (status) => {
    const { lines, polled } = logging();
    for (let poll = 0; poll < 5; poll += 1) polled(status);
    expect(lines.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });

  it('those of others are named, and told apart', () => {
    const { lines, progress, polled } = logging();
    const executions = [anExecution({ jobExecutionId: 'other', status: 'RUNNING' })];
    progress.onExecution({ kind: 'others-active', executions, ifRunning: 'queue' });
    polled('RUNNING', 'other');
    polled('COMPLETED', 'other');
    expect(lines).toEqual([
      'info: [0s] active already: other RUNNING (ifRunning: queue)',
      'info: [0s] COMPLETED (execution other)',
    ]);
  });
});

describe('what the client tells', () => {
  it('of each request is for debugging only', () => {
    const { lines, progress } = logging();
    progress.onClient({
      kind: 'request-ended',
      operation: 'getJob',
      request: 'GET /x',
      outcome: '200',
      tookMs: 12.4,
      traceId: 't7',
    });
    expect(lines).toEqual(['debug: getJob: GET /x -> 200 in 12 ms, trace id t7']);
  });

  it.each([
    [660_000, '11m behind'],
    [-660_000, '11m ahead of'],
  ])('of a clock that is off by %i ms is one warning that says by how much', (offsetMs, text) => {
    const { lines, progress } = logging();
    progress.onClient({ kind: 'clock-differs', offsetMs });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^warning: .*${text}`))]);
  });

  it('of another try is one line', () => {
    const { lines, progress } = logging();
    progress.onClient({ kind: 'trying-again', error: unavailable, pauseMs: 2_000 });
    expect(lines).toEqual([`info: [0s] ${unavailable.message}; trying again in 2s`]);
  });
});
