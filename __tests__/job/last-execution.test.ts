import { describe, expect, it } from '@jest/globals';
import { gateOnExecutions } from '../../src/job/gate.ts';
import type { Gates } from '../../src/job/last-execution.ts';
import { outcomeOf } from '../../src/job/outcome.ts';
import { contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { httpResponse, listed, scriptedService } from '../support/scripted-send.ts';

const HOUR_MS = 3_600_000;
const none: Gates = { requireLastStatus: undefined, maxAgeMs: undefined, completedWithinMs: undefined };

/** What is known of a job's executions, which gates they do not pass, and the requests for the list. */
async function gated(job: Record<string, unknown>, executions: unknown[] = [], gates: Partial<Gates> = {}) {
  const pages = (request: { path: string }) => {
    const limit = Number(new URLSearchParams(request.path.split('?')[1]).get('limit'));
    return listed(...executions.slice(0, limit))(request as never);
  };
  const service = scriptedService({
    job: [httpResponse(200, { jobId: 'job1', name: 'job001', ...job })],
    list: [pages],
  });
  const { context } = contextOn(service.send);
  const jobContext = { ...context, facts: {}, emit: () => undefined, publish: () => undefined };
  const outcome = await outcomeOf(jobContext, () =>
    gateOnExecutions(jobContext, { ...none, ...gates, jobId: 'job1' }),
  );
  const { end } = outcome;
  const unmet = end.kind === 'failed' && end.failure.why === 'gate' ? end.failure.unmet : [];
  const lists = service.operations().filter((operation) => operation === 'list').length;
  return { last: outcome.executions?.last, completed: outcome.executions?.completed, unmet, lists };
}

/** What the job itself shows. */
const ofJob = (lastExecutionDate: string) => ({ lastExecutionStatus: 'COMPLETED', lastExecutionDate });
const entry = (jobExecutionId: string, status: string, createdDate: unknown, endDate?: unknown) =>
  executionJson({ jobExecutionId, status, createdDate, endDate });
/** So many executions of one hour each, newest first; `statusOf` by how many hours ago they were accepted. */
const history = (count: number, statusOf: (hoursAgo: number) => string) =>
  Array.from({ length: count }, (_, index) => {
    const acceptedMs = -(index + 1) * HOUR_MS;
    return entry(
      `e${index + 1}`,
      statusOf(index + 1),
      serviceDate(acceptedMs),
      serviceDate(acceptedMs + HOUR_MS / 2),
    );
  });

describe('the age of the last execution', () => {
  it.each([
    ['with its offset', serviceDate(-2 * HOUR_MS), 2 * HOUR_MS],
    ['of Korea, without an offset', '2025-03-21T09:12:54', 2 * HOUR_MS],
    ['a little ahead, since clocks differ', serviceDate(299_000), 0],
    ['of now', serviceDate(), 0],
  ])('is counted from a date %s', async (_what, date, ageMs) => {
    expect((await gated(ofJob(date))).last).toMatchObject({ ageMs });
  });

  it.each([
    ['in the future', serviceDate(301_000)],
    ['of tomorrow', serviceDate(24 * HOUR_MS)],
    ['that is no date', 'soon'],
    ['of 1970', '1970-01-01T09:00:00+09:00'],
    ['of the year 1', '0001-01-01T00:00:00+09:00'],
  ])('is not known from a date %s, and passes no maxAge', async (_what, date) => {
    const { last, unmet } = await gated(ofJob(date), [], { maxAgeMs: 1_000_000 * HOUR_MS });
    expect([last?.ageMs, unmet]).toEqual([undefined, ['maxAge']]);
  });

  it('of eight hours, written without an offset, does not pass a maxAge of one', async () => {
    const gates = { maxAgeMs: HOUR_MS };
    expect((await gated(ofJob('2025-03-21T03:12:54'), [], gates)).unmet).toEqual(['maxAge']);
  });
});

describe('the status of the last execution, where the job does not show it', () => {
  const gates = { requireLastStatus: 'COMPLETED' };

  it.each([false, true])(
    'is that of the newest by its date, whatever the order (reversed: %s)',
    async (reversed) => {
      const list = [entry('a', 'COMPLETED', serviceDate(-HOUR_MS)), entry('b', 'FAILED', serviceDate())];
      const { last, unmet } = await gated({}, reversed ? list.toReversed() : list, gates);
      expect([last?.id, last?.status, unmet]).toEqual(['b', 'FAILED', ['requireLastStatus']]);
    },
  );

  it('is that of the only one, even without a date', async () => {
    expect((await gated({}, [entry('a', 'COMPLETED', null)], gates)).unmet).toEqual([]);
  });

  it.each([null, 1742523174000, 'soon'])('is not known of several with the date %j', async (date) => {
    const list = [entry('a', 'COMPLETED', date), entry('b', 'FAILED', date)];
    const { last, unmet } = await gated({}, list, gates);
    expect(last).toMatchObject({ executed: true, id: undefined, status: undefined });
    expect(unmet).toEqual(['requireLastStatus']);
  });

  it('is not known when the job was executed later than what is listed', async () => {
    const job = { lastExecutionDate: serviceDate() };
    const { last } = await gated(job, [entry('a', 'COMPLETED', serviceDate(-HOUR_MS))], gates);
    expect([last?.id, last?.status]).toEqual([undefined, undefined]);
  });
});

describe('requireCompletedWithin', () => {
  const within = (hours: number) => ({ completedWithinMs: hours * HOUR_MS });

  it('passes by an execution that ended within it, whatever was started since', async () => {
    const list = [
      entry('c', 'RUNNING', serviceDate()),
      entry('b', 'FAILED', serviceDate(-HOUR_MS)),
      ...history(3, () => 'COMPLETED').slice(1),
    ];
    const { completed, last, unmet } = await gated({}, list, within(2));
    expect([completed?.id, last?.id, unmet]).toEqual(['e2', 'c', []]);
  });

  it('counts from endDate, not from the date of acceptance', async () => {
    const list = [entry('a', 'COMPLETED', serviceDate(-10 * HOUR_MS), serviceDate(-HOUR_MS))];
    expect((await gated({}, list, within(1))).unmet).toEqual([]);
    expect((await gated({}, list, within(0.99))).unmet).toEqual(['requireCompletedWithin']);
  });

  it.each([
    ['no execution', []],
    ['one that FAILED', [entry('a', 'FAILED', serviceDate(), serviceDate())]],
    ['a COMPLETED one without endDate', [entry('a', 'COMPLETED', serviceDate())]],
    ['one of a status that is not documented', [entry('a', 'DONE', serviceDate(), serviceDate())]],
  ])('is not passed by %s', async (_what, list) => {
    expect((await gated({}, list, within(1))).unmet).toEqual(['requireCompletedWithin']);
  });

  it('names the latest by its end, with the date as the service gave it', async () => {
    const date = '2025-03-21T10:12:54+09:00';
    const list = [
      entry('new', 'COMPLETED', serviceDate(-HOUR_MS), serviceDate(-2 * HOUR_MS)),
      entry('old', 'COMPLETED', serviceDate(-5 * HOUR_MS), date),
    ];
    expect((await gated({}, list)).completed).toEqual({ id: 'old', date, ageMs: HOUR_MS });
  });
});

describe('the list of executions', () => {
  it('is read by one request when its first page is in order and holds what is required', async () => {
    const { completed, last, lists } = await gated(
      {},
      history(500, () => 'COMPLETED'),
      { completedWithinMs: HOUR_MS },
    );
    expect([completed?.id, last?.id, lists]).toEqual(['e1', 'e1', 1]);
  });

  it('is read whole when the first page holds none that COMPLETED', async () => {
    const { completed, lists } = await gated(
      {},
      history(500, (hours) => (hours > 300 ? 'COMPLETED' : 'FAILED')),
    );
    expect([completed?.id, lists > 1]).toEqual(['e301', true]);
  });

  it.each([
    ['oldest first', (all: unknown[]) => all.toReversed()],
    ['in no order', (all: unknown[]) => all.map((_, index) => all[(index * 37) % all.length])],
  ])('is read whole when it is %s', async (_what, order) => {
    const { completed, last } = await gated({}, order(history(200, () => 'COMPLETED')));
    expect([completed?.id, last?.id]).toEqual(['e1', 'e1']);
  });
});
