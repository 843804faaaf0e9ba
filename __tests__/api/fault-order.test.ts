import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../simulator/simulator.ts';
import { jobPath, scene } from './signed-request.ts';

describe('which call a fault meets', () => {
  const statuses = async (faults: readonly Fault[], lines: readonly string[]): Promise<unknown[]> => {
    await using s = await scene({ faults });
    const seen: unknown[] = [];
    for (const line of lines) seen.push((await s.call(line)).status);
    return seen;
  };
  const getJob = `GET ${jobPath}`;
  const list = `GET ${jobPath}/executions`;
  const fault = { kind: 'status', status: 503 } as const;

  it('the next one, once', async () => {
    const faults: Fault[] = [{ on: 'getJob', ...fault }];
    expect(await statuses(faults, [list, getJob, getJob])).toEqual([200, 503, 200]);
  });

  it('the nth of its operation', async () => {
    const faults: Fault[] = [{ on: 'getJob', nth: 2, ...fault }];
    expect(await statuses(faults, [getJob, list, getJob, getJob])).toEqual([200, 200, 503, 200]);
  });

  it('several in a row, or all', async () => {
    const twice: Fault[] = [{ on: 'getJob', nth: 2, times: 2, ...fault }];
    const always: Fault[] = [{ on: 'getJob', times: Infinity, ...fault }];
    const lines = [getJob, getJob, getJob, getJob];
    expect(await statuses(twice, lines)).toEqual([200, 503, 503, 200]);
    expect(await statuses(always, lines)).toEqual([503, 503, 503, 503]);
  });

  it('any request with *', async () => {
    const faults: Fault[] = [{ on: '*', nth: 2, ...fault }];
    expect(await statuses(faults, [list, 'GET /nowhere', getJob])).toEqual([200, 503, 200]);
  });

  it('one fault for each call, in the order in which they were added', async () => {
    const faults: Fault[] = [
      { on: 'getJob', kind: 'status', status: 500 },
      { on: 'getJob', kind: 'status', status: 504 },
    ];
    expect(await statuses(faults, [getJob, getJob, getJob])).toEqual([500, 504, 200]);
  });
});
