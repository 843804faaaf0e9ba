import {
  type CalendarDate,
  DATE_FORMS,
  type DateStep,
  dateText,
  dayOfMonth,
  daysInMonth,
  parseDate,
  stepsLater,
  withDayOfMonth,
} from './calendar-date.ts';

/** A date to run a job for, and the date one step later. */
export interface DateAndNext {
  readonly date: CalendarDate;
  readonly next: CalendarDate;
  /** With steps of months and a list of dates, `next` can be a guess: the other date that it can be. */
  readonly otherNext?: CalendarDate | undefined;
}

/** More dates than one step can run in any sensible time are a mistake, such as a wrong year. */
const MOST_DATES = 10_000;

/** Texts that give no dates; the message says why, and what to write. */
export class WrongDates extends Error {
  override name = 'WrongDates';
}

/**
 * All dates from `from` to `to`, both included, oldest first. Where the step is of hours, a date without an hour is
 * its first hour as `from`, and its last one as `to`.
 * @throws WrongDates
 */
export function datesBetween(fromText: string, toText: string, step: DateStep): DateAndNext[] {
  const from = hourly(readDate(fromText), step, 0);
  const to = hourly(readDate(toText), step, 23);
  if (from.hasHour !== to.hasHour)
    throw new WrongDates(
      `${fromText} and ${toText} have different forms; give both with an hour, or both without.`,
    );
  if (to.ms < from.ms) throw new WrongDates(`to (${toText}) is before from (${fromText}).`);
  const dates: DateAndNext[] = [];
  for (let date = from; date.ms <= to.ms; ) {
    const next = stepsLater(from, step, dates.length + 1);
    dates.push({ date, next });
    if (dates.length > MOST_DATES) throw tooMany(`from ${fromText} to ${toText}`);
    date = next;
  }
  return dates;
}

function hourly(date: CalendarDate, { unit }: DateStep, hour: number): CalendarDate {
  return unit !== 'h' || date.hasHour ? date : { ms: date.ms + hour * 3_600_000, hasHour: true };
}

/**
 * The dates of a list, each once, oldest first.
 * @param step makes the date that comes next
 * @throws WrongDates
 */
export function datesOfList(texts: readonly string[], step: DateStep): DateAndNext[] {
  const byMs = new Map(texts.map(readDate).map((date) => [date.ms, date]));
  const dates = [...byMs.values()].sort((a, b) => a.ms - b.ms);
  const [first] = dates;
  const other = dates.find(({ hasHour }) => hasHour !== first?.hasHour);
  if (first && other)
    throw new WrongDates(
      `${dateText(first)} and ${dateText(other)} have different forms; give all with an hour, or all without.`,
    );
  if (first && step.unit === 'h' && !first.hasHour)
    throw new WrongDates(
      `${dateText(first)} has no hour, and step is in hours; give each date with its hour, such as ${dateText(first)}T00.`,
    );
  if (dates.length > MOST_DATES) throw tooMany('in the list');
  return step.unit === 'mo'
    ? monthly(dates, step)
    : dates.map((date) => ({ date, next: stepsLater(date, step, 1) }));
}

/**
 * Of a list such as 2026-01-31, 2026-02-28, the greatest day says that the series is of the 31st. A list of February
 * 28th alone does not say whether the next date is March 28th or 31st.
 */
function monthly(dates: readonly CalendarDate[], step: DateStep): DateAndNext[] {
  const greatest = Math.max(...dates.map(dayOfMonth));
  const isSeries = dates.every((date) => dayOfMonth(date) === Math.min(greatest, daysInMonth(date)));
  const isClear = isSeries && (greatest === 31 || !dates.every(isLastOfMonth));
  return dates.map((date) => {
    const next = stepsLater(date, step, 1);
    if (isClear) return { date, next: withDayOfMonth(next, greatest) };
    const otherNext = isLastOfMonth(date) ? withDayOfMonth(next, 31) : next;
    return { date, next, otherNext: otherNext.ms === next.ms ? undefined : otherNext };
  });
}

function isLastOfMonth(date: CalendarDate): boolean {
  return dayOfMonth(date) === daysInMonth(date);
}

function readDate(text: string): CalendarDate {
  const date = parseDate(text);
  if (date) return date;
  const isForm = /^\d{4}-\d{2}-\d{2}(T\d{2})?$/.test(text);
  throw new WrongDates(
    isForm
      ? `"${text}" does not exist in the calendar (of the years 1000 to 2999).`
      : `"${text}" is no date; give ${DATE_FORMS}.`,
  );
}

function tooMany(where: string): WrongDates {
  return new WrongDates(
    `there are more than ${MOST_DATES} dates ${where}; give at most that many to one step.`,
  );
}
