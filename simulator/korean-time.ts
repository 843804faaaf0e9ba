const offsetMs = 9 * 3_600_000;

/** Local time in Korea to the second, as in the names of console logs: `2025-03-21T11:12:56`. */
export function koreanTime(epochMs: number): string {
  return new Date(epochMs + offsetMs).toISOString().slice(0, 19);
}

/** ISO 8601 with the offset that every documented date has: `2025-03-21T11:12:54+09:00`. */
export function koreanDate(epochMs: number): string {
  return `${koreanTime(epochMs)}+09:00`;
}
