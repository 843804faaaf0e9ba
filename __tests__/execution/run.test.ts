import { describe, expect, it } from '@jest/globals';
import { conclusionOf } from '../../src/execution/outcome.ts';
import type { RunOptions } from '../../src/execution/run.ts';
import { other, ours, running, saved, sendsStart } from '../support/running-job.ts';
import { gatewayError, httpResponse, listed, lost, notSent, type Step } from '../support/scripted-send.ts';

describe('a run', () => {
  it('reads job and past, starts once, and polls until the end', async () => {
    const { run, operations, kinds } = running();
    expect(await run()).toMatchObject({
      ending: { kind: 'completed' },
      jobExecutionId: 'ours',
      how: 'started',
      job: { name: 'job001' },
      execution: { status: 'COMPLETED' },
    });
    expect(operations()).toEqual(['job', 'list', 'start', 'list', 'list']);
    expect(kinds()).toEqual(['prepared', 'identified', 'polled', 'polled']);
  });

  it('sends what was given, and what the job has saved for the rest', async () => {
    const given = {
      jobCondition: { numWorker: 3, timeout: 60 },
      parameters: { $a: '1' },
      triggerId: 't',
      workflowId: 'w',
    };
    const { run, bodies, requests } = running(given);
    await run();
    const { workerType: _empty, ...kept } = saved;
    expect(bodies()).toEqual([
      { jobCondition: { ...kept, numWorker: 3, timeout: 60 }, parameters: { $a: '1' } },
    ]);
    expect(requests[2]?.path).toBe('/api/v1/jobs/job1/executions?triggerId=t&workflowId=w');
  });

  it('with wait: false is through once it is started', async () => {
    const { run, operations } = running({ wait: false });
    expect(await run()).toMatchObject({ ending: { kind: 'started' }, jobExecutionId: 'ours' });
    expect(operations()).toEqual(['job', 'list', 'start']);
  });
});

describe('before the start', () => {
  const complete = { jobCondition: { nrn: 'n', scriptPath: 's', logPath: 'l' } };

  it('a job that may not be read is no obstacle when the given options are complete', async () => {
    const { run, kinds, bodies } = running(complete, { job: [gatewayError(401, '210')] });
    expect(await run()).toMatchObject({ ending: { kind: 'completed' } });
    expect(kinds()).toContain('job-unreadable');
    expect(bodies()).toEqual([complete]);
  });

  it.each<[string, Partial<RunOptions>, Step]>([
    ['may not be read, with options missing', {}, gatewayError(401, '210')],
    ['does not exist', complete, gatewayError(404, '300')],
    ['is refused with a wrong key', complete, gatewayError(401, '200')],
    ['cannot be read for long', {}, gatewayError(503, '500')],
  ])('a job that %s ends the run with nothing started', async (_what, options, step) => {
    const { run, operations } = running(options, { job: [step] });
    expect(await run()).toMatchObject({ ending: { kind: 'refused' } });
    expect(sendsStart(operations())).toBe(false);
  });

  it('a past that cannot be read ends the run: there would be no baseline', async () => {
    const { run, operations } = running({}, { list: [httpResponse(403)] });
    expect(await run()).toMatchObject({ ending: { kind: 'refused' } });
    expect(sendsStart(operations())).toBe(false);
  });

  it('trouble that passes is waited out', async () => {
    const { run } = running(
      {},
      { job: [lost(), gatewayError(503, '500'), httpResponse(200, { jobId: 'job1', runCondition: saved })] },
    );
    expect(await run()).toMatchObject({ ending: { kind: 'completed' } });
  });

  it('a cancelled step starts nothing', async () => {
    const { run, cancelStep, operations, clock } = running({}, { job: [gatewayError(503, '500')] });
    clock.at(100, cancelStep);
    expect(await run()).toMatchObject({ state: 'not-started', ending: { kind: 'cancelled-before-start' } });
    expect(sendsStart(operations())).toBe(false);
  });
});

