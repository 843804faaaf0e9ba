import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { activeExecutions, allExecutions, idsOf } from '../../src/dataflow/executions.ts';
import { anExecution, clientOn, executionJson, serviceDate } from '../support/contexts.ts';
import { START_MS } from '../support/fake-clock.ts';
import { gatewayError, httpResponse, ScriptedSend } from '../support/scripted-send.ts';

const entries = (...ids: string[]) => ids.map((jobExecutionId) => executionJson({ jobExecutionId }));

describe('all executions', () => {
  it('are those of every page, whatever count, page and limit say, and however small the pages are', async () => {
    const sizes = { total: fc.integer({ min: 0, max: 30 }), size: fc.integer({ min: 1, max: 12 }) };
    await fc.assert(
      fc.asyncProperty(fc.record(sizes), fc.nat(), async ({ total, size }, count) => {
        const ids = Array.from({ length: total }, (_, index) => `e${index}`);
        const script = new ScriptedSend(({ path }) => {
          const page = Number(new URLSearchParams(path.split('?')[1]).get('page'));
          return httpResponse(200, {
            list: entries(...ids.slice(page * size, (page + 1) * size)),
            count,
            page: 7,
            limit: 1000,
          });
        });
        const all = await allExecutions(clientOn(script.send).client, 'job1');
        expect(all.map(({ jobExecutionId }) => jobExecutionId)).toEqual(ids);
      }),
    );
  });

  it('end where two pages bring nothing new, though the service ignores the page', async () => {
    const script = new ScriptedSend(httpResponse(200, { list: entries('a', 'b') }));
    expect(await allExecutions(clientOn(script.send).client, 'job1')).toHaveLength(2);
    expect(script.requests).toHaveLength(3);
  });

  const query = (path: string, name: string) => Number(new URLSearchParams(path.split('?')[1]).get(name));
  const upTo150 = Array.from({ length: 150 }, (_, index) => `e${index}`);

  it.each([1, 7, 100, 149, 150, 1000])(
    'are all there where a page has %i entries at most, and begins at page x limit',
    async (most) => {
      const script = new ScriptedSend(({ path }) => {
        const from = query(path, 'page') * query(path, 'limit');
        const size = Math.min(query(path, 'limit'), most);
        return httpResponse(200, { list: entries(...upTo150.slice(from, from + size)) });
      });
      expect(await allExecutions(clientOn(script.send).client, 'job1')).toHaveLength(150);
    },
  );

  it.each([40, 75, 100, 1000])(
    'are all there where pages are counted from 1, and the page 0 is the first too: %i a page',
    async (most) => {
      const script = new ScriptedSend(({ path }) => {
        const size = Math.min(query(path, 'limit'), most);
        const from = Math.max(query(path, 'page') - 1, 0) * size;
        return httpResponse(200, { list: entries(...upTo150.slice(from, from + size)) });
      });
      expect(await allExecutions(clientOn(script.send).client, 'job1')).toHaveLength(150);
    },
  );

  it('end where the response is null', async () => {
    const script = new ScriptedSend(httpResponse(200, { list: null, count: 5 }));
    expect(await allExecutions(clientOn(script.send).client, 'job1')).toEqual([]);
  });

  it('are each there once, as last seen, when the list moves between two pages', async () => {
    const moved = httpResponse(200, {
      list: [executionJson({ jobExecutionId: 'b', status: 'FAILED' }), ...entries('c')],
    });
    const script = new ScriptedSend(
      httpResponse(200, { list: entries('a', 'b') }),
      moved,
      httpResponse(200, { list: [] }),
    );
    const all = await allExecutions(clientOn(script.send).client, 'job1');
    expect(all.map(({ jobExecutionId, status }) => `${jobExecutionId} ${status}`)).toEqual([
      'a RUNNING',
      'b FAILED',
      'c RUNNING',
    ]);
  });

  it.each([400, 404, 413])('end where the service refuses a page with %i', async (status) => {
    const script = new ScriptedSend(httpResponse(200, { list: entries('a', 'b') }), httpResponse(status));
    expect(await allExecutions(clientOn(script.send).client, 'job1')).toHaveLength(2);
    expect(script.requests).toHaveLength(2);
  });

  it.each([400, 404])('are an error when the first page is refused with %i', async (status) => {
    const all = allExecutions(clientOn(new ScriptedSend(httpResponse(status)).send).client, 'job1');
    await expect(all).rejects.toMatchObject({ facts: { status } });
  });

  it.each([401, 403, 429, 500])('are an error when a later page fails with %i', async (status) => {
    const script = new ScriptedSend(httpResponse(200, { list: entries('a') }), httpResponse(status));
    const all = allExecutions(clientOn(script.send).client, 'job1', { once: true });
    await expect(all).rejects.toMatchObject({ facts: { status } });
  });

  it('are an error when one page cannot be read', async () => {
    const script = new ScriptedSend(httpResponse(200, { list: entries('a') }), gatewayError(503, '500'));
    const all = allExecutions(clientOn(script.send).client, 'job1', { once: true });
    await expect(all).rejects.toMatchObject({ facts: { status: 503 } });
  });
});

