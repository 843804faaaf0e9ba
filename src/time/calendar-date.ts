/**
 * A day, or an hour of a day, of a calendar: no time zone is meant. All arithmetic is in UTC, where every day has
 * 24 hours.
 */
export interface CalendarDate {
  /** Its beginning, as if it were in UTC: milliseconds since 1970. */
  readonly ms: number;
  /** Whether it is an hour: `2026-11-01T00` is another date than `2026-11-01`. */
  readonly hasHour: boolean;
}

/** How far one date is from the next. */
export interface DateStep {
  /** At least 1. */
  readonly count: number;
  readonly unit: 'h' | 'd' | 'mo';
}

/** What `parseDate` takes, for error messages. */
export const DATE_FORMS = 'a date such as 2026-11-01, or with an hour such as 2026-11-01T06';
/** What `parseStep` takes, for error messages. */
export const STEP_FORMS =
  'a number (1 to 9999) and h, d or mo (hours, days, months), such as 1d, 7d, 1h or 1mo';

const HOUR_MS = 3_600_000;
const UNIT_MS = { h: HOUR_MS, d: 24 * HOUR_MS } as const;

/** Years from 1000 to 2999, so that no step leads to a year of other than four digits. */
const DATE = /^([12]\d{3})-(\d{2})-(\d{2})(?:T(\d{2}))?$/;

/** @returns undefined when the text has another form, or names a day or an hour that does not exist */
export function parseDate(text: string): CalendarDate | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const date = { ms: Date.UTC(year, month - 1, day, hour), hasHour: match[4] !== undefined };
  // Date.UTC takes the 30th of February for the 2nd of March.
  return dateText(date) === text ? date : undefined;
}

/** The date as it is written in inputs and outputs. */
export function dateText({ ms, hasHour }: CalendarDate): string {
  return new Date(ms).toISOString().slice(0, hasHour ? 13 : 10);
}

/** @returns undefined when the text is no step */
export function parseStep(text: string): DateStep | undefined {
  const [, count, unit] = /^([1-9]\d{0,3})(h|d|mo)$/.exec(text.toLowerCase()) ?? [];
  return count === undefined ? undefined : { count: Number(count), unit: unit as DateStep['unit'] };
}

/**
 * The date so many steps later. Months are counted from the date itself, and a month without its day gives its last
 * one: two steps of `1mo` after 2026-01-31 is 2026-03-31.
 */
export function stepsLater(date: CalendarDate, { count, unit }: DateStep, steps: number): CalendarDate {
  if (unit !== 'mo') return { ...date, ms: date.ms + steps * count * UNIT_MS[unit] };
  const from = new Date(date.ms);
  const months = from.getUTCFullYear() * 12 + from.getUTCMonth() + steps * count;
  const firstOfMonthMs = Date.UTC(Math.floor(months / 12), months % 12, 1, from.getUTCHours());
  return withDayOfMonth({ ...date, ms: firstOfMonthMs }, dayOfMonth(date));
}

/** From 1 to 31. */
export function dayOfMonth({ ms }: CalendarDate): number {
  return new Date(ms).getUTCDate();
}

/** How many days its month has. */
export function daysInMonth({ ms }: CalendarDate): number {
  const date = new Date(ms);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The same month with another day; the last one when it has no such day. */
export function withDayOfMonth(date: CalendarDate, day: number): CalendarDate {
  return { ...date, ms: date.ms + (Math.min(day, daysInMonth(date)) - dayOfMonth(date)) * UNIT_MS.d };
}
