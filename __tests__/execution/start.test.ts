import { describe, expect, it } from '@jest/globals';
import { type StartOptions, startExecution } from '../../src/execution/start.ts';
import { contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  gatewayError,
  httpResponse,
  listed,
  lost,
  type Step,
  scriptedService,
} from '../support/scripted-send.ts';

const ours = executionJson({ jobExecutionId: 'ours', createdDate: serviceDate(1_000) });
const started = httpResponse(200, ours);

function starting(start: Step[], list: Step[] = [listed()], options: Partial<StartOptions> = {}) {
  const clock = new FakeClock();
  const service = scriptedService({ start, list });
  const { context, ...rest } = contextOn(service.send, clock);
  const run = () =>
    startExecution(context, {
      jobId: 'job1',
      start: { jobCondition: { nrn: 'nrn:1' }, parameters: { a: '1' } },
      baseline: { ids: [] },
      siblings: [],
      deadlineMs: 3_600_000,
      cancelAfterStep: true,
      ...options,
    });
  const phases = () => rest.remembered.map(({ phase }) => phase);
  const sends = () => service.operations().filter((operation) => operation === 'start').length;
  return { ...service, ...rest, run, phases, sends };
}

describe('a start with a response', () => {
  it('is sent once, and nothing is in doubt', async () => {
    const { run, sends } = starting([started]);
    const execution = { jobExecutionId: 'ours' };
    expect(await run()).toMatchObject({ kind: 'started', how: 'started', execution, doubt: undefined });
    expect(sends()).toBe(1);
  });

  it('that says COMPLETED is no result: only that it is started', async () => {
    const { run } = starting([httpResponse(200, { ...ours, status: 'COMPLETED' })]);
    expect(await run()).toMatchObject({ kind: 'started', how: 'started' });
  });

  it('that names an execution listed before is ambiguous', async () => {
    const old = executionJson({ jobExecutionId: 'old' });
    const { run } = starting([httpResponse(200, old)], [listed(old, ours)], { baseline: { ids: ['old'] } });
    expect(await run()).toMatchObject({ how: 'found', execution: { jobExecutionId: 'ours' } });
  });

  it('that names an execution older than all that was listed is ambiguous', async () => {
    const lastWeek = { jobExecutionId: 'x', status: 'COMPLETED', createdDate: serviceDate(-7 * 86_400_000) };
    const baseline = { ids: ['old'], olderMs: Date.parse(serviceDate(-86_400_000)) };
    const old = executionJson({ jobExecutionId: 'old' });
    const { run } = starting([httpResponse(200, lastWeek)], [listed(old, ours)], { baseline });
    expect(await run()).toMatchObject({ how: 'found', execution: { jobExecutionId: 'ours' } });
  });

  it.each(['..', '.', '', '\ud800', 'a b'])(
    'that names %j, which is no id, is ambiguous',
    async (jobExecutionId) => {
      const { run } = starting([httpResponse(200, { ...ours, jobExecutionId })], [listed(ours)]);
      expect(await run()).toMatchObject({ how: 'found', execution: { jobExecutionId: 'ours' } });
    },
  );
});

describe('what is remembered of a start', () => {
  it('is that it is open, before it is sent', async () => {
    const { run, remembered, requests } = starting([
      () => {
        expect(remembered).toHaveLength(1);
        return started;
      },
    ]);
    await run();
    expect(remembered).toEqual([
      {
        phase: 'open',
        jobId: 'job1',
        cancel: true,
        sent: expect.objectContaining({ baseline: { ids: [] } }),
      },
    ]);
    expect(JSON.stringify(remembered)).not.toContain('nrn:1');
    expect(requests).toHaveLength(1);
  });

  it('is nothing as soon as a 429 proves that it was not processed', async () => {
    const { run, phases } = starting([gatewayError(429, '410'), started]);
    await run();
    expect(phases()).toEqual(['open', 'nothing', 'open']);
  });

  it('is the refusal of one that was refused', async () => {
    const { run, phases } = starting([httpResponse(403)]);
    expect(await run()).toMatchObject({ kind: 'refused' });
    expect(phases()).toEqual(['open', 'nothing', 'refused']);
  });

  it('is that all are left when nobody can say which is ours', async () => {
    const { run, phases } = starting([lost()], [listed(ours, executionJson({ jobExecutionId: 'twin' }))]);
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: [{}, {}] });
    expect(phases()).toEqual(['open', 'left']);
  });

  it('stays open when the step is cancelled during the search', async () => {
    const { run, phases, clock, cancelStep } = starting([lost()], [listed(ours)]);
    clock.at(1_000, cancelStep);
    expect(await run()).toEqual({ kind: 'cancelled', isOpen: true });
    expect(phases()).toEqual(['open']);
  });

  it('is not to be cancelled where onCancel says so', async () => {
    const { run, remembered } = starting([started], [], { cancelAfterStep: false });
    await run();
    expect(remembered).toMatchObject([{ phase: 'open', cancel: false }]);
  });
});

describe('a lost response', () => {
  it('whose execution was found leaves in doubt whether one that is equal comes later', async () => {
    const { run, sends } = starting([lost()], [listed(ours)], { siblings: ['sister'] });
    const doubt = { openMs: 0, siblings: ['sister'] };
    expect(await run()).toMatchObject({ kind: 'started', how: 'found', doubt });
    expect(sends()).toBe(1);
  });

  it('after which the start was resent leaves in doubt what the request before made', async () => {
    const { run, sends } = starting([lost(), started]);
    expect(await run()).toMatchObject({ kind: 'started', how: 'started', doubt: { openMs: 12_000 } });
    expect(sends()).toBe(2);
  });

  it('of a service that shows numWorker 10 for 12 is not resent: the candidate is named', async () => {
    const clamped = { ...ours, jobCondition: { numWorker: 10 } };
    const { run, sends } = starting([lost(), started], [listed(clamped)], {
      start: { jobCondition: { numWorker: 12 } },
    });
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: [{ jobExecutionId: 'ours' }] });
    expect(sends()).toBe(1);
  });

  it.each([-120_000, -10_000, 60_000, 86_400_000])('is found whatever clock dates it: %i ms', async (ms) => {
    const dated = { ...ours, createdDate: serviceDate(ms) };
    const { run, sends } = starting([lost(), started], [listed(dated)]);
    expect(await run()).toMatchObject({ how: 'found', execution: { jobExecutionId: 'ours' } });
    expect(sends()).toBe(1);
  });

  it('with a waitTimeout of 4 s names the execution that is listed', async () => {
    const { run, clock } = starting([lost()], [listed(ours)], { deadlineMs: 4_000 });
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: [{ jobExecutionId: 'ours' }] });
    expect(clock.elapsedMs()).toBe(4_000);
  });
});
