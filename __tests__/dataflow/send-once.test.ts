import { describe, expect, it } from '@jest/globals';
import { DataFlowError, type ErrorKind } from '../../src/dataflow/errors.ts';
import { type OnceOptions, type SendEvent, sendOnce } from '../../src/dataflow/send-once.ts';
import { StepCancelled } from '../../src/time/step-cancelled.ts';
import { clientOn } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { httpResponse, ScriptedSend } from '../support/scripted-send.ts';

const failed = (kind: ErrorKind, status?: number, facts: object = {}) =>
  new DataFlowError(kind, { operation: 'executeJob', status, ...facts });
const lost = failed('response-lost');
const timedOut = failed('response-lost', undefined, { code: 'TIMEOUT' });

/** Sends on a script of responses; `listed` says what is new in the list at a time. */
function sending(
  responses: readonly (string | Error)[],
  listed: (nowMs: number, sends: number) => readonly string[] | Error = () => [],
  options: Partial<OnceOptions<string>> = {},
) {
  const clock = new FakeClock();
  const events: SendEvent[] = [];
  const sentMs: number[] = [];
  const open: boolean[] = [];
  const controller = new AbortController();
  const { client } = clientOn(new ScriptedSend(httpResponse(404)).send, clock);
  let lists = 0;
  const context = {
    ...{ client, clock, random: () => 0.5, cancelled: controller.signal },
    emit: (event: SendEvent) => events.push(event),
  };
  const run = () =>
    sendOnce<string>(context, {
      operation: 'executeJob',
      send: async () => {
        const response = responses[Math.min(sentMs.length, responses.length - 1)];
        sentMs.push(clock.elapsedMs());
        if (response instanceof Error) throw response;
        return response ?? '';
      },
      listNew: async () => {
        lists += 1;
        const entries = listed(clock.elapsedMs(), sentMs.length);
        if (entries instanceof Error) throw entries;
        return entries.map((entry) => ({ entry, isEqual: !entry.startsWith('odd') }));
      },
      idOf: (entry) => entry,
      wasListedBefore: (entry) => entry === 'old',
      onOpen: (isOpen) => open.push(isOpen),
      deadlineMs: 3_600_000,
      ...options,
    });
  const cancel = () => controller.abort(new StepCancelled(clock.elapsedMs()));
  return {
    run,
    clock,
    sentMs,
    open,
    cancel,
    kinds: () => events.map(({ kind }) => kind),
    lists: () => lists,
  };
}

/** Responses after which it is ambiguous whether the request was processed, with the window of the search. */
const ambiguous: [string, Error, number][] = [
  ['a lost response', lost, 12_000],
  ['a response that cannot be read', failed('unreadable-response', 200), 12_000],
  ['500', failed('unavailable', 500), 12_000],
  ['502', failed('unavailable', 502), 12_000],
  ['503', failed('unavailable', 503), 12_000],
  ['504', failed('unavailable', 504), 60_000],
  ['408', failed('unavailable', 408), 60_000],
  ['no response in time', timedOut, 60_000],
];

describe('a request with a response', () => {
  it('is sent once', async () => {
    const { run, sentMs, lists, open } = sending(['ours']);
    expect(await run()).toEqual({ kind: 'made', entry: 'ours', how: 'response', openMs: 0 });
    expect([sentMs, lists(), open]).toEqual([[0], 0, [true]]);
  });

  it('that names an execution listed before is ambiguous: the list is searched', async () => {
    const { run, kinds } = sending(['old'], () => ['ours']);
    expect(await run()).toMatchObject({ kind: 'made', entry: 'ours', how: 'search' });
    expect(kinds()).toEqual(['ambiguous']);
  });

  it('that names one listed before, three times without a new one, is unclear', async () => {
    expect(await sending(['old']).run()).toMatchObject({ kind: 'unclear', candidates: [] });
  });
});

