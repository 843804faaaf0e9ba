import { describe, expect, it } from '@jest/globals';
import { gatewayError, httpResponse, listed, lost, notSent, type Step } from '../support/scripted-send.ts';
import { state, waiting } from '../support/waiting.ts';

describe('trouble on the way', () => {
  const troubles: [string, Step][] = [
    ['a refused connection', notSent()],
    ['a lost response', lost()],
    ['408', httpResponse(408)],
    ['429', gatewayError(429, '410')],
    ['500', gatewayError(500, '900')],
    ['502 with HTML', httpResponse(502, '<html>')],
    ['503', gatewayError(503, '500')],
    ['504', gatewayError(504, '510')],
    ['garbage', httpResponse(200, '{"list":[{')],
    ['an empty body', httpResponse(200)],
    ['another JSON', httpResponse(200, '{}')],
    ['a redirect', httpResponse(302, '', { location: 'https://elsewhere' })],
  ];

  it.each(troubles)('never ends the wait: %s, in forty responses', async (_what, trouble) => {
    const { wait, kinds } = waiting([state('RUNNING'), ...Array(40).fill(trouble), state('COMPLETED')]);
    expect(await wait()).toMatchObject({ ending: { kind: 'completed' } });
    expect(kinds().filter((kind) => kind === 'poll-failed').length).toBeGreaterThanOrEqual(15);
  });

  it('is waited out with growing pauses, up to half a minute', async () => {
    const { wait, clock } = waiting([state('RUNNING'), ...Array(10).fill(lost()), state('COMPLETED')]);
    await wait();
    const [, , ...pauses] = clock.sleeps;
    expect(pauses.every((pause, index) => index === 0 || pause >= (pauses[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
  });

  it('with a Retry-After is polled no earlier', async () => {
    const { wait, clock } = waiting([gatewayError(429, '410', { 'retry-after': '45' }), state('COMPLETED')]);
    await wait();
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(45_000);
  });

  it('that lasts until the deadline is a failed poll, not lack of time', async () => {
    const { wait, clock } = waiting([state('RUNNING'), gatewayError(503, '500')], {
      deadlineMs: () => 60_000,
    });
    expect(await wait()).toMatchObject({
      ending: { kind: 'poll-failed', error: { facts: { status: 503 } } },
    });
    expect(clock.elapsedMs()).toBe(60_000);
  });
});

describe('a refusal', () => {
  it.each([401, 403])('%i is believed when it stays: three times, within seconds', async (status) => {
    const { wait, kinds, clock } = waiting([state('RUNNING'), httpResponse(status)]);
    expect(await wait()).toMatchObject({ ending: { kind: 'poll-failed', error: { facts: { status } } } });
    expect(kinds()).toEqual(['polled', 'poll-failed', 'poll-failed', 'poll-failed']);
    expect(clock.elapsedMs()).toBeLessThan(10_000);
  });

  it('is believed as soon, and one listed late seen as soon, with a long pollInterval', async () => {
    const every10m = { pollIntervalMs: 600_000 };
    const refused = waiting([state('RUNNING'), httpResponse(403)], every10m);
    expect(await refused.wait()).toMatchObject({ ending: { kind: 'poll-failed' } });
    expect(refused.clock.elapsedMs()).toBeLessThan(600_000 + 10_000);
    const late = waiting([listed(), listed(), listed(), listed(), state('COMPLETED')], every10m);
    expect(await late.wait()).toMatchObject({ ending: { kind: 'completed' } });
    expect(late.clock.elapsedMs()).toBeLessThan(15_000);
  });

  it('that passes is none', async () => {
    const blip = gatewayError(401, '200');
    const { wait } = waiting([
      state('RUNNING'),
      blip,
      blip,
      state('RUNNING'),
      blip,
      blip,
      state('COMPLETED'),
    ]);
    expect(await wait()).toMatchObject({ ending: { kind: 'completed' } });
  });
});
