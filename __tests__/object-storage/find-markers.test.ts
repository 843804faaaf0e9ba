import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSimulatedService, type SimulatorOptions } from '../../simulator/simulator.ts';
import { findMarkers } from '../../src/object-storage/find-markers.ts';
import { KEYS } from '../support/contexts.ts';
import { wholeResponse } from '../support/simulated-send.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Requests the objects of some names from a simulated Object Storage. */
async function found(
  names: readonly string[],
  existing: readonly string[],
  simulator: SimulatorOptions = {},
) {
  const clock = new VirtualClock();
  const service = createSimulatedService({
    ...KEYS,
    now: () => clock.wallMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    ...simulator,
  });
  for (const name of existing) service.putObject(`bucket/dt=${name}/_SUCCESS`, '');
  let atATime = 0;
  let most = 0;
  const storage = {
    origin: 'http://storage.test',
    region: 'kr-standard',
    keys: KEYS,
    userAgent: 'test',
    send: async (request: Parameters<typeof service.handleObject>[0]) => {
      atATime += 1;
      most = Math.max(most, atATime);
      await clock.sleep(20, request.signal);
      atATime -= 1;
      const headers = { host: 'storage.test', ...request.headers };
      return wholeResponse(await service.handleObject({ ...request, headers }));
    },
    nowMs: () => clock.wallMs(),
    clock,
    random: () => 0.5,
  };
  const paths = new Map(names.map((name) => [name, `bucket/dt=${name}/_SUCCESS`]));
  const { signal } = new AbortController();
  const result = await clock.passUntil(findMarkers(storage, paths, { timeoutMs: 5_000, signal }));
  return { result, most, requests: service.objectRequests, clock };
}

describe('marker objects', () => {
  it('are found exactly where there are some, each requested once, at most eight at a time', async () => {
    const names = fc.uniqueArray(fc.nat(200).map(String), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(names, fc.infiniteStream(fc.boolean()), async (all, chosen) => {
        const existing = all.filter(() => chosen.next().value);
        const { result, most, requests } = await found(all, existing);
        expect(result).toEqual({ names: new Set(existing) });
        expect(requests.filter(({ method }) => method === 'HEAD')).toHaveLength(all.length);
        expect(most).toBeLessThanOrEqual(8);
      }),
      { numRuns: 100 },
    );
  });

  it('of which there is none are a problem where the bucket does not exist', async () => {
    const faults = [{ on: '*', kind: 'no-bucket', times: 9 }] as const;
    const { result, requests } = await found(['1', '2'], [], { objectStorage: { faults } });
    expect(result).toEqual({
      problem: expect.stringMatching(/^skipIfExists: the bucket bucket does not exist/),
    });
    expect(requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD', 'GET']);
    expect((await found(['1'], [])).result).toEqual({ names: new Set() });
  });

  it('that may not be read are a problem that names the permission, and no more are requested', async () => {
    const names = Array.from({ length: 50 }, (_, index) => String(index));
    const { result, requests } = await found(names, [], { objectStorage: { denied: true } });
    expect(result).toEqual({
      problem: expect.stringMatching(/HTTP 403.*read and list access to the bucket bucket/),
    });
    expect(requests.length).toBeLessThanOrEqual(8);
  });

  it('are requested again while the storage fails', async () => {
    const faults = [{ on: 'HEAD', kind: 'status', status: 503, times: 3 }] as const;
    const { result } = await found(['1', '2'], ['2'], { objectStorage: { faults } });
    expect(result).toEqual({ names: new Set(['2']) });
  });

  it('whose presence stays unknown after a minute are a problem, never a guess', async () => {
    const faults = [{ on: 'HEAD', kind: 'status', status: 503, times: 9999 }] as const;
    const { result, clock } = await found(['1'], [], { objectStorage: { faults } });
    expect(result).toEqual({
      problem: expect.stringContaining('whether bucket/dt=1/_SUCCESS exists is not known'),
    });
    expect(clock.elapsedMs()).toBeLessThan(90_000);
  });
});
