import { type BackfillConfig, readBackfillConfig } from '../inputs/backfill.ts';
import { findMarkers } from '../object-storage/find-markers.ts';
import { BACKFILL } from '../report/plan/plan-row.ts';
import { dateText } from '../time/calendar-date.ts';
import { systemClock } from '../time/clock.ts';
import { replaced, withDates } from '../time/date-placeholders.ts';
import { type Connection, USER_AGENT } from './connection.ts';
import { runPlanAction } from './plan.ts';

/** The backfill action: runs one job for many dates. */
export function backfill(): Promise<void> {
  return runPlanAction<BackfillConfig>({
    words: BACKFILL,
    read: readBackfillConfig,
    runs: ({ dates, jobId, jobCondition, parameters, retries }) =>
      dates.map((date) => ({
        name: dateText(date.date),
        jobId,
        needs: [],
        retries,
        jobCondition: withDates(jobCondition, date),
        parameters: withDates(parameters, date),
      })),
    skipped: findDoneDates,
  });
}

/** The dates whose marker object exists. */
async function findDoneDates(
  { skipIfExists, dates, objectStorage, keys, requestTimeoutMs }: BackfillConfig,
  { client, send }: Connection,
  cancelled: AbortSignal,
): Promise<{ readonly names: ReadonlySet<string> } | { readonly problem: string }> {
  if (skipIfExists === undefined) return { names: new Set() };
  const storage = {
    ...objectStorage,
    keys,
    send,
    userAgent: USER_AGENT,
    nowMs: () => client.serviceClock.nowMs(),
    clock: systemClock,
    random: Math.random,
  };
  const paths = new Map(dates.map((date) => [dateText(date.date), replaced(skipIfExists, date)]));
  const found = await findMarkers(storage, paths, { timeoutMs: requestTimeoutMs, signal: cancelled });
  return 'problem' in found ? found : { names: found.names };
}
