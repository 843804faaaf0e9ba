import { describe, expect, it } from '@jest/globals';
import { type StartOptions, startOnce } from '../../src/execution/start.ts';
import { anExecution, contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  answer,
  gatewayError,
  listed,
  lost,
  notSent,
  type Step,
  scriptedService,
} from '../support/scripted-send.ts';

const ours = executionJson({ jobExecutionId: 'ours', createdDate: serviceDate(1_000) });
const twin = executionJson({ jobExecutionId: 'twin', createdDate: serviceDate(1_000) });
const started = answer(200, ours);

function starting(start: Step[], list: Step[] = [listed()], options: Partial<StartOptions> = {}) {
  const clock = new FakeClock();
  const service = scriptedService({ start, list });
  const { context, ...rest } = contextOn(service.send, clock);
  const run = () =>
    startOnce(context, {
      jobId: 'job1',
      start: { jobCondition: { nrn: 'nrn:1' } },
      parameters: {},
      savedParameters: {},
      past: [],
      deadlineMs: 3_600_000,
      ...options,
    });
  const sends = () => service.operations().filter((operation) => operation === 'start').length;
  return { ...service, ...rest, run, sends };
}

const ambiguous: [string, Step][] = [
  ['a lost answer', lost()],
  ['408', answer(408)],
  ['500', gatewayError(500, '900')],
  ['502 with HTML', answer(502, '<html>')],
  ['503', gatewayError(503, '500')],
  ['504', gatewayError(504, '510')],
  ['half of an answer', answer(200, '{"jobExec')],
  ['an empty 200', answer(200)],
  ['a 200 without an id', answer(200, '{}')],
  ['a redirect', answer(302)],
];

describe('a start that is answered', () => {
  it('is sent once', async () => {
    const { run, sends, kinds } = starting([started]);
    expect(await run()).toMatchObject({ how: 'started', execution: { jobExecutionId: 'ours' } });
    expect([sends(), kinds()]).toEqual([1, ['sending']]);
  });

  it.each([400, 401, 403, 404, 409, 413])('with %i is refused: nothing is started', async (status) => {
    const { run, sends, clock } = starting([answer(status)]);
    expect(await run()).toMatchObject({ ending: { why: 'refused', error: { facts: { status } } } });
    expect([sends(), clock.elapsedMs()]).toEqual([1, 0]);
  });

  it('with a refusal says which required options nobody gave', async () => {
    const { run } = starting([answer(400)]);
    expect(await run()).toMatchObject({ ending: { missing: ['scriptPath', 'logPath'] } });
  });
});

describe('a start that was surely not carried out', () => {
  it.each([
    ['429', gatewayError(429, '410')],
    ['a refused connection', notSent()],
  ])('is sent again, without looking for one: %s', async (_what, trouble) => {
    const { run, operations, kinds } = starting([trouble, trouble, started]);
    expect(await run()).toMatchObject({ how: 'started' });
    expect(operations()).toEqual(['start', 'start', 'start']);
    expect(kinds()).toEqual(['sending', 'start-again', 'start-again']);
  });

  it('is sent again when the service asked for that', async () => {
    const { run, clock } = starting([gatewayError(429, '410', { 'retry-after': '20' }), started]);
    await run();
    expect(clock.elapsedMs()).toBe(20_000);
  });

  it('is refused in the end when that does not change', async () => {
    const { run, sends } = starting([notSent()]);
    expect(await run()).toMatchObject({ ending: { why: 'refused' } });
    expect(sends()).toBe(7);
  });

  it('is not sent again after the deadline', async () => {
    const { run, sends, clock } = starting([gatewayError(429, '410', { 'retry-after': '60' })], [], {
      deadlineMs: 90_000,
    });
    expect(await run()).toMatchObject({ ending: { why: 'refused' } });
    expect(sends()).toBe(2);
    expect(clock.elapsedMs()).toBeLessThan(90_000);
  });
});

