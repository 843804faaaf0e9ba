import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../src/dataflow/errors.ts';
import type { Job } from '../../src/dataflow/model.ts';
import {
  type AttemptOptions,
  notStarted,
  startAndFollow,
  startAttempt,
} from '../../src/execution/attempt.ts';
import { JobWatcher } from '../../src/execution/watch.ts';
import { aJob, anExecution, contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { runOptions } from '../support/run-options.ts';
import {
  gatewayError,
  httpResponse,
  listed,
  lost,
  type Step,
  scriptedService,
} from '../support/scripted-send.ts';

const ours = executionJson({ jobExecutionId: 'ours' });
const jobCondition = { nrn: 'nrn:1', timeout: 60 };

function attempting(
  start: Step[],
  list: Step[] = [listed()],
  options: Partial<AttemptOptions> = {},
  known: string[] = [],
  job?: Job,
) {
  const service = scriptedService({ start, list });
  const { context, ...rest } = contextOn(service.send);
  const durations = { status: 'COMPLETED', startDate: serviceDate(), endDate: serviceDate(60_000) };
  const past = [anExecution({ jobExecutionId: 'old', ...durations })];
  const condition = { jobCondition, origins: {} };
  const before = { prepared: { job, condition, past }, past: [], known, sinceMs: 7_000 };
  const given = { ...runOptions({ parameters: { a: '1' } }), ...options };
  return {
    ...{ ...service, ...rest },
    start: () => startAttempt(context, given, before),
    startAndFollow: () => startAndFollow(context, new JobWatcher(context), given, before),
  };
}

describe('an attempt', () => {
  it('that is started has all that is needed to follow it', async () => {
    expect(await attempting([httpResponse(200, ours)]).start()).toEqual({
      state: 'identified',
      identified: {
        ...{
          jobExecutionId: 'ours',
          how: 'started',
          known: expect.objectContaining({ jobExecutionId: 'ours' }),
        },
        ...{
          pastDurationsMs: [60_000],
          sentCondition: jobCondition,
          sinceMs: 7_000,
          listIndex: 0,
          doubt: undefined,
        },
      },
    });
  });

  it('that is refused names the required options that are missing', async () => {
    expect(await attempting([httpResponse(400)]).start()).toMatchObject({
      ...{ state: 'not-started', ending: { kind: 'refused', missing: ['scriptPath', 'logPath'] } },
    });
  });

  it('that is unclear names the candidates, and why the search brought nothing', async () => {
    const two = listed(ours, executionJson({ jobExecutionId: 'twin' }));
    expect(await attempting([lost()], [two]).start()).toMatchObject({
      ...{ state: 'unclear', ending: { kind: 'start-unclear', candidates: ['ours', 'twin'] } },
    });
    expect(await attempting([lost()], [httpResponse(403)]).start()).toMatchObject({
      ...{ state: 'unclear', ending: { candidates: [], searchError: { facts: { status: 403 } } } },
    });
  });

  it.each([
    ['before its start', 0, 'not-started', 'cancelled-before-start'],
    ['during its start', 1_000, 'unclear', 'cancelled-during-start'],
  ])('of a step that is cancelled %s says so', async (_what, ms, state, kind) => {
    const { start, clock, cancelStep } = attempting([lost()]);
    if (ms === 0) cancelStep();
    else clock.at(ms, cancelStep);
    expect(await start()).toEqual({ state, ending: { kind } });
  });

  it('in which the program itself fails counts as sent', async () => {
    expect(await attempting([() => new TypeError('x')]).start()).toMatchObject({
      ...{ state: 'unclear', ending: { kind: 'crashed-during-start', error: { message: 'x' } } },
    });
  });

  it('never takes what this step started before for its own', async () => {
    const sister = executionJson({ jobExecutionId: 'sister' });
    const { start } = attempting([httpResponse(200, sister)], [listed(sister, ours)], {}, ['sister']);
    expect(await start()).toMatchObject({ identified: { jobExecutionId: 'ours', how: 'found' } });
  });

  it.each([
    ['dated as the last execution of the job', -60_000, 'ours'],
    ['dated later', -59_000, 'old'],
    ['when the date of the last execution is in the future', 360_000, 'old'],
  ])(
    'after an empty list takes no execution for its own that the response names, %s',
    async (_what, ms, id) => {
      const old = {
        jobExecutionId: 'old',
        status: 'COMPLETED',
        createdDate: serviceDate(Math.min(ms, -59_000)),
      };
      const job = aJob({ lastExecutionDate: serviceDate(ms === -59_000 ? -60_000 : ms) });
      const fresh = { ...ours, createdDate: serviceDate(1_000) };
      const { start } = attempting([httpResponse(200, old)], [listed(fresh)], {}, [], job);
      expect(await start()).toMatchObject({ identified: { jobExecutionId: id } });
    },
  );

  it('is followed to its end', async () => {
    const completed = listed({ ...ours, status: 'COMPLETED' });
    expect(await attempting([httpResponse(200, ours)], [completed]).startAndFollow()).toMatchObject({
      ...{ state: 'followed', jobExecutionId: 'ours', how: 'started', ending: { kind: 'completed' } },
    });
  });

  it('whose response says COMPLETED is a success only when a poll says so', async () => {
    const failed = listed({ ...ours, status: 'FAILED' });
    const { startAndFollow: run } = attempting(
      [httpResponse(200, { ...ours, status: 'COMPLETED' })],
      [failed],
    );
    expect(await run()).toMatchObject({ ending: { kind: 'failed' }, execution: { status: 'FAILED' } });
  });
});

describe('an error before the start', () => {
  const { context, cancelStep } = contextOn(scriptedService({}).send);

  it('means that nothing was started, whatever it is', () => {
    const error = new DataFlowError('unavailable', { operation: 'getJob' });
    expect(notStarted(context, error)).toMatchObject({ ending: { kind: 'refused', error } });
    expect(notStarted(context, new TypeError('x'))).toMatchObject({
      ending: { kind: 'crashed-before-start' },
    });
    cancelStep();
    expect(notStarted(context, error)).toMatchObject({ ending: { kind: 'cancelled-before-start' } });
  });

  it.each<[string, Step]>([
    ['a 503', gatewayError(503, '500')],
    ['a lost response', lost()],
  ])('is no error before the start once it was sent: %s', async (_what, step) => {
    const { start } = attempting([step], [httpResponse(403)]);
    expect(await start()).toMatchObject({ state: 'unclear' });
  });
});
