import { describe, expect, it } from '@jest/globals';
import { aJob, anExecution } from '../../support/contexts.ts';
import { unavailable } from '../../support/endings.ts';
import { narrating } from '../../support/narrating.ts';

describe('before the start', () => {
  const condition = {
    jobCondition: { nrn: 'nrn:1', numWorker: 3 },
    origins: { nrn: 'saved', numWorker: 'input' },
  } as const;

  it('job, options with their origin, and the names of parameters are told', () => {
    const { narrator, lines } = narrating();
    narrator.onExecution({
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
    const { narrator, lines } = narrating();
    narrator.onExecution({
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
    const { lines, clock, identified, seen } = narrating();
    identified();
    for (const status of ['READY', 'READY', 'RUNNING', 'RUNNING', 'COMPLETED']) {
      clock.pass(10_000);
      seen(status);
    }
    expect(lines).toEqual([
      'info: [0s] started execution execution1: READY',
      'info: [30s] RUNNING',
      'info: [50s] COMPLETED',
    ]);
  });

  it('there is a heartbeat a minute', () => {
    const { lines, clock, identified, seen } = narrating();
    identified();
    seen('RUNNING');
    for (let look = 0; look < 36; look += 1) {
      clock.pass(5_000);
      seen('RUNNING');
    }
    expect(lines.slice(2)).toEqual([
      'info: [1m] RUNNING for 1m',
      'info: [2m] RUNNING for 2m',
      'info: [3m] RUNNING for 3m',
    ]);
  });

  it('contact that is lost is one line, contact that is back another, none is an annotation', () => {
    const { lines, clock, identified, seen, failed } = narrating();
    identified();
    for (let look = 0; look < 5; look += 1) {
      clock.pass(6_000);
      failed();
    }
    clock.pass(6_000);
    seen('READY');
    expect(lines.slice(1)).toEqual([
      `info: [6s] contact lost: ${unavailable.message}; looking again`,
      'info: [36s] contact is back after 30s',
    ]);
  });

  it('one that is listed late was never out of contact', () => {
    const { lines, clock, narrator, identified, seen } = narrating();
    identified();
    for (let look = 0; look < 4; look += 1) {
      clock.pass(2_000);
      narrator.onExecution({ kind: 'not-listed', jobExecutionId: 'execution1' });
    }
    seen('READY');
    clock.pass(2_000);
    seen('RUNNING');
    expect(lines.slice(1)).toEqual([
      'info: [2s] execution execution1 is not listed; looking again',
      'info: [10s] RUNNING',
    ]);
  });

  it('one that stays unlisted is told once a minute', () => {
    const { lines, clock, narrator } = narrating();
    for (let look = 0; look < 25; look += 1) {
      clock.pass(5_000);
      narrator.onExecution({ kind: 'not-listed', jobExecutionId: 'execution1' });
    }
    expect(lines).toHaveLength(2 + 1);
    expect(lines.slice(1)).toEqual(Array(2).fill(expect.stringContaining('execution1 is still not listed')));
  });

  it('long silence is told once a minute', () => {
    const { lines, clock, failed } = narrating();
    for (let look = 0; look < 25; look += 1) {
      clock.pass(5_000);
      failed();
    }
    expect(lines.filter((line) => line.includes('still no contact'))).toHaveLength(2);
  });

  it.each(['PAUSED', ''])('a status that nobody knows is one warning: %j', (status) => {
    const { lines, seen } = narrating();
    for (let look = 0; look < 5; look += 1) seen(status);
    expect(lines.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });

  it('those of others are named, and told apart', () => {
    const { lines, narrator, seen } = narrating();
    const executions = [anExecution({ jobExecutionId: 'other', status: 'RUNNING' })];
    narrator.onExecution({ kind: 'others-active', executions, ifRunning: 'queue' });
    seen('RUNNING', 'other');
    seen('COMPLETED', 'other');
    expect(lines).toEqual([
      'info: [0s] active already: other RUNNING (ifRunning: queue)',
      'info: [0s] COMPLETED (execution other)',
    ]);
  });
});

describe('what the client tells', () => {
  it('of each request is for debugging only', () => {
    const { lines, narrator } = narrating();
    narrator.onClient({
      kind: 'answered',
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
    const { lines, narrator } = narrating();
    narrator.onClient({ kind: 'clock-differs', offsetMs });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^warning: .*${text}`))]);
  });

  it('of another try is one line', () => {
    const { lines, narrator } = narrating();
    narrator.onClient({ kind: 'trying-again', error: unavailable, pauseMs: 2_000 });
    expect(lines).toEqual([`info: [0s] ${unavailable.message}; trying again in 2s`]);
  });
});
