import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Execution } from '../../src/dataflow/model.ts';
import { baselineOf, isInBaseline, nextIndex, readPast } from '../../src/execution/baseline.ts';
import { anExecution, clientOn, serviceDate } from '../support/contexts.ts';
import { gatewayError, httpResponse, ScriptedSend } from '../support/scripted-send.ts';

const HOUR_MS = 3_600_000;
const past = (index: number, fields: Record<string, unknown> = {}): Execution =>
  anExecution({
    jobExecutionId: `p${index}`,
    status: 'COMPLETED',
    createdDate: serviceDate(-index * HOUR_MS),
    ...fields,
  });
const pasts = (count: number, fields: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, index) => past(index + 1, fields));
/** A place that has nothing to do with the date. */
const jumbled = ({ jobExecutionId }: Execution): number => (Number(jobExecutionId.slice(1)) * 97) % 251;
/** What the tables call the date of the job: the same for each of its executions. */
const OF_THE_JOB = '2024-01-01T00:00:00+09:00';

/** The past that is read when the first page shows the first `size` of all. */
async function readOf(all: readonly Execution[], size: number) {
  const script = new ScriptedSend(({ path }) => {
    const query = new URLSearchParams(path.split('?')[1]);
    const from = Number(query.get('page')) * Number(query.get('limit'));
    return httpResponse(200, {
      list: all.slice(from, from + Number(query.get('limit'))).map(({ raw }) => raw),
    });
  });
  const read = await readPast(clientOn(script.send).client, 'job1', all.slice(0, size), {});
  return { read, requests: script.requests.length };
}

describe('all that is needed of the past', () => {
  it.each([0, 1, 9])(
    'is the first page when that has only %i entries: it is the whole list',
    async (count) => {
      const all = pasts(count).toReversed();
      expect(await readOf(all, 100)).toEqual({ read: all, requests: 0 });
    },
  );

  it.each([10, 100])('is the first page of %i when the newest come first', async (size) => {
    const all = pasts(250);
    expect(await readOf(all, size)).toEqual({ read: all.slice(0, size), requests: 0 });
  });

  it.each<[string, Execution[]]>([
    ['the oldest come first', pasts(250).toReversed()],
    ['they come in no order', pasts(250).sort((a, b) => jumbled(a) - jumbled(b))],
    ['it has no dates', pasts(250, { createdDate: null })],
    ['its dates cannot be read', pasts(250, { createdDate: 1742523174000 })],
    ['all its dates are the same', pasts(250, { createdDate: OF_THE_JOB })],
    ['one of its dates is missing', [past(1), past(2, { createdDate: null }), ...pasts(250).slice(2)]],
  ])('is the whole list when %s', async (_what, all) => {
    const { read } = await readOf(all, 100);
    expect(read.map(({ jobExecutionId }) => jobExecutionId)).toEqual(
      all.map(({ jobExecutionId }) => jobExecutionId),
    );
  });

  it('is an error when the whole list is needed and cannot be read', async () => {
    const { client } = clientOn(new ScriptedSend(gatewayError(503, '500')).send);
    const reading = readPast(client, 'job1', pasts(100).toReversed(), { once: true });
    await expect(reading).rejects.toMatchObject({ facts: { status: 503 } });
  });
});

describe('a new execution', () => {
  it('is expected first in a list that is in order, and last in any other', () => {
    expect(nextIndex(pasts(250))).toBe(0);
    expect(nextIndex(pasts(250).toReversed())).toBe(250);
    expect(nextIndex(pasts(9).toReversed())).toBe(0);
  });
});

describe('the baseline', () => {
  /** Executions with any dates, some with none. */
  const anyPast = fc.array(
    fc.option(fc.integer({ min: -400 * HOUR_MS, max: 0 }), { nil: undefined, freq: 8 }),
    { maxLength: 300 },
  );
  const made = (dates: readonly (number | undefined)[]) =>
    dates.map((ms, index) => past(index, { createdDate: ms === undefined ? null : serviceDate(ms) }));

  it('holds each execution it was made of', () => {
    fc.assert(
      fc.property(anyPast, (dates) => {
        const executions = made(dates);
        const baseline = baselineOf(executions);
        for (const execution of executions) expect(isInBaseline(execution, baseline)).toBe(true);
      }),
    );
  });

  it('holds none that is new: neither one that is dated later than all nor one without a date', () => {
    fc.assert(
      fc.property(anyPast, fc.option(fc.integer({ min: 1, max: 10 ** 9 })), (dates, ms) => {
        const createdDate = ms === null ? null : serviceDate(ms);
        const fresh = anExecution({ jobExecutionId: 'new', createdDate });
        expect(isInBaseline(fresh, baselineOf(made(dates)))).toBe(false);
      }),
    );
  });

  it('holds what this step started before', () => {
    const baseline = baselineOf(pasts(3), ['sister']);
    expect(isInBaseline(anExecution({ jobExecutionId: 'sister' }), baseline)).toBe(true);
  });

  it('of an empty list holds what is not newer than the last execution by the job itself', () => {
    const baseline = baselineOf([], [], Date.parse(serviceDate(-HOUR_MS)));
    expect([1, 2, 0].map((index) => isInBaseline(past(index), baseline))).toEqual([true, true, false]);
  });

  it('of a first page, the newest first, also holds what is older', () => {
    const all = pasts(250);
    const baseline = baselineOf(all.slice(0, 100));
    for (const execution of all) expect(isInBaseline(execution, baseline)).toBe(true);
  });

  it('does not grow with a dated history', () => {
    expect(baselineOf(pasts(3_000)).ids).toHaveLength(100);
  });

  it('of a short list does not use dates', () => {
    const baseline = baselineOf(pasts(9));
    expect(baseline.olderMs).toBeUndefined();
    expect(isInBaseline(anExecution({ jobExecutionId: 'new', createdDate: OF_THE_JOB }), baseline)).toBe(
      false,
    );
  });

  it('goes by startDate where createdDate is that of the job', () => {
    const all = Array.from({ length: 250 }, (_, index) =>
      past(index + 1, { createdDate: OF_THE_JOB, startDate: serviceDate(-(index + 1) * HOUR_MS) }),
    );
    const fresh = anExecution({ jobExecutionId: 'new', createdDate: OF_THE_JOB, startDate: serviceDate() });
    const baseline = baselineOf(all);
    expect(isInBaseline(fresh, baseline)).toBe(false);
    for (const execution of all) expect(isInBaseline(execution, baseline)).toBe(true);
  });
});