describe('active executions', () => {
  const DAY_MS = 86_400_000;
  const idsOfActive = (executions: readonly Record<string, unknown>[]) =>
    activeExecutions(executions.map(anExecution), START_MS).map(({ jobExecutionId }) => jobExecutionId);

  it('are not those of an undocumented status that have come to an end', () => {
    const ended = { endDate: serviceDate(60_000) };
    const active = idsOfActive([
      { jobExecutionId: 'stopped', status: 'STOPPED', ...ended },
      { jobExecutionId: 'odd', status: 'PAUSED' },
      { jobExecutionId: 'running', ...ended },
    ]);
    expect(active).toEqual(['odd', 'running']);
  });

  it('of an undocumented status are so for a day: a year-old KILLED without an end is not waited for', () => {
    const active = idsOfActive([
      { jobExecutionId: 'killed', status: 'KILLED', createdDate: serviceDate(-365 * DAY_MS) },
      { jobExecutionId: 'yesterday', status: 'KILLED', createdDate: serviceDate(-DAY_MS) },
      { jobExecutionId: 'today', status: 'PAUSED', createdDate: serviceDate(-DAY_MS + 1_000) },
      { jobExecutionId: 'old', status: 'RUNNING', createdDate: serviceDate(-365 * DAY_MS) },
    ]);
    expect(active).toEqual(['today', 'old']);
  });

  it('are those that are not final, the newest first', () => {
    const at = (jobExecutionId: string, status: string, ms: number) => ({
      jobExecutionId,
      status,
      createdDate: serviceDate(ms),
    });
    const active = idsOfActive([
      at('old', 'RUNNING', 1_000),
      at('over', 'COMPLETED', 9_000),
      at('new', 'READY', 5_000),
      at('odd', 'PAUSED', 3_000),
      { jobExecutionId: 'undated', createdDate: null },
    ]);
    expect(active).toEqual(['new', 'odd', 'old', 'undated']);
  });
});

describe('a history of 130,000 entries in one response', () => {
  it('is read whole', async () => {
    const ids = Array.from({ length: 130_000 }, (_, index) => `e${index}`);
    const list = ids.map((jobExecutionId) => ({
      jobExecutionId,
      status: 'COMPLETED',
      createdDate: serviceDate(),
    }));
    const script = new ScriptedSend(httpResponse(200, { list }), httpResponse(200, { list: [] }));
    const all = await allExecutions(clientOn(script.send).client, 'job1');
    expect(all).toHaveLength(130_000);
    expect(activeExecutions(all, START_MS)).toEqual([]);
    expect(idsOf(all)).toHaveLength(130_000);
  });
});
