const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNIT_MS: Record<string, number> = { d: DAY_MS, h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS, ms: 1 };
const PARTS =
  /^(?:(\d+(?:\.\d+)?)(d)\s*)?(?:(\d+(?:\.\d+)?)(h)\s*)?(?:(\d+(?:\.\d+)?)(m)\s*)?(?:(\d+(?:\.\d+)?)(s)\s*)?(?:(\d+)(ms))?$/;

/** What `parseDuration` takes, for error messages. */
export const DURATION_FORMS = 'a duration such as 500ms, 10s, 5m, 1h30m, or a number of seconds';

/**
 * Reads a duration as people write it: `500ms`, `10s`, `5m`, `1h30m`, `2d`, or a plain number of seconds.
 * @returns milliseconds, or undefined when the text is not a duration (or too long to count in milliseconds)
 */
export function parseDuration(text: string): number | undefined {
  const compact = text.trim().toLowerCase();
  if (compact === '') return undefined;
  const ms = /^\d+(\.\d+)?$/.test(compact) ? Number(compact) * SECOND_MS : sumOfParts(compact);
  return ms !== undefined && Number.isSafeInteger(Math.round(ms)) ? Math.round(ms) : undefined;
}

function sumOfParts(compact: string): number | undefined {
  const match = PARTS.exec(compact);
  if (!match) return undefined;
  let totalMs = 0;
  for (let index = 1; index < match.length; index += 2) {
    const unit = match[index + 1];
    if (unit) totalMs += Number(match[index]) * (UNIT_MS[unit] ?? 0);
  }
  return totalMs;
}

/** Writes milliseconds for people: `0.4s`, `42s`, `6m10s`, `1h05m`, `2d03h`. */
export function formatDuration(ms: number): string {
  const positiveMs = Math.max(ms, 0);
  if (positiveMs < 9_950) return `${(positiveMs / SECOND_MS).toFixed(1).replace(/\.0$/, '')}s`;
  const seconds = Math.round(positiveMs / SECOND_MS);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${twoDigits(seconds % 60, 's')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h${twoDigits(minutes % 60, 'm')}`;
  return `${Math.floor(hours / 24)}d${twoDigits(hours % 24, 'h')}`;
}

function twoDigits(value: number, unit: string): string {
  return value === 0 ? '' : `${String(value).padStart(2, '0')}${unit}`;
}
