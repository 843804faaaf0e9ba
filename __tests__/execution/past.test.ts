import { describe, expect, it } from '@jest/globals';
import { executionJson, serviceDate } from '../support/contexts.ts';
import { ours, running, saved, sendsStart } from '../support/running-job.ts';
import { answer, gatewayError, lost, type Step } from '../support/scripted-send.ts';

const HOUR_MS = 3_600_000;
const dated = (createdDate: (index: number) => unknown) => (index: number) =>
  executionJson({ jobExecutionId: `past${index}`, status: 'COMPLETED', createdDate: createdDate(index) });
/** Past executions, the oldest first. */
const history = (count: number, one = dated((index) => serviceDate(-(count - index) * HOUR_MS))) =>
  Array.from({ length: count }, (_, index) => one(index));

/** A list in pages, of `most` entries at the most. */
const inPages =
  (entries: () => unknown[], most = 1000): Step =>
  ({ path }) => {
    const query = new URLSearchParams(path.split('?')[1]);
    const size = Math.min(Number(query.get('limit')), most);
    const from = Number(query.get('page')) * size;
    return answer(200, { list: entries().slice(from, from + size) });
  };

describe('a start that is lost and was not processed is never taken for one that was listed before', () => {
  it.each<[string, unknown[], number]>([
    ['oldest first, more than a page', history(101), 1000],
    [
      'oldest first, with one of a moment ago',
      [...history(150), executionJson({ jobExecutionId: 'foreign' })],
      1000,
    ],
    [
      'without dates',
      history(
        101,
        dated(() => null),
      ),
      1000,
    ],
    [
      'with dates that are numbers',
      history(
        101,
        dated(() => 1742523174000),
      ),
      1000,
    ],
    ['newest first, in pages of ten', history(11).toReversed(), 10],
    ['newest first, 3000 of them', history(3_000).toReversed(), 1000],
  ])('%s', async (_what, past, most) => {
    const { run, operations } = running({}, { list: [inPages(() => past, most)], start: [lost()] });
    const result = await run();
    expect(result).toMatchObject({ ending: { why: 'start-lost', candidates: [] } });
    expect(result.jobExecutionId).toBeUndefined();
    expect(operations().filter((operation) => operation === 'start')).toHaveLength(3);
  });
});

describe('a start that is lost and was processed is sent once', () => {
  const once = (past: unknown[], shown: (execution: Record<string, unknown>) => unknown, most = 1000) => {
    let sent = 0;
    const start: Step = () => {
      sent += 1;
      return lost();
    };
    const entries = () => (sent > 0 ? [...past, shown(ours('COMPLETED'))] : past);
    const given = { jobCondition: { timeout: 360 }, parameters: { day: 'monday' } };
    return running(given, { list: [inPages(entries, most)], start: [start] });
  };

  it.each<[string, Record<string, unknown>]>([
    ['two minutes back', { createdDate: serviceDate(-120_000) }],
    ['ten seconds ahead', { createdDate: serviceDate(10_000) }],
    ['as the job', { createdDate: '2024-01-01T00:00:00+09:00', startDate: serviceDate() }],
    ['by the minute', { createdDate: '2025-03-21T11:12+09:00' }],
    ['not at all', { createdDate: null }],
  ])('by a service that dates it %s', async (_what, dates) => {
    const { run, operations } = once(history(150), (execution) => ({ ...execution, ...dates }), 100);
    expect(await run()).toMatchObject({ ending: { why: 'completed' }, jobExecutionId: 'ours' });
    expect(operations().filter((operation) => operation === 'start')).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an empty role', { jobCondition: { nrn: '' } }, 'completed'],
    ['the timeout of the examples', { jobCondition: { timeout: 2880 } }, 'completed'],
    ['a file behind the path', { jobCondition: { scriptPath: 'b/s/job1.py' } }, 'start-lost'],
    ['a parameter of its own', { parsedParameters: { day: 'monday', run_date: 'today' } }, 'start-lost'],
  ])('by a service that shows %s', async (_what, fields, why) => {
    const { run, operations } = once([], (execution) => ({ ...execution, ...fields }));
    expect(await run()).toMatchObject({ ending: { why } });
    expect(operations().filter((operation) => operation === 'start')).toHaveLength(1);
  });
});

describe('waitTimeout', () => {
  it.each<[string, Step[], Step[]]>([
    ['the job', [gatewayError(503, '500')], [answer(200, { list: [] })]],
    ['the past', [answer(200, { jobId: 'job1', runCondition: saved })], [gatewayError(503, '500')]],
  ])('bounds the reading of %s too', async (_what, job, list) => {
    const { run, clock, operations } = running({ waitTimeoutMs: 20_000 }, { job, list });
    expect(await run()).toMatchObject({ ending: { why: 'refused', error: { facts: { status: 503 } } } });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(20_000);
    expect(sendsStart(operations())).toBe(false);
  });

  it('is the longest time for each request before the start', async () => {
    const { run, requests } = running({ waitTimeoutMs: 20_000 });
    await run();
    for (const { timeoutMs } of requests.slice(0, 2)) expect(timeoutMs).toBeLessThanOrEqual(20_000);
  });

  it('that is short leaves reading before the start ten seconds all the same', async () => {
    const { run, requests } = running({ waitTimeoutMs: 1 });
    await run();
    for (const { timeoutMs } of requests.slice(0, 2)) expect(timeoutMs).toBe(10_000);
  });
});
