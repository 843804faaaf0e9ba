import { describe, expect, it } from '@jest/globals';
import { makeRoom, type RoomOptions } from '../../src/execution/if-running.ts';
import { contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answer, gatewayError, listed, type Step, scriptedService } from '../support/scripted-send.ts';

const one = (id: string, status: string, ms = 0) =>
  executionJson({ jobExecutionId: id, status, createdDate: serviceDate(ms) });
const both = (a: string, b: string) => listed(one('a', a), one('b', b, 5_000), one('past', 'FAILED'));

function making(
  ifRunning: RoomOptions['ifRunning'],
  list: Step[],
  cancel: Step[] = [answer(200, 'true')],
  clock = new FakeClock(),
) {
  const service = scriptedService({ list, cancel });
  const { context, ...rest } = contextOn(service.send, clock);
  const options = { jobId: 'job1', ifRunning, deadlineMs: 600_000, pollIntervalMs: undefined };
  const cancelled = () =>
    service.requests.filter(({ path }) => path.endsWith('/cancel')).map(({ path }) => path.split('/')[6]);
  return { ...service, ...rest, cancelled, make: () => makeRoom(context, options) };
}

describe('where nothing is active', () => {
  it.each(['attach', 'queue', 'replace', 'fail'] as const)('%s: the way is free', async (ifRunning) => {
    const { make, kinds, cancelled } = making(ifRunning, [both('COMPLETED', 'CANCELED')]);
    expect(await make()).toMatchObject({ listed: [{}, {}, { jobExecutionId: 'past' }] });
    expect([kinds(), cancelled()]).toEqual([[], []]);
  });
});

describe('where executions are active', () => {
  it.each(['attach', 'queue', 'replace', 'fail'] as const)(
    '%s: they are told, unknown states too',
    async (ifRunning) => {
      const { make, events } = making(ifRunning, [
        both('PAUSED', 'READY'),
        both('PAUSED', 'READY'),
        both('FAILED', 'FAILED'),
      ]);
      await make();
      expect(events[0]).toMatchObject({
        kind: 'others-active',
        ifRunning,
        executions: [{ jobExecutionId: 'b' }, { jobExecutionId: 'a' }],
      });
    },
  );

  it('attach takes the newest', async () => {
    expect(await making('attach', [both('RUNNING', 'READY')]).make()).toMatchObject({
      attachTo: { jobExecutionId: 'b' },
    });
  });

  it('fail ends the step and names all', async () => {
    expect(await making('fail', [both('RUNNING', 'READY')]).make()).toEqual({
      ending: { why: 'already-running', others: ['b', 'a'] },
    });
  });

  it('queue waits for all of them, cancels none, and looks whether there is a new one', async () => {
    const { make, cancelled, kinds } = making('queue', [
      both('RUNNING', 'RUNNING'),
      both('RUNNING', 'RUNNING'),
      both('RUNNING', 'COMPLETED'),
      both('FAILED', 'COMPLETED'),
      listed(one('new', 'READY')),
      listed(one('new', 'READY')),
      listed(one('new', 'COMPLETED')),
    ]);
    expect(await make()).toHaveProperty('listed');
    expect(cancelled()).toEqual([]);
    expect(kinds().filter((kind) => kind === 'others-active')).toHaveLength(2);
  });

  it.each(['queue', 'replace'] as const)(
    '%s ends the step when they outlast waitTimeout',
    async (ifRunning) => {
      const { make, clock } = making(ifRunning, [both('RUNNING', 'COMPLETED')]);
      expect(await make()).toEqual({ ending: { why: 'others-still-running', others: ['a'] } });
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
      const { make } = making(ifRunning, [list], undefined, clock);
      expect(await make()).toEqual({ ending: { why: 'others-still-running', others: ['a'] } });
      expect(clock.elapsedMs()).toBeGreaterThanOrEqual(600_000);
    },
  );

  it('replace cancels all of them and waits until the service says that they have stopped', async () => {
    const { make, cancelled, events } = making('replace', [
      both('RUNNING', 'READY'),
      both('RUNNING', 'READY'),
      both('RUNNING', 'READY'),
      both('CANCELED', 'CANCELED'),
    ]);
    expect(await make()).toHaveProperty('listed');
    expect(new Set(cancelled())).toEqual(new Set(['a', 'b']));
    expect(events.filter(({ kind }) => kind === 'cancelling')).toEqual([
      expect.objectContaining({ reason: 'ifRunning is replace' }),
      expect.objectContaining({ reason: 'ifRunning is replace' }),
    ]);
  });

  it('replace that may not cancel ends the step and names the execution', async () => {
    const { make } = making('replace', [both('RUNNING', 'COMPLETED')], [gatewayError(401, '210')]);
    expect(await make()).toMatchObject({
      ending: { why: 'others-not-cancelled', others: ['a'], error: { kind: 'permission' } },
    });
  });

  it('replace that the service does not let cancel ends the step within about a minute', async () => {
    const { make, clock } = making(
      'replace',
      [both('RUNNING', 'COMPLETED')],
      [answer(400, { errorType: 'bad-state' })],
    );
    expect(await make()).toMatchObject({ ending: { why: 'others-not-cancelled', others: ['a'] } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(60_000);
  });

  it('replace starts when the one it could not cancel proves to have ended', async () => {
    const clock = new FakeClock();
    const list: Step = (request) =>
      both(clock.elapsedMs() < 1_500 ? 'RUNNING' : 'COMPLETED', 'FAILED')(request);
    const { make } = making('replace', [list], [answer(400, { errorType: 'bad-state' })], clock);
    expect(await make()).toHaveProperty('listed');
  });

  /** The other one ends; then the list cannot be read from `fromMs` to `toMs`. */
  const outOfSight = (fromMs: number, toMs: number) => {
    const clock = new FakeClock();
    const list: Step = (request) => {
      if (clock.elapsedMs() >= fromMs && clock.elapsedMs() < toMs) return gatewayError(503, '500');
      return both(clock.elapsedMs() < fromMs - 10_000 ? 'RUNNING' : 'COMPLETED', 'FAILED')(request);
    };
    return making('queue', [list], undefined, clock);
  };

  it('queue waits out an outage of minutes', async () => {
    const { make, kinds } = outOfSight(0, 300_000);
    expect(await make()).toHaveProperty('listed');
    expect(kinds()).toContain('look-failed');
  });

  it('queue ends with an outage that outlasts waitTimeout, and then starts nothing', async () => {
    const { make, clock } = outOfSight(0, 3_600_000);
    await expect(make()).rejects.toMatchObject({ facts: { status: 503 } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(600_000);
    expect(clock.elapsedMs()).toBeGreaterThan(500_000);
  });

  it('queue that is refused the sight of them starts nothing', async () => {
    const { make } = making('queue', [
      both('RUNNING', 'COMPLETED'),
      both('RUNNING', 'COMPLETED'),
      answer(403),
    ]);
    expect(await make()).toMatchObject({ ending: { why: 'refused' } });
  });

  it('queue ends at once when the step is cancelled', async () => {
    const { make, clock, cancelStep } = making('queue', [both('RUNNING', 'COMPLETED')]);
    clock.at(20_000, cancelStep);
    await expect(make()).rejects.toThrow('the step was cancelled');
    expect(clock.elapsedMs()).toBe(20_000);
  });
});
