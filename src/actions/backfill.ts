import { type BackfillConfig, readBackfillConfig } from '../inputs/backfill.ts';
import { findMarkers } from '../object-storage/find-markers.ts';
import { BACKFILL } from '../report/plan/plan-row.ts';
import { dateText } from '../time/calendar-date.ts';
import { replaced, withDates } from '../time/date-placeholders.ts';
import { runPlanAction } from './plan.ts';
import type { PlanOfStep } from './read-and-run.ts';

/** The backfill action: runs one job for many dates. */
export function backfill(): Promise<void> {
  return runPlanAction(BACKFILL, async (source) => planOf(await readBackfillConfig(source)));
}

/** A run for each date; done are those whose marker object exists. */
function planOf(config: BackfillConfig): PlanOfStep {
  const { dates, jobId, jobCondition, parameters, retries, skipIfExists } = config;
  const { objectStorage, requestTimeoutMs: timeoutMs } = config;
  const runs = dates.map((date) => ({
    name: dateText(date.date),
    jobId,
    needs: [],
    retries,
    jobCondition: withDates(jobCondition, date),
    parameters: withDates(parameters, date),
  }));
  if (skipIfExists === undefined) return { config, runs };
  const paths = new Map(dates.map((date) => [dateText(date.date), replaced(skipIfExists, date)]));
  return {
    config,
    runs,
    readDone: (connection, signal) =>
      findMarkers({ ...connection, ...objectStorage }, paths, { timeoutMs, signal }),
  };
}
