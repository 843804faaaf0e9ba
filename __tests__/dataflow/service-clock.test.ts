import { describe, expect, it } from '@jest/globals';
import { ServiceClock } from '../../src/dataflow/service-clock.ts';
import { FakeClock, START_MS } from '../support/fake-clock.ts';

function serviceClock(wallErrorMs = 0) {
  const clock = new FakeClock();
  clock.wallErrorMs = wallErrorMs;
  const told: number[] = [];
  return { clock, told, service: new ServiceClock(clock, (offsetMs) => told.push(offsetMs)) };
}
const date = (ms: number) => new Date(ms).toUTCString();

describe('the time of the service', () => {
  it('is the time of the machine until an answer says otherwise', () => {
    const { service } = serviceClock(5_000);
    expect(service.nowMs()).toBe(START_MS + 5_000);
  });

  it.each([60_000, -60_000])('is still that when they differ by %i ms', (offMs) => {
    const { service, told } = serviceClock(offMs);
    service.observe(date(START_MS));
    expect(service.offsetMs).toBe(0);
    expect(told).toEqual([]);
  });

  it.each([61_000, -61_000])('is what the answers say when they differ by %i ms', (offMs) => {
    const { service, told } = serviceClock(offMs);
    service.observe(date(START_MS));
    expect(service.nowMs()).toBe(START_MS);
    expect(told).toEqual([-offMs]);
  });

  it.each([undefined, '', 'yesterday'])('is not learned from the date %j', (text) => {
    const { service } = serviceClock();
    service.observe(text);
    expect(service.offsetMs).toBe(0);
  });

  it('is told once, and followed when the machine is set right', () => {
    const { service, clock, told } = serviceClock(700_000);
    service.observe(date(START_MS));
    clock.wallErrorMs = 0;
    service.observe(date(START_MS));
    expect(service.nowMs()).toBe(START_MS);
    expect(told).toHaveLength(1);
  });
});
