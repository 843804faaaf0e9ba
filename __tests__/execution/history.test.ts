import { describe, expect, it } from '@jest/globals';
import { completedDurationsMs, typicalDuration } from '../../src/execution/history.ts';
import { anExecution, serviceDate } from '../support/contexts.ts';

const MINUTE_MS = 60_000;
const lasting = (minutes: number, status = 'COMPLETED') =>
  anExecution({ status, startDate: serviceDate(), endDate: serviceDate(minutes * MINUTE_MS) });

describe('the durations of past executions', () => {
  it('are those that completed and have both dates', () => {
    const past = [
      lasting(3),
      lasting(9, 'FAILED'),
      lasting(1, 'CANCELED'),
      anExecution({ status: 'COMPLETED', startDate: serviceDate() }),
      lasting(5),
    ];
    expect(completedDurationsMs(past)).toEqual([3 * MINUTE_MS, 5 * MINUTE_MS]);
  });

  it.each([
    [[3, 1, 2], 2, 3],
    [[4, 1, 2, 9], 3, 9],
  ])('of %j minutes are typically %i minutes, %i at the most', (minutes, median, slowest) => {
    expect(typicalDuration(minutes.map((each) => lasting(each)))).toEqual({
      ...{ medianMs: median * MINUTE_MS, slowestMs: slowest * MINUTE_MS, count: minutes.length },
    });
  });

  it('say nothing when fewer than three completed', () => {
    expect(typicalDuration([lasting(1), lasting(2), lasting(3, 'FAILED')])).toBeUndefined();
  });
});
