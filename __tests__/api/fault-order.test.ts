import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../simulator/simulator.ts';
import { jobPath, scene } from './signed-request.ts';

describe('a fault', () => {
  const statuses = async (faults: readonly Fault[], lines: readonly string[]): Promise<unknown[]> => {
    await using s = await scene({ faults });
    const seen: unknown[] = [];
    for (const line of lines) seen.push((await s.call(line)).status);
    return seen;
  };
  const getJob = `GET ${jobPath}`;
  const list = `GET ${jobPath}/executions`;
  const fault = { kind: 'status', status: 503 } as const;

  it('concerns the next request of its operation, once', async () => {
    const faults: Fault[] = [{ on: 'getJob', ...fault }];
    expect(await statuses(faults, [list, getJob, getJob])).toEqual([200, 503, 200]);
  });

  it('concerns the nth request of its operation with nth', async () => {
    const faults: Fault[] = [{ on: 'getJob', nth: 2, ...fault }];
    expect(await statuses(faults, [getJob, list, getJob, getJob])).toEqual([200, 200, 503, 200]);
  });

  it('concerns several requests in a row, or all, with times', async () => {
    const twice: Fault[] = [{ on: 'getJob', nth: 2, times: 2, ...fault }];
    const always: Fault[] = [{ on: 'getJob', times: Infinity, ...fault }];
    const lines = [getJob, getJob, getJob, getJob];
    expect(await statuses(twice, lines)).toEqual([200, 503, 503, 200]);
    expect(await statuses(always, lines)).toEqual([503, 503, 503, 503]);
  });

  it('concerns any request with *', async () => {
    const faults: Fault[] = [{ on: '*', nth: 2, ...fault }];
    expect(await statuses(faults, [list, 'GET /nowhere', getJob])).toEqual([200, 503, 200]);
  });

  it('is used in the order in which it was added: one fault for each request', async () => {
    const faults: Fault[] = [
      { on: 'getJob', kind: 'status', status: 500 },
      { on: 'getJob', kind: 'status', status: 504 },
    ];
    expect(await statuses(faults, [getJob, getJob, getJob])).toEqual([500, 504, 200]);
  });
});
