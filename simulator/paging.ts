import type { Settings } from './options.ts';
import { badParameter, type JsonObject } from './response.ts';

/** The limit in every list, whatever the request says (contradiction 5), and the default. */
const documentedLimit = 1000;

/** One page of a list: `{list, count, page, limit}` of getJobExecutions. */
export function pageOf<T>(
  entries: readonly T[],
  query: URLSearchParams,
  settings: Settings,
  show: (entry: T) => unknown,
): JsonObject {
  const page = wholeNumber(query, 'page', 0);
  const limit = Math.min(wholeNumber(query, 'limit', documentedLimit), settings.maximumPageSize);
  const shown = entries.slice(page * limit, page * limit + limit);
  return {
    list: shown.map(show),
    count: settings.countsAll ? entries.length : shown.length,
    page,
    limit: documentedLimit,
  };
}

function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d{1,9}$/.test(text)) throw badParameter(name, 'must be an integer of 0 or more');
  return Number(text);
}