describe('a refusal', () => {
  it.each<[ErrorKind, number]>([
    ['refused', 400],
    ['authentication', 401],
    ['permission', 403],
    ['not-found', 404],
    ['refused', 413],
  ])('(%s, %i) is not sent again, and the list is read once', async (kind, status) => {
    const { run, sentMs, lists, open, clock } = sending([failed(kind, status)]);
    expect(await run()).toMatchObject({ kind: 'refused', error: { facts: { status } } });
    expect([sentMs.length, lists(), open, clock.elapsedMs()]).toEqual([1, 1, [true, false], 0]);
  });

  it.each<[string, Error]>([
    ['bad-state', failed('refused', 400, { code: 'bad-state' })],
    ['409', failed('refused', 409)],
  ])(
    'about the state (%s) is checked 6 s later: a proxy can have sent the request twice',
    async (_what, refusal) => {
      const { run, clock } = sending([refusal], (nowMs) => (nowMs < 5_000 ? [] : ['ours']));
      expect(await run()).toMatchObject({ kind: 'unclear', candidates: ['ours'] });
      expect(clock.elapsedMs()).toBe(6_000);
    },
  );

  it('after which a new execution is listed is ambiguous', async () => {
    const { run, sentMs } = sending([failed('refused', 400)], () => ['new']);
    expect(await run()).toMatchObject({
      kind: 'unclear',
      candidates: ['new'],
      error: { facts: { status: 400 } },
    });
    expect(sentMs).toHaveLength(1);
  });

  it('stays one when the list cannot be read', async () => {
    const { run } = sending([failed('permission', 403)], () => failed('unavailable', 503));
    expect(await run()).toMatchObject({ kind: 'refused' });
  });

  it('about the state is unclear when the list cannot be read', async () => {
    const refusal = failed('refused', 400, { code: 'bad-state' });
    const { run } = sending([refusal], () => failed('unavailable', 503));
    expect(await run()).toMatchObject({
      kind: 'unclear',
      candidates: [],
      searchError: { facts: { status: 503 } },
    });
  });
});

describe('a request that was not processed', () => {
  it.each<[string, Error]>([
    ['429', failed('rate-limited', 429)],
    ['a connection that was refused', failed('not-sent')],
  ])('is sent again without a search: %s', async (_what, trouble) => {
    const { run, kinds, lists, open } = sending([trouble, trouble, 'ours']);
    expect(await run()).toMatchObject({ kind: 'made', openMs: 0 });
    expect([kinds(), lists()]).toEqual([['send-again', 'send-again'], 0]);
    expect(open).toEqual([true, false, true, false, true]);
  });

  it('is sent again when the service asked for that', async () => {
    const { run, sentMs } = sending([failed('rate-limited', 429, { retryAfterMs: 20_000 }), 'ours']);
    await run();
    expect(sentMs).toEqual([0, 20_000]);
  });

  it('is refused in the end when that does not change', async () => {
    const { run, sentMs, lists } = sending([failed('rate-limited', 429)]);
    expect(await run()).toMatchObject({ kind: 'refused' });
    expect([sentMs.length, lists()]).toEqual([7, 0]);
  });

  it('is not sent again after the deadline', async () => {
    const { run, sentMs } = sending([failed('not-sent')], undefined, { deadlineMs: 1_000 });
    expect(await run()).toMatchObject({ kind: 'refused' });
    expect(sentMs.every((ms) => ms < 1_000)).toBe(true);
  });

  it('because of a certificate is not sent again', async () => {
    const { run, sentMs } = sending([failed('certificate')]);
    expect(await run()).toMatchObject({ kind: 'refused' });
    expect(sentMs).toHaveLength(1);
  });
});

