import { describe, expect, it } from '@jest/globals';
import { cleanUp } from '../../src/execution/post-step.ts';
import { sentStart } from '../../src/execution/recognise.ts';
import type { SavedRun } from '../../src/execution/saved-state.ts';
import { clientOn, contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { gatewayError, httpResponse, listed, type Step, scriptedService } from '../support/scripted-send.ts';

const { client } = clientOn(scriptedService({}).send);
const sent = sentStart('job1', { jobCondition: { nrn: 'nrn:1' } }, { ids: ['old'] }, client.digest);
const open: SavedRun = { phase: 'open', jobId: 'job1', sent, cancel: true };
const known: SavedRun = {
  phase: 'known',
  jobId: 'job1',
  jobExecutionId: 'execution1',
  cancel: true,
  how: 'started',
};
const old = executionJson({ jobExecutionId: 'old', status: 'COMPLETED' });
const state = (status: string, jobExecutionId = 'execution1') =>
  executionJson({ jobExecutionId, status, createdDate: serviceDate(500) });
const show = (...shown: unknown[]) => listed(old, ...shown);

function cleaning(
  run: SavedRun,
  list: Step[],
  cancel: Step[] = [httpResponse(200, 'true')],
  clock = new FakeClock(),
) {
  const service = scriptedService({ list, cancel });
  const { context, cancelStep } = contextOn(service.send, clock);
  const clean = async () => (await cleanUp(context, [run]))[0]?.result;
  return { ...service, clock, cancelStep, clean };
}

describe('a run in which nothing is open', () => {
  it.each(['nothing', 'refused', 'ended', 'cancelled', 'left'] as const)(
    '(%s) costs no request',
    async (phase) => {
      const { clean, requests } = cleaning({ phase, jobId: 'job1' }, []);
      expect(await clean()).toBeUndefined();
      expect(requests).toEqual([]);
    },
  );
});

describe('a known execution', () => {
  it('is cancelled, and polled until the service shows a final state', async () => {
    const { clean } = cleaning(known, [
      show(state('RUNNING')),
      show(state('RUNNING')),
      show(state('CANCELED')),
    ]);
    expect(await clean()).toEqual({
      ...{ kind: 'cancelled', jobExecutionId: 'execution1', others: [] },
      outcome: { kind: 'canceled' },
    });
  });

  it('is polled for two minutes, not longer', async () => {
    const { clean, clock } = cleaning(known, [show(state('RUNNING'))]);
    expect(await clean()).toMatchObject({ outcome: { kind: 'asked' } });
    expect(clock.elapsedMs()).toBeGreaterThan(110_000);
    expect(clock.elapsedMs()).toBeLessThanOrEqual(120_000);
  });

  it('that is to be left is left without a request', async () => {
    const { clean, requests } = cleaning({ ...known, cancel: false }, []);
    expect(await clean()).toEqual({ kind: 'left', jobExecutionId: 'execution1', others: [] });
    expect(requests).toEqual([]);
  });

  it('that has ended is no error', async () => {
    const refusal = httpResponse(400, { errorType: 'bad-state' });
    const { clean } = cleaning(known, [show(state('COMPLETED'))], [refusal]);
    expect(await clean()).toMatchObject({ outcome: { kind: 'ended', status: 'COMPLETED' } });
  });

  it('that may not be cancelled is named with the refusal', async () => {
    const { clean } = cleaning(known, [show(state('RUNNING'))], [gatewayError(401, '210')]);
    expect(await clean()).toMatchObject({ jobExecutionId: 'execution1', outcome: { kind: 'refused' } });
  });

  it('whose start was resent names what the request before may have made, and does not cancel it', async () => {
    const list = [show(state('CANCELED')), show(state('CANCELED'), state('RUNNING', 'first'))];
    const { clean, requests } = cleaning({ ...known, resent: sent }, list);
    expect(await clean()).toMatchObject({ outcome: { kind: 'canceled' }, others: ['first'] });
    expect(requests.filter(({ path }) => path.includes('first'))).toEqual([]);
  });

  it('whose start was resent, and whose first request made nothing, has no other after 60 s', async () => {
    const { clean, clock } = cleaning({ ...known, resent: sent }, [show(state('CANCELED'))]);
    expect(await clean()).toMatchObject({ outcome: { kind: 'canceled' }, others: [] });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(60_000);
  });
});

describe('an open start', () => {
  it('is found, as the only new one for 6 s, and cancelled', async () => {
    const clock = new FakeClock();
    let cancelledMs: number | undefined;
    const cancel: Step = () => {
      cancelledMs = clock.elapsedMs();
      return httpResponse(200, 'true');
    };
    const list: Step = (request) => show(state(cancelledMs === undefined ? 'RUNNING' : 'CANCELED'))(request);
    const { clean } = cleaning(open, [list], [cancel], clock);
    expect(await clean()).toMatchObject({ kind: 'cancelled', outcome: { kind: 'canceled' } });
    expect(cancelledMs).toBeGreaterThanOrEqual(6_000);
  });

  it('that is processed 16 s later is found', async () => {
    const clock = new FakeClock();
    const list: Step = (request) => show(...(clock.elapsedMs() < 16_000 ? [] : [state('CANCELED')]))(request);
    expect(await cleaning(open, [list], undefined, clock).clean()).toMatchObject({
      ...{ kind: 'cancelled', jobExecutionId: 'execution1' },
    });
  });

  it('that was resent is found, and what the other request makes 30 s later is named and left', async () => {
    const clock = new FakeClock();
    const late = state('RUNNING', 'late');
    const list: Step = (request) =>
      show(state('CANCELED'), ...(clock.elapsedMs() < 30_000 ? [] : [late]))(request);
    const { clean, requests } = cleaning({ ...open, isResent: true }, [list], undefined, clock);
    expect(await clean()).toMatchObject({ jobExecutionId: 'execution1', others: ['late'] });
    expect(requests.filter(({ path }) => path.includes('late'))).toEqual([]);
  });

  it('of which nothing is listed for 60 s made none', async () => {
    const { clean, clock, operations } = cleaning(open, [show()]);
    expect(await clean()).toEqual({ kind: 'nothing-started' });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(60_000);
    expect(operations()).not.toContain('cancel');
  });

  it.each([0, 4_000])('beside another new one, ours %i ms later, cancels none and names both', async (ms) => {
    const clock = new FakeClock();
    const list: Step = (request) =>
      show(
        state('RUNNING', 'theirs'),
        ...(clock.elapsedMs() < ms ? [] : [state('RUNNING', 'ours')]),
      )(request);
    const { clean, operations } = cleaning(open, [list], undefined, clock);
    expect(await clean()).toEqual({ kind: 'candidates', candidates: ['theirs', 'ours'] });
    expect(operations()).not.toContain('cancel');
  });

  it('whose only candidate shows something otherwise cancels none and names it', async () => {
    const odd = { ...state('RUNNING', 'odd'), jobCondition: { nrn: 'nrn:2' } };
    const { clean, operations } = cleaning(open, [show(odd)]);
    expect(await clean()).toEqual({ kind: 'candidates', candidates: ['odd'] });
    expect(operations()).not.toContain('cancel');
  });

  it('stays unclear when the list cannot be read for two minutes', async () => {
    const { clean, clock } = cleaning(open, [gatewayError(503, '500')]);
    expect(await clean()).toMatchObject({ kind: 'unclear', error: { facts: { status: 503 } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(122_000);
  });

  it('stays unclear when the list shows nothing of what was listed before', async () => {
    expect(await cleaning(open, [listed()]).clean()).toMatchObject({ kind: 'unclear' });
  });

  it('that is to be left is named, and left', async () => {
    const { clean, operations } = cleaning({ ...open, cancel: false }, [show(state('RUNNING'))]);
    expect(await clean()).toMatchObject({ kind: 'left', jobExecutionId: 'execution1' });
    expect(operations()).not.toContain('cancel');
  });
});

describe('several runs', () => {
  it('are cleaned up at the same time, each with its own result', async () => {
    const service = scriptedService({
      list: [listed(state('CANCELED', 'a'), state('CANCELED', 'b'))],
      cancel: [httpResponse(200, 'true')],
    });
    const { context } = contextOn(service.send);
    const runs = ['a', 'b'].map((jobExecutionId): SavedRun => ({ ...known, jobExecutionId }));
    const results = await cleanUp(context, [...runs, { phase: 'ended', jobId: 'job1' }]);
    expect(results.map(({ run, result }) => [run.phase, result.kind])).toEqual([
      ['known', 'cancelled'],
      ['known', 'cancelled'],
    ]);
  });
});

describe('when the post step is itself cancelled', () => {
  it.each([0, 100, 5_000])('an open start stays unclear: after %i ms', async (ms) => {
    const { clean, clock, cancelStep, operations } = cleaning(open, [show()]);
    clock.at(ms, cancelStep);
    if (ms === 0) cancelStep();
    expect(await clean()).toEqual({ kind: 'unclear', error: undefined });
    expect(clock.elapsedMs()).toBe(ms);
    expect(operations()).not.toContain('cancel');
  });

  it.each([
    ['a known execution', known],
    ['the execution of an open start', open],
  ])('%s is named, and that it may still be running', async (_what, run) => {
    const { clean, clock, cancelStep } = cleaning(run, [show(state('RUNNING'))]);
    clock.at(20_000, cancelStep);
    expect(await clean()).toEqual({
      ...{ kind: 'cancelled', jobExecutionId: 'execution1', others: [] },
      outcome: { kind: 'no-response' },
    });
    expect(clock.elapsedMs()).toBe(20_000);
  });

  it('a defect is still one', async () => {
    const defect: Step = () => new TypeError('x is undefined');
    await expect(cleaning(known, [defect], [defect]).clean()).rejects.toThrow('x is undefined');
  });
});
