import { describe, expect, it } from '@jest/globals';
import { type PrepareOptions, patientReads, prepare } from '../../src/execution/prepare.ts';
import { contextOn, executionJson } from '../support/contexts.ts';
import { saved } from '../support/running-job.ts';
import {
  gatewayError,
  httpResponse,
  listed,
  lost,
  type Step,
  scriptedService,
} from '../support/scripted-send.ts';

const complete = { nrn: 'n', scriptPath: 's', logPath: 'l' };

function preparing(
  job: Step[],
  options: Partial<PrepareOptions> = {},
  list: Step[] = [listed(executionJson())],
) {
  const service = scriptedService({ job, list });
  const { context, ...rest } = contextOn(service.send);
  const given = { jobId: 'job1', jobCondition: {}, parameters: undefined, ...options };
  return { ...service, ...rest, run: () => prepare(context, given, patientReads(context, undefined)) };
}

describe('what is prepared', () => {
  it('is what was given, and what the job has saved for the rest; empty saved values are left out', async () => {
    const { run, events } = preparing([httpResponse(200, { jobId: 'job1', runCondition: saved })], {
      ...{ jobCondition: { numWorker: 3, timeout: 60 }, parameters: { $day: 'monday' } },
    });
    const { workerType: _empty, ...kept } = saved;
    expect(await run()).toMatchObject({
      condition: { jobCondition: { ...kept, numWorker: 3, timeout: 60 } },
      past: [{ jobExecutionId: 'execution1' }],
    });
    expect(events).toMatchObject([{ kind: 'prepared', parameterNames: ['$day'] }]);
  });

  it('comes without the job when the key may not read it and the given options are complete', async () => {
    const { run, kinds } = preparing([gatewayError(401, '210')], { jobCondition: complete });
    expect(await run()).toMatchObject({ job: undefined, condition: { jobCondition: complete } });
    expect(kinds()).toEqual(['job-unreadable', 'prepared']);
  });

  it.each<[string, Step, object]>([
    ['the key may not read it and options are missing', gatewayError(401, '210'), {}],
    ['the job does not exist', gatewayError(404, '300'), complete],
    ['the key is wrong', gatewayError(401, '200'), complete],
  ])('is an error when %s', async (_what, step, jobCondition) => {
    const { run, kinds } = preparing([step], { jobCondition: { ...jobCondition } });
    await expect(run()).rejects.toMatchObject({ facts: { operation: 'getJob' } });
    expect(kinds()).toEqual([]);
  });

  it('is an error when the past cannot be read: there would be no baseline', async () => {
    const { run } = preparing([httpResponse(200, { jobId: 'job1', runCondition: saved })], {}, [
      httpResponse(403),
    ]);
    await expect(run()).rejects.toMatchObject({ facts: { status: 403 } });
  });
});

describe('reads before a start', () => {
  it.each([
    [undefined, 300_000],
    [3_600_000, 300_000],
    [60_000, 60_000],
    [1, 10_000],
  ])('with waitTimeout %s ms are repeated for %i ms', async (waitTimeoutMs, patienceMs) => {
    const { context, clock } = contextOn(scriptedService({ job: [lost()] }).send);
    const reads = patientReads(context, waitTimeoutMs);
    expect(reads).toMatchObject({ untilMs: patienceMs, patient: true });
    await expect(context.client.getJob('job1', reads)).rejects.toThrow();
    expect(clock.elapsedMs()).toBeLessThanOrEqual(patienceMs);
    expect(clock.elapsedMs()).toBeGreaterThan(patienceMs - 15_000);
  });
});