describe('a request whose response was lost', () => {
  it.each(ambiguous)('is found in the list, and not sent again: %s', async (_what, trouble) => {
    const { run, sentMs, kinds } = sending([trouble, 'second'], () => ['ours']);
    expect(await run()).toEqual({ kind: 'made', entry: 'ours', how: 'search', openMs: 0 });
    expect([sentMs.length, kinds()]).toEqual([1, ['ambiguous']]);
  });

  it.each(ambiguous)(
    'is resent only after the window without a new one: %s',
    async (_what, trouble, windowMs) => {
      const { run, sentMs, kinds } = sending([trouble, 'ours']);
      expect(await run()).toEqual({ kind: 'made', entry: 'ours', how: 'response', openMs: 12_000 });
      expect((sentMs[1] ?? 0) - (sentMs[0] ?? 0)).toBeGreaterThanOrEqual(windowMs);
      expect(kinds()).toEqual(['ambiguous', 'resend']);
    },
  );

  it.each(ambiguous)(
    'and that is found after a resend leaves the other open for its window: %s',
    async (_what, trouble, windowMs) => {
      const { run } = sending([lost, trouble], (_nowMs, sends) => (sends < 2 ? [] : ['ours']));
      expect(await run()).toEqual({ kind: 'made', entry: 'ours', how: 'search', openMs: windowMs + 6_000 });
    },
  );

  it('and that is processed 14 s after a 504 is one', async () => {
    const { run, sentMs } = sending([failed('unavailable', 504), 'second'], (nowMs) =>
      nowMs < 14_000 ? [] : ['ours'],
    );
    expect(await run()).toMatchObject({ kind: 'made', entry: 'ours', how: 'search' });
    expect(sentMs).toHaveLength(1);
  });

  it.each<[string, Error]>([
    ['429', failed('rate-limited', 429)],
    ['401', failed('authentication', 401)],
  ])('stays open though the resend is not processed: %s', async (_what, second) => {
    const { run, open, clock, cancel } = sending([lost, second]);
    clock.at(14_500, cancel);
    expect(await run()).toEqual({ kind: 'cancelled', isOpen: true });
    expect(open).not.toContain(false);
  });

  it('is not resent while a candidate shows something otherwise: that one is named', async () => {
    const { run, sentMs } = sending([lost, 'second'], () => ['odd']);
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: ['odd'], searchError: undefined });
    expect(sentMs).toHaveLength(1);
  });

  it('is not taken for one of two candidates: both are named', async () => {
    const { run, sentMs } = sending([lost], () => ['ours', 'twin']);
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: ['ours', 'twin'] });
    expect(sentMs).toHaveLength(1);
  });

  it('is sent three times at most', async () => {
    const { run, sentMs, kinds } = sending([lost]);
    expect(await run()).toMatchObject({ kind: 'unclear', candidates: [] });
    expect(sentMs).toHaveLength(3);
    expect(kinds().filter((kind) => kind === 'resend')).toHaveLength(2);
  });

  it('is not resent when the list cannot be read', async () => {
    const { run, sentMs } = sending([lost], () => failed('unavailable', 503), { deadlineMs: 60_000 });
    expect(await run()).toMatchObject({
      ...{ kind: 'unclear', error: { kind: 'response-lost' } },
      searchError: { facts: { status: 503 } },
    });
    expect(sentMs).toHaveLength(1);
  });

  it('and whose resend is refused stays unclear: the first may still be processed', async () => {
    const { run, sentMs } = sending([lost, failed('permission', 403)]);
    expect(await run()).toMatchObject({ kind: 'unclear', error: { facts: { status: 403 } } });
    expect(sentMs).toHaveLength(2);
  });
});

describe('when the step is cancelled', () => {
  it('before the request, nothing is sent', async () => {
    const { run, sentMs, cancel } = sending(['ours']);
    cancel();
    expect(await run()).toEqual({ kind: 'cancelled', isOpen: false });
    expect(sentMs).toEqual([]);
  });

  it('between two requests that were not processed, nothing is open', async () => {
    const { run, clock, cancel, sentMs } = sending([failed('not-sent')]);
    clock.at(1, cancel);
    expect(await run()).toEqual({ kind: 'cancelled', isOpen: false });
    expect(sentMs).toHaveLength(1);
  });

  it.each([0, 100, 5_000])('%i ms into a search, it is open whether something was made', async (ms) => {
    const { run, clock, cancel } = sending([lost], () => ['ours']);
    clock.at(ms, cancel);
    expect(await run()).toEqual({ kind: 'cancelled', isOpen: true });
    expect(clock.elapsedMs()).toBe(ms);
  });
});

it('a defect is thrown on', async () => {
  await expect(sending([new TypeError('x is undefined')]).run()).rejects.toThrow('x is undefined');
});