describe('ifRunning', () => {
  const active = [listed(other('RUNNING'))];

  it('start starts another', async () => {
    const { run, operations } = running({ wait: false }, { list: active });
    expect(await run()).toMatchObject({ jobExecutionId: 'ours' });
    expect(sendsStart(operations())).toBe(true);
  });

  it('attach waits for the one that is there', async () => {
    const { run, operations } = running(
      { ifRunning: 'attach' },
      { list: [...active, ...active, listed(other('FAILED'))] },
    );
    expect(await run()).toMatchObject({
      ending: { kind: 'failed' },
      jobExecutionId: 'other',
      how: 'attached',
    });
    expect(sendsStart(operations())).toBe(false);
  });

  it('fail starts nothing', async () => {
    const { run, operations } = running({ ifRunning: 'fail' }, { list: active });
    expect(await run()).toMatchObject({ ending: { kind: 'already-running', others: ['other'] } });
    expect(sendsStart(operations())).toBe(false);
  });

  it('queue starts when the others have ended, with the saved settings of then', async () => {
    let lists = 0;
    let sent = false;
    const list: Step = (request) => {
      lists += 1;
      const others = [other(lists < 5 ? 'RUNNING' : 'COMPLETED')];
      return listed(...others, ...(sent ? [ours('COMPLETED')] : []))(request);
    };
    const start: Step = () => {
      sent = true;
      return httpResponse(200, ours('READY'));
    };
    const job = [saved, { ...saved, timeout: 60 }].map((runCondition) =>
      httpResponse(200, { jobId: 'job1', runCondition }),
    );
    const { run, bodies } = running({ ifRunning: 'queue' }, { job, list: [list], start: [start] });
    expect(await run()).toMatchObject({ ending: { kind: 'completed' }, jobExecutionId: 'ours' });
    expect(bodies()).toMatchObject([{ jobCondition: { timeout: 60 } }]);
  });

  it('queue whose others end just when waitTimeout has passed starts nothing', async () => {
    const clockOf = { elapsedMs: () => 0, pass: (_ms: number) => {} };
    const list: Step = (request) => {
      if (clockOf.elapsedMs() >= 59_000) clockOf.pass(1_500);
      return listed(other(clockOf.elapsedMs() >= 59_000 ? 'COMPLETED' : 'RUNNING'))(request);
    };
    const { run, operations, clock } = running(
      { ifRunning: 'queue', waitTimeoutMs: 60_000 },
      { list: [list] },
    );
    clockOf.elapsedMs = () => clock.elapsedMs();
    clockOf.pass = (ms) => clock.pass(ms);
    const result = await run();
    expect(result).toMatchObject({ ending: { kind: 'others-still-running', others: ['other'] } });
    expect(conclusionOf(result)).toBe('not_started');
    expect(sendsStart(operations())).toBe(false);
  });

  it('queue counts its waiting against waitTimeout', async () => {
    const { run, clock } = running({ ifRunning: 'queue', waitTimeoutMs: 60_000 }, { list: active });
    expect(await run()).toMatchObject({ ending: { kind: 'others-still-running', others: ['other'] } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(62_000);
  });

  it('replace starts when those it cancelled have stopped', async () => {
    let isCancelled = false;
    const list: Step = (request) => listed(other(isCancelled ? 'CANCELED' : 'RUNNING'))(request);
    const cancel: Step = () => {
      isCancelled = true;
      return httpResponse(200, 'true');
    };
    const { run, operations } = running(
      { ifRunning: 'replace', wait: false },
      { list: [list], cancel: [cancel] },
    );
    expect(await run()).toMatchObject({ jobExecutionId: 'ours', how: 'started' });
    expect(operations().indexOf('cancel')).toBeLessThan(operations().indexOf('start'));
  });
});

describe('waitTimeout', () => {
  const job = httpResponse(200, { jobId: 'job1', runCondition: saved });
  it.each<[string, Step[], Step[]]>([
    ['the job', [gatewayError(503, '500')], [listed()]],
    ['the past', [job], [gatewayError(503, '500')]],
  ])('bounds the reading of %s too', async (_what, jobs, list) => {
    const { run, clock, operations } = running({ waitTimeoutMs: 20_000 }, { job: jobs, list });
    expect(await run()).toMatchObject({ ending: { kind: 'refused', error: { facts: { status: 503 } } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(20_000);
    expect(sendsStart(operations())).toBe(false);
  });
});

describe('a service that cannot be reached before the start', () => {
  it.each([
    [4 * 60_000, 'completed'],
    [6 * 60_000, 'refused'],
  ])('for %i ms: %s', async (outageMs, kind) => {
    let nowMs = () => 0;
    const job: Step = () =>
      nowMs() < outageMs ? notSent() : httpResponse(200, { jobId: 'job1', runCondition: saved });
    const { run, clock } = running({}, { job: [job] });
    nowMs = () => clock.elapsedMs();
    expect(await run()).toMatchObject({ ending: { kind } });
    expect(clock.elapsedMs()).toBeLessThan(outageMs + 60_000);
  });
});

describe('jobExecutionId', () => {
  it('waits for that one, and starts none', async () => {
    const { run, operations } = running(
      { jobExecutionId: 'other' },
      { list: [listed(other('RUNNING')), listed(other('COMPLETED'))] },
    );
    expect(await run()).toMatchObject({
      ending: { kind: 'completed' },
      jobExecutionId: 'other',
      how: 'attached',
    });
    expect(operations()).toEqual(['list', 'list']);
  });

  it('that the service does not know is named all the same', async () => {
    const { run } = running({ jobExecutionId: 'gone' }, { list: [listed(other('RUNNING'))] });
    expect(await run()).toMatchObject({ ending: { kind: 'not-listed' }, jobExecutionId: 'gone' });
  });
});
