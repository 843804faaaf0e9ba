import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../src/dataflow/errors.ts';
import { Observation, type WatchOptions } from '../../src/execution/observation.ts';
import { anExecution, serviceDate } from '../support/contexts.ts';
import { START_MS } from '../support/fake-clock.ts';

const MINUTE_MS = 60_000;
const failed = (status: number, retryAfterMs?: number) =>
  new DataFlowError(status === 403 ? 'permission' : status === 429 ? 'rate-limited' : 'unavailable', {
    operation: 'getJobExecutions',
    status,
    retryAfterMs,
  });
const observing = (options: Partial<WatchOptions> = {}) =>
  new Observation(
    {
      isCertain: true,
      deadlineMs: () => 60 * MINUTE_MS,
      pollIntervalMs: undefined,
      pastDurationsMs: [],
      ...options,
    },
    0,
  );

describe('a final status', () => {
  it('counts only from a poll, never from the response to the start', () => {
    const observation = observing({ known: anExecution({ status: 'COMPLETED' }) });
    expect(observation.ending(0)).toBeUndefined();
    observation.record(anExecution({ status: 'COMPLETED' }), 1_000);
    expect(observation.ending(1_000)).toEqual({ kind: 'completed' });
  });

  it('that a poll does not repeat is none: what was polled last counts', () => {
    const observation = observing({ known: anExecution({ status: 'COMPLETED' }) });
    observation.record(anExecution({ status: 'RUNNING' }), 1_000);
    expect(observation.ending(1_000)).toBeUndefined();
  });
});

describe('a refusal', () => {
  it('is final after three in a row', () => {
    const observation = observing();
    for (const polled of [failed(403), failed(403), failed(503), failed(403), failed(403)]) {
      observation.record(polled, 0);
      expect(observation.ending(0)).toBeUndefined();
    }
    observation.record(failed(403), 0);
    expect(observation.ending(0)).toMatchObject({ kind: 'poll-failed', error: { facts: { status: 403 } } });
  });
});

describe('an execution that is not listed', () => {
  it('is missing from the first poll that succeeds without it: five minutes from there', () => {
    const observation = observing({ known: anExecution() });
    observation.record(anExecution(), 10 * MINUTE_MS);
    for (const minute of [11, 12, 13, 14, 15]) {
      observation.record(undefined, minute * MINUTE_MS);
      expect(observation.ending(minute * MINUTE_MS)).toBeUndefined();
    }
    observation.record(undefined, 16 * MINUTE_MS);
    expect(observation.ending(16 * MINUTE_MS)).toEqual({ kind: 'not-listed' });
  });

  it('is not gone while polls fail between: trouble is never absence', () => {
    const observation = observing({ isCertain: false });
    for (const polled of [undefined, undefined, failed(503), undefined, undefined])
      observation.record(polled, 0);
    expect(observation.ending(0)).toBeUndefined();
  });

  it('exists for sure once it was polled', () => {
    const observation = observing({ isCertain: false });
    observation.record(anExecution(), 0);
    for (let poll = 0; poll < 5; poll += 1) observation.record(undefined, MINUTE_MS);
    expect(observation.ending(2 * MINUTE_MS)).toBeUndefined();
  });
});

describe('the deadline', () => {
  it.each([
    ['time-up', anExecution()],
    ['not-listed', undefined],
    ['poll-failed', failed(503)],
  ])('is %s by what the last poll brought', (kind, polled) => {
    const observation = observing({ deadlineMs: () => MINUTE_MS });
    observation.record(anExecution(), 0);
    observation.record(polled, MINUTE_MS);
    expect(observation.ending(MINUTE_MS)).toMatchObject({ kind });
  });
});

describe('the facts for the next poll', () => {
  it('count how long the execution has been under way by the clock of the service', () => {
    const observation = observing({ known: anExecution({ createdDate: serviceDate(-MINUTE_MS) }) });
    expect(observation.pollFacts(1_000, START_MS + 1_000, 0.5).elapsedMs).toBe(MINUTE_MS + 1_000);
    expect(observation.pollFacts(1_000, START_MS - 10 * MINUTE_MS, 0.5).elapsedMs).toBe(1_000);
  });

  it('hold failures in a row, Retry-After and the last time that it was rate-limited', () => {
    const observation = observing();
    observation.record(failed(503), 0);
    observation.record(failed(429, 20_000), 1_000);
    expect(observation.pollFacts(5_000, START_MS, 0.5)).toMatchObject({
      ...{ failures: 2, retryAfterMs: 20_000, sinceThrottledMs: 4_000 },
    });
    observation.record(anExecution(), 6_000);
    expect(observation.pollFacts(7_000, START_MS, 0.5)).toMatchObject({
      ...{ failures: 0, retryAfterMs: undefined, sinceThrottledMs: 6_000 },
    });
  });

  it('let the first poll be made at once only where nothing is known', () => {
    expect(observing().isNew).toBe(true);
    expect(observing({ known: anExecution() }).isNew).toBe(false);
    const observation = observing();
    observation.record(failed(503), 0);
    expect(observation.isNew).toBe(false);
  });
});
