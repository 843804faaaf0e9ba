import { describe, expect, it } from '@jest/globals';
import { cleanUp, type LeftBehind } from '../../src/execution/post-step.ts';
import { contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { answer, gatewayError, listed, type Step, scriptedService } from '../support/scripted-send.ts';

const execution: LeftBehind = { kind: 'execution', jobId: 'job1', jobExecutionId: 'execution1' };
const start: LeftBehind = {
  kind: 'start',
  lost: {
    jobId: 'job1',
    jobCondition: { nrn: 'nrn:1' },
    triggerId: undefined,
    parameters: {},
    savedParameters: {},
    baseline: { ids: ['old'] },
  },
};
const state = (status: string, jobExecutionId = 'execution1') =>
  executionJson({ jobExecutionId, status, createdDate: serviceDate(500) });

function cleaning(left: LeftBehind, list: Step[], cancel: Step[] = [answer(200, 'true')], cancels = true) {
  const service = scriptedService({ list, cancel });
  const { context, clock, cancelStep } = contextOn(service.send);
  return { ...service, clock, cancelStep, run: () => cleanUp(context, left, cancels) };
}

describe('an execution that was left behind', () => {
  it('is cancelled and followed to the last word of the service', async () => {
    const { run } = cleaning(execution, [
      listed(state('RUNNING')),
      listed(state('RUNNING')),
      listed(state('CANCELED')),
    ]);
    expect(await run()).toEqual({
      kind: 'cancelled',
      jobExecutionId: 'execution1',
      outcome: { kind: 'canceled' },
    });
  });

  it('is followed for two minutes, not longer', async () => {
    const { run, clock } = cleaning(execution, [listed(state('RUNNING'))]);
    expect(await run()).toMatchObject({ outcome: { kind: 'asked' } });
    expect(clock.elapsedMs()).toBeGreaterThan(110_000);
    expect(clock.elapsedMs()).toBeLessThanOrEqual(120_000);
  });

  it('is left without a request where onCancel says so', async () => {
    const { run, requests } = cleaning(execution, [], [], false);
    expect(await run()).toEqual({ kind: 'left', jobExecutionId: 'execution1' });
    expect(requests).toEqual([]);
  });

  it('that has ended is no error', async () => {
    const { run } = cleaning(
      execution,
      [listed(state('COMPLETED'))],
      [answer(400, { errorType: 'bad-state' })],
    );
    expect(await run()).toMatchObject({ outcome: { kind: 'ended', status: 'COMPLETED' } });
  });

  it('that may not be cancelled is named with the refusal', async () => {
    const { run } = cleaning(execution, [listed(state('RUNNING'))], [gatewayError(401, '210')]);
    expect(await run()).toMatchObject({ jobExecutionId: 'execution1', outcome: { kind: 'refused' } });
  });
});

describe('a start that was left behind', () => {
  it('is found and cancelled', async () => {
    const { run } = cleaning(start, [listed(), listed(state('RUNNING')), listed(state('CANCELED'))]);
    expect(await run()).toMatchObject({
      kind: 'cancelled',
      jobExecutionId: 'execution1',
      outcome: { kind: 'canceled' },
    });
  });

  it('of which nothing is listed for ten seconds was none', async () => {
    const { run, clock } = cleaning(start, [listed(state('RUNNING', 'old'))]);
    expect(await run()).toEqual({ kind: 'nothing-started' });
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(10_000);
  });

  it('that could be several cancels none of them and names all', async () => {
    const { run, operations } = cleaning(start, [listed(state('RUNNING', 'a'), state('RUNNING', 'b'))]);
    expect(await run()).toEqual({ kind: 'several', candidates: ['a', 'b'] });
    expect(operations()).not.toContain('cancel');
  });

  it('that shows another role than was sent is not cancelled, but named: it may be ours', async () => {
    const odd = { ...state('RUNNING', 'odd'), jobCondition: { nrn: 'nrn:2' } };
    const { run, operations } = cleaning(start, [listed(odd)]);
    expect(await run()).toEqual({ kind: 'several', candidates: ['odd'] });
    expect(operations()).not.toContain('cancel');
  });

  it('stays unclear when the list cannot be read', async () => {
    const { run, clock } = cleaning(start, [gatewayError(503, '500')]);
    expect(await run()).toMatchObject({ kind: 'unclear', error: { facts: { status: 503 } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(122_000);
  });

  it('is left where onCancel says so, and named', async () => {
    const { run, operations } = cleaning(start, [listed(state('RUNNING'))], [], false);
    expect(await run()).toEqual({ kind: 'left', jobExecutionId: 'execution1' });
    expect(operations()).not.toContain('cancel');
  });
});

describe('when the post step is itself cancelled', () => {
  it.each([0, 100, 5_000])('a start that is looked for stays unclear: after %i ms', async (ms) => {
    const { run, clock, cancelStep, operations } = cleaning(start, [listed()]);
    clock.at(ms, cancelStep);
    if (ms === 0) cancelStep();
    expect(await run()).toEqual({ kind: 'unclear', error: undefined });
    expect(clock.elapsedMs()).toBe(ms);
    expect(operations()).not.toContain('cancel');
  });

  it.each([
    ['an execution', execution],
    ['the execution of a start', start],
  ])('%s is named, and that it may still be running', async (_what, left) => {
    const { run, clock, cancelStep } = cleaning(left, [listed(state('RUNNING'))]);
    clock.at(20_000, cancelStep);
    expect(await run()).toEqual({
      kind: 'cancelled',
      jobExecutionId: 'execution1',
      outcome: { kind: 'unanswered' },
    });
    expect(clock.elapsedMs()).toBe(20_000);
  });

  it('a defect is still one', async () => {
    const defect: Step = () => new TypeError('x is undefined');
    await expect(cleaning(execution, [defect], [defect]).run()).rejects.toThrow('x is undefined');
  });
});
