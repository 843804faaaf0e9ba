/**
 * A date of the service as milliseconds since 1970. The API documentation shows ISO 8601 with `+09:00`; a
 * date without an offset counts as one with `+09:00`.
 * @returns undefined when it is no date
 */
export function serviceDateMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const date = text.trim();
  const hasOffset = /(?:z|gmt|[+-]\d{2}:?\d{2})$/i.test(date);
  const ms = Date.parse(hasOffset ? date : `${date}+09:00`);
  return Number.isNaN(ms) ? undefined : ms;
}
