import { isJsonObject, type Json, type JsonObject } from '../text/json.ts';
import { type CalendarDate, dateText } from './calendar-date.ts';
import type { DateAndNext } from './date-list.ts';

/** The forms of a placeholder, for error messages. */
const PLACEHOLDER_FORMS =
  '{date}, {date:yyyyMMdd}, {next} or {next:yyyyMMdd}, with yyyy, MM, dd, HH and separators';

const PLACEHOLDER = /\{(date|next)(?::([^{}]*))?\}/g;
const PARTS = /yyyy|MM|dd|HH/g;

/**
 * A value with the placeholders in all its texts replaced, nested ones too; keys stay as they are, and so does all
 * else in braces.
 */
export function withDates<Value extends Json>(value: Value, dates: DateAndNext): Value {
  return mapTexts(value, (text) => replaced(text, dates)) as Value;
}

/** A text with its placeholders replaced. */
export function replaced(text: string, { date, next }: DateAndNext): string {
  return text.replace(PLACEHOLDER, (_all, name: string, format: string | undefined) =>
    formatted(name === 'date' ? date : next, format),
  );
}

/** Whether a value holds a placeholder of this name in one of its texts. */
export function holdsPlaceholder(value: Json, name: 'date' | 'next'): boolean {
  return textsOf(value).some((text) => [...text.matchAll(PLACEHOLDER)].some((match) => match[1] === name));
}

/** @param format checked by `placeholderProblems`; a date without an hour has the hour 00 */
function formatted(date: CalendarDate, format: string | undefined): string {
  if (format === undefined) return dateText(date);
  const [year = '', month = '', day = '', hour = ''] = dateText({ ...date, hasHour: true }).split(/[-T]/);
  const parts: Readonly<Record<string, string>> = { yyyy: year, MM: month, dd: day, HH: hour };
  return format.replace(PARTS, (part) => parts[part] ?? part);
}

/** What is wrong with the placeholders in a value, one text for each problem, each once. */
export function placeholderProblems(value: Json): string[] {
  const inTexts = textsOf(value).flatMap((text) =>
    [...text.matchAll(PLACEHOLDER)]
      .filter(([, , format]) => !isFormat(format))
      .map(([all]) => wrongFormat(all)),
  );
  return [...new Set([...inTexts, ...unquoted(value, '')])];
}

function isFormat(format: string | undefined): boolean {
  if (format === undefined) return true;
  const separators = format.replace(PARTS, '');
  return separators !== format && !/[A-Za-z0-9]/.test(separators);
}

function wrongFormat(placeholder: string): string {
  return `"${placeholder}" has a format that is not known; give ${PLACEHOLDER_FORMS}. Write other letters outside of the braces, such as {date:yyyy-MM-dd}T{date:HH}.`;
}

/** In YAML, `{date}` without quotes is a mapping with the key `date`. */
function unquoted(value: Json, place: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unquoted(item, `${place}[${index}]`));
  if (!isJsonObject(value)) return [];
  const [[key, item] = []] = Object.entries(value);
  if (place !== '' && key !== undefined && isPlaceholderKey(key, item))
    return [
      `${place}: a placeholder without quotes is a mapping in YAML; put it in quotes, such as "{${key}}".`,
    ];
  return Object.entries(value).flatMap(([name, each]) =>
    unquoted(each, place === '' ? name : `${place}.${name}`),
  );
}

/** `{date}`, `{date:yyyy}` and `{date: yyyy}` as a YAML reader takes them. */
function isPlaceholderKey(key: string, item: Json): boolean {
  if (!/^(date|next)(:.*)?$/.test(key)) return false;
  return item === null || item === '' || (typeof item === 'string' && isFormat(item));
}

function textsOf(value: Json): string[] {
  const texts: string[] = [];
  mapTexts(value, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isJsonObject(value)) return value;
  // fromEntries defines own fields, so that a key `__proto__` stays one.
  const changed: JsonObject = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]),
  );
  return changed;
}
