import { describe, expect, it } from '@jest/globals';
import { ServiceClock } from '../../src/dataflow/service-clock.ts';
import { FakeClock, START_MS } from '../support/fake-clock.ts';

const MINUTES_MS = 60_000;

function serviceClock(wallErrorMs = 0) {
  const clock = new FakeClock();
  clock.wallErrorMs = wallErrorMs;
  const reported: number[] = [];
  return { clock, reported, service: new ServiceClock(clock, (offsetMs) => reported.push(offsetMs)) };
}
const date = (ms: number) => new Date(ms).toUTCString();

describe("the service's time", () => {
  it('is that of the machine until a signature is refused', () => {
    expect(serviceClock(5_000).service.nowMs()).toBe(START_MS + 5_000);
  });

  it.each([61_000, -61_000, 11 * MINUTES_MS, -20 * MINUTES_MS])(
    'is learned from a refusal when the machine is off by %i ms',
    (offMs) => {
      const { service } = serviceClock(offMs);
      expect(service.learnFromRefusal(date(START_MS), 0)).toBe(true);
      expect(service.nowMs()).toBe(START_MS);
    },
  );

  it.each([60_000, -60_000, 0])('is not the reason of a refusal when the clocks differ by %i ms', (offMs) => {
    const { service } = serviceClock(offMs);
    expect(service.learnFromRefusal(date(START_MS), 0)).toBe(false);
    expect(service.offsetMs).toBe(0);
  });

  it.each([undefined, '', 'yesterday'])('is not learned from the date %j', (text) => {
    const { service } = serviceClock(11 * MINUTES_MS);
    expect(service.learnFromRefusal(text, 0)).toBe(false);
    expect(service.offsetMs).toBe(0);
  });

  it('is reported once, when it has been accepted', () => {
    const { service, reported } = serviceClock(11 * MINUTES_MS);
    service.learnFromRefusal(date(START_MS), 0);
    expect(reported).toEqual([]);
    service.confirm();
    service.confirm();
    expect(reported).toEqual([-11 * MINUTES_MS]);
  });

  it('is dropped when signing with it is refused too, and not learned again', () => {
    const { service, reported } = serviceClock();
    expect(service.learnFromRefusal(date(0), 0)).toBe(true);
    service.drop();
    expect(service.nowMs()).toBe(START_MS);
    expect(service.learnFromRefusal(date(0), 0)).toBe(false);
    expect(reported).toEqual([]);
  });

  it('is kept once it has been accepted, whatever is refused later', () => {
    const { service } = serviceClock(11 * MINUTES_MS);
    service.learnFromRefusal(date(START_MS), 0);
    service.confirm();
    service.drop();
    expect(service.nowMs()).toBe(START_MS);
  });

  it('has changed for a request that was signed before it was learned: signing again can help', () => {
    const { service } = serviceClock(11 * MINUTES_MS);
    service.learnFromRefusal(date(START_MS), 0);
    expect(service.learnFromRefusal(undefined, 0)).toBe(true);
  });
});
