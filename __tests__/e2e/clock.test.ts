import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { errors, QUICK, run, warnings } from './step.ts';

const isRefused = ({ status }: { status?: number | undefined }) => status === 401;
const ago = (minutes: number) => (nowMs: number) => ({
  date: new Date(nowMs - minutes * 60_000).toUTCString(),
});
const of1970 = () => ({ date: new Date(0).toUTCString() });

describe("a runner's clock that is wrong", () => {
  it.concurrent.each([
    [11 * 60_000, 'behind'],
    [-11 * 60_000, 'ahead'],
  ])('by %d ms causes one warning and at most two refused requests', async (clockOffsetMs, word) => {
    await using simulator = await startSimulator({ ...QUICK, clockOffsetMs });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(warnings(step)).toEqual([
      expect.stringMatching(new RegExp(`clock is (11m|10m\\d\\ds|11m01s) ${word}`)),
    ]);
    expect(simulator.requests.filter(isRefused).length).toBeLessThanOrEqual(2);
  });

  it.concurrent('by less than the gateway refuses changes nothing', async () => {
    await using simulator = await startSimulator({ ...QUICK, clockOffsetMs: 90_000 });
    expect(await run(simulator)).toMatchObject({ exitCode: 0, annotations: [] });
    expect(simulator.requests.filter(isRefused)).toEqual([]);
  });

  it.concurrent('does not hide a key that is wrong', async () => {
    await using simulator = await startSimulator({ ...QUICK, clockOffsetMs: 11 * 60_000 });
    const step = await run(simulator, { secretKey: 'not-the-key' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)[0]).toContain('the key is not accepted');
  });
});

describe('a Date header that is wrong', () => {
  it.concurrent.each<[string, (nowMs: number) => Record<string, string>]>([
    ['of 1970', of1970],
    ['20 minutes old', ago(20)],
    ['from a cache, with Age', (nowMs) => ({ ...ago(20)(nowMs), age: '1200' })],
  ])('changes nothing while signatures are accepted: %s', async (_what, responseHeaders) => {
    await using simulator = await startSimulator({ ...QUICK, responseHeaders });
    expect(await run(simulator)).toMatchObject({ exitCode: 0, annotations: [] });
    expect(simulator.requests.filter(isRefused)).toEqual([]);
  });

  it.concurrent('is dropped when a signature with it is refused, too', async () => {
    const refused = { kind: 'status', status: 401 } as const;
    await using simulator = await startSimulator({
      ...QUICK,
      responseHeaders: of1970,
      faults: [{ ...refused, on: 'getJobExecutions', nth: 3 }],
    });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' }, annotations: [] });
    expect(simulator.requests.filter(isRefused)).toHaveLength(2);
  });
});
