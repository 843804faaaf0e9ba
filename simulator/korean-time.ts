const offsetMs = 9 * 3_600_000;

/** Times that were formatted already: every response has the times of all executions. */
const written = new Map<number, string>();
const mostWritten = 100_000;

/** Local time in Korea to the second, as in the names of console logs: `2025-03-21T11:12:56`. */
export function koreanTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  const known = written.get(second);
  if (known !== undefined) return known;
  if (written.size >= mostWritten) written.clear();
  const time = new Date(second * 1000 + offsetMs).toISOString().slice(0, 19);
  written.set(second, time);
  return time;
}

/** ISO 8601 with the offset that every documented date has: `2025-03-21T11:12:54+09:00`. */
export function koreanDate(epochMs: number): string {
  return `${koreanTime(epochMs)}+09:00`;
}
