import type { HttpResponse } from './network.ts';

/**
 * Retry-After in either of its forms, seconds or a date, as milliseconds. A date is counted from the response's own
 * `Date`.
 * @param nowMs the time to count from when the response has no `Date`, in milliseconds since 1970
 * @returns undefined when there is none, or it is over
 */
export function retryAfterMs(headers: HttpResponse['headers'], nowMs: number): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value.trim())
    ? Number(value) * 1000
    : Date.parse(value) - responseMs(headers, nowMs);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** The time of a response by its own `Date`, else `nowMs`; milliseconds since 1970. */
export function responseMs(headers: HttpResponse['headers'], nowMs: number): number {
  return Date.parse(headers['date'] ?? '') || nowMs;
}
