import { describe, expect, it } from '@jest/globals';
import { applyIfRunning, type IfRunningOptions } from '../../src/execution/if-running.ts';
import { contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { gatewayError, httpResponse, listed, type Step, scriptedService } from '../support/scripted-send.ts';

const one = (id: string, status: string, ms = 0) =>
  executionJson({ jobExecutionId: id, status, createdDate: serviceDate(ms) });
const both = (a: string, b: string) => listed(one('a', a), one('b', b, 5_000), one('past', 'FAILED'));

function applying(
  ifRunning: IfRunningOptions['ifRunning'],
  list: Step[],
  cancel: Step[] = [httpResponse(200, 'true')],
  clock = new FakeClock(),
) {
  const service = scriptedService({ list, cancel });
  const { context, ...rest } = contextOn(service.send, clock);
  const options = {
    jobId: 'job1',
    ifRunning,
    deadlineMs: 600_000,
    pollIntervalMs: undefined,
    reads: { patient: true, untilMs: 600_000 },
  };
  const cancelled = () =>
    service.requests.filter(({ path }) => path.endsWith('/cancel')).map(({ path }) => path.split('/')[6]);
  return { ...service, ...rest, cancelled, apply: () => applyIfRunning(context, options) };
}

describe('where nothing is active', () => {
  it.each(['attach', 'queue', 'replace', 'fail'] as const)('%s: the way is free', async (ifRunning) => {
    const { apply, kinds, cancelled } = applying(ifRunning, [both('COMPLETED', 'CANCELED')]);
    expect(await apply()).toMatchObject({
      kind: 'start',
      hasWaited: false,
      listed: [{}, {}, { jobExecutionId: 'past' }],
    });
    expect([kinds(), cancelled()]).toEqual([[], []]);
  });
});

describe('where executions are active', () => {
  it.each(['attach', 'queue', 'replace', 'fail'] as const)(
    '%s: they are named, unknown states too',
    async (ifRunning) => {
      const { apply, events } = applying(ifRunning, [
        both('PAUSED', 'READY'),
        both('PAUSED', 'READY'),
        both('FAILED', 'FAILED'),
      ]);
      await apply();
      expect(events[0]).toMatchObject({
        kind: 'others-active',
        ifRunning,
        executions: [{ jobExecutionId: 'b' }, { jobExecutionId: 'a' }],
      });
    },
  );

  it('attach takes the newest', async () => {
    expect(await applying('attach', [both('RUNNING', 'READY')]).apply()).toMatchObject({
      kind: 'attach',
      to: { jobExecutionId: 'b' },
    });
  });

  it('fail ends the step and names all', async () => {
    expect(await applying('fail', [both('RUNNING', 'READY')]).apply()).toEqual({
      kind: 'end',
      ending: { kind: 'already-running', others: ['b', 'a'] },
    });
  });

  it('queue waits for all of them, cancels none, and reads the list again', async () => {
    const { apply, cancelled, kinds } = applying('queue', [
      both('RUNNING', 'RUNNING'),
      both('RUNNING', 'RUNNING'),
      both('RUNNING', 'COMPLETED'),
      both('FAILED', 'COMPLETED'),
      listed(one('new', 'READY')),
      listed(one('new', 'READY')),
      listed(one('new', 'COMPLETED')),
    ]);
    expect(await apply()).toMatchObject({ kind: 'start', hasWaited: true });
    expect(cancelled()).toEqual([]);
    expect(kinds().filter((kind) => kind === 'others-active')).toHaveLength(2);
  });

  it.each(['queue', 'replace'] as const)(
    '%s ends the step when they outlast waitTimeout',
    async (ifRunning) => {
      const { apply, clock } = applying(ifRunning, [both('RUNNING', 'COMPLETED')]);
      expect(await apply()).toEqual({ kind: 'end', ending: { kind: 'others-still-running', others: ['a'] } });
      expect(clock.elapsedMs()).toBeLessThanOrEqual(602_000);
    },
  );

  it.each(['queue', 'replace'] as const)(
    '%s starts nothing when they end just when waitTimeout has passed',
    async (ifRunning) => {
      const clock = new FakeClock();
      const list: Step = (request) => {
        clock.pass(clock.elapsedMs() < 599_000 ? 0 : 1_000);
        return both(clock.elapsedMs() < 599_000 ? 'RUNNING' : 'COMPLETED', 'FAILED')(request);
      };
      const { apply } = applying(ifRunning, [list], undefined, clock);
      expect(await apply()).toEqual({ kind: 'end', ending: { kind: 'others-still-running', others: ['a'] } });
      expect(clock.elapsedMs()).toBeGreaterThanOrEqual(600_000);
    },
  );

  it('replace cancels all of them and waits until the service says that they have stopped', async () => {
    const { apply, cancelled, events } = applying('replace', [
      both('RUNNING', 'READY'),
      both('RUNNING', 'READY'),
      both('RUNNING', 'READY'),
      both('CANCELED', 'CANCELED'),
    ]);
    expect(await apply()).toMatchObject({ kind: 'start', hasWaited: true });
    expect(new Set(cancelled())).toEqual(new Set(['a', 'b']));
    expect(events.filter(({ kind }) => kind === 'cancelling')).toEqual([
      expect.objectContaining({ reason: 'ifRunning is replace' }),
      expect.objectContaining({ reason: 'ifRunning is replace' }),
    ]);
  });

  it('replace that may not cancel ends the step and names the execution', async () => {
    const { apply } = applying('replace', [both('RUNNING', 'COMPLETED')], [gatewayError(401, '210')]);
    expect(await apply()).toMatchObject({
      ending: { kind: 'others-not-cancelled', others: ['a'], error: { kind: 'permission' } },
    });
  });

  it('replace that the service does not let cancel ends the step within about a minute', async () => {
    const { apply, clock } = applying(
      'replace',
      [both('RUNNING', 'COMPLETED')],
      [httpResponse(400, { errorType: 'bad-state' })],
    );
    expect(await apply()).toMatchObject({ ending: { kind: 'others-not-cancelled', others: ['a'] } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(60_000);
  });

  it('replace starts when the one it could not cancel proves to have ended', async () => {
    const clock = new FakeClock();
    const list: Step = (request) =>
      both(clock.elapsedMs() < 1_500 ? 'RUNNING' : 'COMPLETED', 'FAILED')(request);
    const { apply } = applying('replace', [list], [httpResponse(400, { errorType: 'bad-state' })], clock);
    expect(await apply()).toMatchObject({ kind: 'start', hasWaited: true });
  });

  /** The list cannot be read from `fromMs` to `toMs`; meanwhile the other one ends. */
  const unreadable = (fromMs: number, toMs: number) => {
    const clock = new FakeClock();
    const list: Step = (request) => {
      if (clock.elapsedMs() >= fromMs && clock.elapsedMs() < toMs) return gatewayError(503, '500');
      return both(clock.elapsedMs() < fromMs ? 'RUNNING' : 'COMPLETED', 'FAILED')(request);
    };
    return applying('queue', [list], undefined, clock);
  };

  it('queue waits out an outage of minutes', async () => {
    const { apply, kinds } = unreadable(20_000, 300_000);
    expect(await apply()).toMatchObject({ kind: 'start', hasWaited: true });
    expect(kinds()).toContain('poll-failed');
  });

  it('queue ends with an outage that outlasts waitTimeout, and then starts nothing', async () => {
    const { apply, clock } = unreadable(20_000, 3_600_000);
    expect(await apply()).toMatchObject({
      kind: 'end',
      ending: { kind: 'refused', error: { facts: { status: 503 } } },
    });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(600_000);
    expect(clock.elapsedMs()).toBeGreaterThan(500_000);
  });

  it('queue that is refused to poll them starts nothing', async () => {
    const { apply } = applying('queue', [
      both('RUNNING', 'COMPLETED'),
      both('RUNNING', 'COMPLETED'),
      httpResponse(403),
    ]);
    expect(await apply()).toMatchObject({ ending: { kind: 'refused' } });
  });

  it('queue ends at once when the step is cancelled', async () => {
    const { apply, clock, cancelStep } = applying('queue', [both('RUNNING', 'COMPLETED')]);
    clock.at(20_000, cancelStep);
    await expect(apply()).rejects.toThrow('the step was cancelled');
    expect(clock.elapsedMs()).toBe(20_000);
  });

  it('queue reads the list once more after a random pause of up to 5 s: another step may have started', async () => {
    const { apply, events, kinds } = applying('queue', [
      both('RUNNING', 'COMPLETED'),
      both('RUNNING', 'COMPLETED'),
      both('FAILED', 'COMPLETED'),
      listed(one('faster', 'READY')),
      listed(one('faster', 'READY')),
      listed(one('faster', 'COMPLETED')),
    ]);
    expect(await apply()).toMatchObject({ kind: 'start', hasWaited: true });
    expect(events.filter(({ kind }) => kind === 'queue-pause')).toEqual([
      { kind: 'queue-pause', pauseMs: 2_500 },
      { kind: 'queue-pause', pauseMs: 2_500 },
    ]);
    expect(kinds().filter((kind) => kind === 'others-active')).toHaveLength(2);
  });

  it('replace never cancels what was started since the step began', async () => {
    let isCancelled = false;
    const list: Step = (request) =>
      listed(
        one('a', isCancelled ? 'CANCELED' : 'RUNNING'),
        ...(isCancelled ? [one('faster', 'RUNNING', 9_000)] : []),
      )(request);
    const cancel: Step = () => {
      isCancelled = true;
      return httpResponse(200, 'true');
    };
    const { apply, cancelled } = applying('replace', [list], [cancel]);
    expect(await apply()).toMatchObject({ kind: 'start', listed: [{}, { jobExecutionId: 'faster' }] });
    expect(cancelled()).toEqual(['a']);
  });

  it('queue does not wait for a year-old execution in an undocumented state without an end', async () => {
    const killed = executionJson({
      jobExecutionId: 'k',
      status: 'KILLED',
      createdDate: '2024-01-01T00:00:00+09:00',
    });
    expect(await applying('queue', [listed(killed)]).apply()).toMatchObject({
      kind: 'start',
      hasWaited: false,
    });
  });
});