describe('a start whose answer was lost', () => {
  it.each(ambiguous)('is found in the list, not sent again: %s', async (_what, trouble) => {
    const { run, sends, kinds } = starting([trouble], [listed(), listed(), listed(ours)]);
    expect(await run()).toMatchObject({ how: 'found', execution: { jobExecutionId: 'ours' } });
    expect(sends()).toBe(1);
    expect(kinds()).toEqual(['sending', 'start-unanswered']);
  });

  it('is not taken for one of the baseline', async () => {
    const { run } = starting([lost(), started], [listed(twin)], { past: [anExecution(twin)] });
    expect(await run()).toMatchObject({ how: 'started', execution: { jobExecutionId: 'ours' } });
  });

  it('is not taken for one of several that may be it: nothing is sent, all are named', async () => {
    const { run, sends } = starting([lost()], [listed(ours, twin)]);
    expect(await run()).toMatchObject({ ending: { why: 'start-lost', candidates: ['ours', 'twin'] } });
    expect(sends()).toBe(1);
  });

  it('is not taken for one that is listed before ours is', async () => {
    const { run, sends } = starting([lost()], [listed(twin), listed(twin), listed(twin, ours)]);
    expect(await run()).toMatchObject({ ending: { why: 'start-lost', candidates: ['twin', 'ours'] } });
    expect(sends()).toBe(1);
  });

  it('is not sent again while a new one shows an option otherwise: that one is named', async () => {
    const odd = { ...ours, jobCondition: { nrn: '', scriptPath: 'b/x.py' } };
    const { run, sends } = starting([lost(), started], [listed(odd)], {
      start: { jobCondition: { nrn: 'nrn:1', scriptPath: 'b/' } },
    });
    expect(await run()).toMatchObject({ ending: { why: 'start-lost', candidates: ['ours'] } });
    expect(sends()).toBe(1);
  });

  it.each([-120_000, -10_000, 60_000, 86_400_000])(
    'is found whatever clock dates it: %i ms from ours',
    async (ms) => {
      const dated = { ...ours, createdDate: serviceDate(ms) };
      const { run, sends } = starting([lost(), started], [listed(dated)]);
      expect(await run()).toMatchObject({ how: 'found', execution: { jobExecutionId: 'ours' } });
      expect(sends()).toBe(1);
    },
  );

  it.each(ambiguous)('is sent again only after ten seconds without it: %s', async (_what, trouble) => {
    const at: number[] = [];
    const { run, clock, kinds } = starting([
      () => {
        at.push(clock.elapsedMs());
        return trouble as Error;
      },
      () => {
        at.push(clock.elapsedMs());
        return started;
      },
    ]);
    expect(await run()).toMatchObject({ how: 'started' });
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
    expect(kinds()).toEqual(['sending', 'start-unanswered', 'start-not-processed', 'sending']);
  });

  it('is sent three times at most', async () => {
    const { run, sends } = starting([lost()]);
    expect(await run()).toMatchObject({ ending: { why: 'start-lost', candidates: [] } });
    expect(sends()).toBe(3);
  });

  it('is not sent again when the list cannot be read', async () => {
    const { run, sends } = starting([lost()], [gatewayError(503, '500')], { deadlineMs: 60_000 });
    expect(await run()).toMatchObject({
      ending: {
        why: 'start-lost',
        error: { kind: 'response-lost', facts: { operation: 'executeJob' } },
        searchError: { facts: { operation: 'getJobExecutions', status: 503 } },
      },
    });
    expect(sends()).toBe(1);
  });

  it('and whose second send is refused is looked for again, and may still be unknown', async () => {
    const { run, sends } = starting([lost(), answer(403)]);
    expect(await run()).toMatchObject({ ending: { why: 'start-lost', error: { facts: { status: 403 } } } });
    expect(sends()).toBe(2);
  });
});

describe('cancelling the step', () => {
  it('before the start sends nothing', async () => {
    const { run, sends, cancelStep } = starting([started]);
    cancelStep();
    expect(await run()).toEqual({ ending: { why: 'step-cancelled', left: { kind: 'nothing' } } });
    expect(sends()).toBe(0);
  });

  it('between two sends of which none was carried out leaves nothing', async () => {
    const { run, clock, cancelStep, sends } = starting([notSent()]);
    clock.at(1, cancelStep);
    expect(await run()).toEqual({ ending: { why: 'step-cancelled', left: { kind: 'nothing' } } });
    expect(sends()).toBe(1);
  });

  it('while a start is looked for still finds it', async () => {
    const { run, clock, cancelStep } = starting(
      [lost()],
      [(request) => listed(...(clock.elapsedMs() < 900 ? [] : [ours]))(request)],
    );
    clock.at(100, cancelStep);
    expect(await run()).toMatchObject({
      how: 'found',
      execution: { jobExecutionId: 'ours' },
      guessedFrom: { jobId: 'job1', baseline: { ids: [] } },
    });
  });

  it('after it was found with time to look is no guess', async () => {
    const { run } = starting([lost()], [listed(ours)]);
    expect(await run()).not.toHaveProperty('guessedFrom');
  });

  it('while all that is new is doubtful says that it is unclear', async () => {
    const odd = { ...ours, jobCondition: { nrn: 'nrn:2' } };
    const { run, clock, cancelStep } = starting([lost()], [listed(odd)]);
    clock.at(100, cancelStep);
    expect(await run()).toEqual({ ending: { why: 'step-cancelled', left: { kind: 'start-unclear' } } });
  });

  it('while a start is looked for says within seconds that it is unclear', async () => {
    const { run, clock, cancelStep } = starting([lost()]);
    clock.at(100, cancelStep);
    expect(await run()).toEqual({ ending: { why: 'step-cancelled', left: { kind: 'start-unclear' } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(2_000);
  });
});
