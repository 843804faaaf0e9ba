import { type BackfillConfig, readBackfillConfig } from '../inputs/backfill.ts';
import { findMarkers, type Markers } from '../object-storage/find-markers.ts';
import { BACKFILL } from '../report/plan/plan-row.ts';
import { dateText } from '../time/calendar-date.ts';
import { replaced, withDates } from '../time/date-placeholders.ts';
import type { Connection } from './connection.ts';
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
    readDone: findDoneDates,
  });
}

/** The dates whose marker object exists. */
async function findDoneDates(
  { skipIfExists, dates, objectStorage, requestTimeoutMs }: BackfillConfig,
  connection: Connection,
  signal: AbortSignal,
): Promise<Markers> {
  if (skipIfExists === undefined) return { names: new Set() };
  const paths = new Map(dates.map((date) => [dateText(date.date), replaced(skipIfExists, date)]));
  return findMarkers({ ...connection, ...objectStorage }, paths, { timeoutMs: requestTimeoutMs, signal });
}
