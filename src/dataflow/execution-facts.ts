import { serviceDateMs } from '../time/service-date.ts';
import type { Execution } from './model.ts';

/** The states that the API documentation names. The last three are final. Any other is pending, and never a success. */
const FINAL = ['COMPLETED', 'FAILED', 'CANCELED'] as const;
const PENDING = ['READY', 'RUNNING'] as const;

/** A status after which nothing changes any more. */
export type FinalStatus = (typeof FINAL)[number];

/** The final status an execution has, or undefined while it is pending. */
export function finalStatus(execution: Execution): FinalStatus | undefined {
  return FINAL.find((status) => status === execution.status);
}

/** Whether the API documentation names a status. */
export function isDocumented(status: string): boolean {
  return [...FINAL, ...PENDING].some((known) => known === status);
}

/**
 * When the service accepted an execution: milliseconds since 1970, undefined when it shows no date. By the tables
 * createdDate is the date of the job, by the examples that of the execution: the later of the two counts.
 */
export function acceptedAtMs(
  execution: Partial<Pick<Execution, 'createdDate' | 'startDate'>>,
): number | undefined {
  const dates = [execution.createdDate, execution.startDate]
    .map(serviceDateMs)
    .filter((ms) => ms !== undefined);
  return dates.length === 0 ? undefined : Math.max(...dates);
}

/** From startDate to endDate, in milliseconds; undefined unless both are there. */
export function durationMs(execution: Execution): number | undefined {
  const startMs = serviceDateMs(execution.startDate);
  const endMs = serviceDateMs(execution.endDate);
  return startMs === undefined || endMs === undefined ? undefined : endMs - startMs;
}

/** Where the console log is in Object Storage: in the examples of the API documentation, and missing in its tables. */
export function consoleLogPath(execution: Execution): string | undefined {
  const path = execution.jobCondition?.['consoleLogPath'];
  return typeof path === 'string' && path !== '' ? path : undefined;
}
