import { describe, expect, it } from '@jest/globals';
import { goodBody, jobPath, type Scene, scene } from './signed-request.ts';

const list = `GET ${jobPath}/executions`;
const startOf = ({ startDate }: { startDate: string }): string => startDate;
const idOf = ({ jobExecutionId }: { jobExecutionId: string }): string => jobExecutionId;

async function ids(s: Scene, query = ''): Promise<string[]> {
  return (await s.call(`${list}${query}`)).json.list.map(idOf);
}

describe('the list of executions', () => {
  it('has the order that was set', async () => {
    await using newest = await scene({ history: 20 });
    await using oldest = await scene({ history: 20, order: 'oldest-first' });
    await using shuffled = await scene({ history: 20, order: 'shuffled' });
    const dates: string[] = (await newest.call(list)).json.list.map(startOf);
    expect(dates).toEqual(dates.toSorted().toReversed());
    const order = await ids(newest);
    expect(await ids(oldest)).toEqual(order.toReversed());
    const mixed = await ids(shuffled);
    expect(mixed.toSorted()).toEqual(order.toSorted());
    expect([order, order.toReversed()]).not.toContainEqual(mixed);
    expect(await ids(shuffled)).toEqual(mixed);
  });

  it.each(['newest-first', 'oldest-first', 'shuffled'] as const)(
    '%s: all pages together are the whole list',
    async (order) => {
      await using s = await scene({ history: 7, order });
      const pages = await Promise.all([0, 1, 2, 3].map((page) => ids(s, `?page=${page}&limit=3`)));
      expect(pages.map(({ length }) => length)).toEqual([3, 3, 1, 0]);
      expect(pages.flat()).toEqual(await ids(s));
    },
  );

  it('echoes the page and always a limit of 1000, and counts the page', async () => {
    await using s = await scene({ history: 7 });
    const { json } = await s.call(`${list}?page=1&limit=4`);
    expect(json).toMatchObject({ page: 1, limit: 1000, count: 3 });
  });

  it('counts all entries with countsAll', async () => {
    await using s = await scene({ history: 7, countsAll: true });
    expect((await s.call(`${list}?limit=4`)).json.count).toBe(7);
  });

  it('has pages of at most maximumPageSize entries', async () => {
    await using s = await scene({ history: 7, maximumPageSize: 5 });
    expect(await ids(s, '?limit=100')).toHaveLength(5);
    expect(await ids(s, '?limit=100&page=1')).toHaveLength(2);
  });

  it.each(['page=-1', 'limit=x', 'page=', 'limit=1.5'])('refuses %s', async (query) => {
    await using s = await scene();
    expect(await s.call(`${list}?${query}`)).toMatchObject({
      status: 400,
      json: { errorType: 'bad-parameter' },
    });
  });

  it('has a new execution only some time after it was accepted', async () => {
    await using s = await scene({ listedAfterMs: 3_000, speed: 60 });
    const { jobExecutionId } = (await s.call(`POST ${jobPath}/executions`, goodBody)).json;
    s.pass(2_999);
    expect(await ids(s)).toEqual([]);
    expect((await s.call(`${list}/${jobExecutionId}`)).status).toBe(404);
    s.pass(1);
    expect(await ids(s)).toEqual([jobExecutionId]);
    expect((await s.call(`${list}/${jobExecutionId}`)).status).toBe(200);
  });

  it('has executions that somebody else started', async () => {
    await using s = await scene();
    const foreign = s.simulator.startForeign('gqigvHhTu7ra', {
      triggerId: 'nightly',
      parameters: { a: '1' },
    });
    const [entry] = (await s.call(list)).json.list;
    expect(entry).toMatchObject({ jobExecutionId: foreign.jobExecutionId, triggerId: 'nightly' });
    expect(s.simulator.executions[0]).toMatchObject({ startedBy: 'foreign', parameters: { a: '1' } });
  });

  it('shows an entry by itself as it shows it among others', async () => {
    await using s = await scene({ history: 1 });
    const [entry] = (await s.call(list)).json.list;
    expect((await s.call(`${list}/${entry.jobExecutionId}`)).json).toEqual(entry);
  });

  it('begins with the same history at each start: a day apart, about 14 minutes each', async () => {
    await using s = await scene({ history: 8 });
    await using again = await scene({ history: 8 });
    const { list: entries } = (await s.call(list)).json;
    expect((await again.call(list)).json.list).toEqual(entries);
    expect(entries.map(({ runningTime }: { runningTime: number }) => runningTime)).toEqual(Array(8).fill(14));
    expect(entries.map(startOf).slice(0, 2)).toEqual([
      '2025-03-19T17:27:17+09:00',
      '2025-03-18T17:27:17+09:00',
    ]);
    expect(entries.map(({ status }: { status: string }) => status)).toContain('FAILED');
  });
});
