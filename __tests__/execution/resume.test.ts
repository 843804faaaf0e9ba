import { describe, expect, it } from '@jest/globals';
import { conclusionOf } from '../../src/execution/outcome.ts';
import type { Earlier } from '../../src/execution/resume.ts';
import { other, ours, running, sendsStart } from '../support/running-job.ts';
import { gatewayError, httpResponse, listed, lost, type Step } from '../support/scripted-send.ts';

const earlier: Earlier = { kind: 'execution', jobExecutionId: 'other' };

describe('what an earlier attempt started', () => {
  it.each([
    ['COMPLETED', 'is the result, without a start', 'other', 'resumed', false],
    ['FAILED', 'counts no more: a new one is started', 'ours', 'started', true],
    ['CANCELED', 'counts no more: a new one is started', 'ours', 'started', true],
  ])('%s %s', async (status, _what, jobExecutionId, how, starts) => {
    let sent = false;
    const list: Step = (request) => listed(other(status), ...(sent ? [ours('COMPLETED')] : []))(request);
    const start: Step = () => {
      sent = true;
      return httpResponse(200, ours('READY'));
    };
    const { run, operations } = running({}, { list: [list], start: [start] });
    expect(await run(earlier)).toMatchObject({ ending: { kind: 'completed' }, jobExecutionId, how });
    expect(sendsStart(operations())).toBe(starts);
  });

  it.each(['READY', 'RUNNING'])('%s is waited for, and cancelled with the step', async (status) => {
    const { run, operations, clock, cancelStep } = running({}, { list: [listed(other(status))] });
    clock.at(20_000, cancelStep);
    expect(await run(earlier)).toMatchObject({ ending: { kind: 'step-cancelled' }, jobExecutionId: 'other' });
    expect(operations()).toContain('cancel');
    expect(sendsStart(operations())).toBe(false);
  });

  it('is gone only after three polls without it, over 12 s', async () => {
    const { run, operations, clock } = running({}, { list: [listed()] });
    let startedMs: number | undefined;
    clock.at(11_999, () => {
      startedMs = operations().indexOf('start');
    });
    await run(earlier);
    expect(startedMs).toBe(-1);
    expect(sendsStart(operations())).toBe(true);
  });

  it.each([5_000, 11_900])('is not doubled when the list misses it for %i ms', async (ms) => {
    let nowMs = () => 0;
    const list: Step = (request) => listed(...(nowMs() < ms ? [] : [other('RUNNING')]))(request);
    const { run, operations, clock } = running({ waitTimeoutMs: 60_000 }, { list: [list] });
    nowMs = () => clock.elapsedMs();
    expect(await run(earlier)).toMatchObject({ ending: { kind: 'wait-timeout' }, jobExecutionId: 'other' });
    expect(sendsStart(operations())).toBe(false);
  });

  it('is found by the last poll in a long list, the oldest first', async () => {
    let nowMs = () => 0;
    const past = Array.from({ length: 20 }, (_, index) => ({
      ...other('COMPLETED'),
      jobExecutionId: `past${index}`,
    }));
    const list: Step = ({ path }) => {
      const query = new URLSearchParams(path.split('?')[1]);
      const from = Number(query.get('page')) * Number(query.get('limit'));
      const all = nowMs() < 11_000 ? [] : [...past, other('COMPLETED')];
      return httpResponse(200, { list: all.slice(from, from + Number(query.get('limit'))) });
    };
    const { run, operations, clock } = running({}, { list: [list] });
    nowMs = () => clock.elapsedMs();
    expect(await run(earlier)).toMatchObject({ ending: { kind: 'completed' }, how: 'resumed' });
    expect(sendsStart(operations())).toBe(false);
  });

  it.each<[string, Step, number]>([
    ['is refused', httpResponse(403), 403],
    ['fails for five minutes', gatewayError(503, '500'), 503],
  ])('is named, with its state unknown, and not doubled when its poll %s', async (_what, step, status) => {
    const { run, operations } = running({}, { list: [step] });
    const result = await run(earlier);
    expect(result).toMatchObject({
      ...{ ending: { kind: 'poll-failed', error: { facts: { status } } }, how: 'resumed' },
      ...{ jobExecutionId: 'other', attempts: 0 },
    });
    expect(conclusionOf(result)).toBe('unknown');
    expect(sendsStart(operations())).toBe(false);
  });

  it('cannot be read: nothing is started', async () => {
    const { run, operations, remembered } = running();
    const unreadable = { kind: 'unreadable', reason: 'HTTP 403.', nextStep: 'Wait.' } as const;
    const result = await run(unreadable);
    expect(result).toMatchObject({ ending: { ...unreadable, kind: 'earlier-attempt-unreadable' } });
    expect([conclusionOf(result), operations(), remembered]).toEqual(['not_started', [], []]);
  });

  it('is nothing: the job is started', async () => {
    expect(await running().run({ kind: 'none' })).toMatchObject({ how: 'started', jobExecutionId: 'ours' });
  });

  it('is remembered before its first poll, to be cancelled with the step', async () => {
    const { run, remembered } = running({}, { list: [listed(other('COMPLETED'))] });
    await run(earlier);
    expect(remembered[0]).toMatchObject({
      phase: 'known',
      jobExecutionId: 'other',
      cancel: true,
      how: 'resumed',
    });
  });

  it('is nothing to the post step once it counts no more', async () => {
    const { run, remembered } = running({ wait: false }, { list: [listed(other('FAILED'))] });
    await run(earlier);
    expect(remembered.slice(0, 3).map(({ phase }) => phase)).toEqual(['known', 'nothing', 'open']);
  });

  it('is not asked for by a dry run', async () => {
    const { run, operations } = running({ dryRun: true }, { list: [listed(other('RUNNING'))] });
    expect(await run(earlier)).toMatchObject({ ending: { kind: 'dry-run' } });
    expect(operations()).toEqual(['job', 'list']);
  });
});

describe('what an earlier attempt started, when the step is cancelled before its first poll succeeded', () => {
  const cancelled = async (onCancel: 'leave' | undefined) => {
    const { run, operations, cancelStep, clock } = running(
      { onCancel },
      {
        list: [lost(), listed(other('RUNNING')), listed(other('CANCELED'))],
        cancel: [httpResponse(200, 'true')],
      },
    );
    clock.at(100, cancelStep);
    const result = await run(earlier);
    return { result, operations: operations() };
  };

  it('is cancelled as what this step started', async () => {
    const { result, operations } = await cancelled(undefined);
    const ending = { kind: 'step-cancelled', left: { kind: 'canceled' } };
    expect(result).toMatchObject({ ending, jobExecutionId: 'other' });
    expect(sendsStart(operations)).toBe(false);
  });

  it('is left and named where onCancel says so', async () => {
    const { result, operations } = await cancelled('leave');
    const ending = { kind: 'step-cancelled', left: { kind: 'left' } };
    expect(result).toMatchObject({ ending, jobExecutionId: 'other' });
    expect(operations).not.toContain('cancel');
  });
});
