import { describe, expect, it } from '@jest/globals';
import {
  type Gates,
  GateUnmet,
  gateOnLastExecution,
  type LastExecution,
} from '../../src/job/last-execution.ts';
import { contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { answer, listed, scriptedService } from '../support/scripted-send.ts';

const HOUR_MS = 3_600_000;
const none: Gates = { requireLastStatus: undefined, maxAgeMs: undefined };

/** What is told of a job's last execution, and which gates it does not pass. */
async function gated(job: Record<string, unknown>, executions: unknown[] = [], gates: Partial<Gates> = {}) {
  const service = scriptedService({
    job: [answer(200, { jobId: 'job1', name: 'job001', ...job })],
    list: [listed(...executions)],
  });
  const { context } = contextOn(service.send);
  const told: LastExecution[] = [];
  const emit = ({ last }: { last: LastExecution }) => void told.push(last);
  const options = { ...none, ...gates, jobId: 'job1' };
  const unmet = await gateOnLastExecution({ ...context, emit }, options).then(
    () => [],
    (error: unknown) => (error instanceof GateUnmet ? error.unmet : Promise.reject(error)),
  );
  return { last: told[0], unmet };
}

/** What the job itself tells. */
const toldBy = (lastExecutionDate: string) => ({ lastExecutionStatus: 'COMPLETED', lastExecutionDate });
const entry = (jobExecutionId: string, status: string, createdDate: unknown) =>
  executionJson({ jobExecutionId, status, createdDate });

describe('the age of the last execution', () => {
  it.each([
    ['with its offset', serviceDate(-2 * HOUR_MS), 2 * HOUR_MS],
    ['of Korea, without an offset', '2025-03-21T09:12:54', 2 * HOUR_MS],
    ['a little ahead, since clocks differ', serviceDate(299_000), 0],
    ['of now', serviceDate(), 0],
  ])('is counted from a date %s', async (_what, date, ageMs) => {
    expect((await gated(toldBy(date))).last).toMatchObject({ ageMs });
  });

  it.each([
    ['in the future', serviceDate(301_000)],
    ['of tomorrow', serviceDate(24 * HOUR_MS)],
    ['that nobody can read', 'soon'],
  ])('is not known from a date %s, and passes no maxAge', async (_what, date) => {
    const { last, unmet } = await gated(toldBy(date), [], { maxAgeMs: 1_000 * HOUR_MS });
    expect([last?.ageMs, unmet]).toEqual([undefined, ['maxAge']]);
  });

  it('of eight hours, written without an offset, does not pass a maxAge of one', async () => {
    const gates = { maxAgeMs: HOUR_MS };
    expect((await gated(toldBy('2025-03-21T03:12:54'), [], gates)).unmet).toEqual(['maxAge']);
  });
});

describe('the status of the last execution, where the job does not tell it', () => {
  const gates = { requireLastStatus: 'COMPLETED' };

  it.each([false, true])(
    'is that of the newest by its date, whatever the order (reversed: %s)',
    async (reversed) => {
      const list = [entry('a', 'COMPLETED', serviceDate(-HOUR_MS)), entry('b', 'FAILED', serviceDate())];
      const { last, unmet } = await gated({}, reversed ? list.toReversed() : list, gates);
      expect([last?.status, unmet]).toEqual(['FAILED', ['requireLastStatus']]);
    },
  );

  it('is that of the only one, even without a date', async () => {
    expect((await gated({}, [entry('a', 'COMPLETED', null)], gates)).unmet).toEqual([]);
  });

  it.each([null, 1742523174000, 'soon'])('is not known of several with the date %j', async (date) => {
    const list = [entry('a', 'COMPLETED', date), entry('b', 'FAILED', date)];
    const { last, unmet } = await gated({}, list, gates);
    expect(last).toMatchObject({ executed: true, status: undefined });
    expect(unmet).toEqual(['requireLastStatus']);
  });

  it('is not known when the job was executed later than what is listed', async () => {
    const job = { lastExecutionDate: serviceDate() };
    const { last } = await gated(job, [entry('a', 'COMPLETED', serviceDate(-HOUR_MS))], gates);
    expect(last?.status).toBeUndefined();
  });
});
