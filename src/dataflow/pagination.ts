import type { Page } from './client.ts';
import { DataFlowError, isKind, orError } from './errors.ts';

/** The documented default of `limit`: the fewest requests for a whole list. */
const WHOLE_LIST_PAGE = 1000;
/** An end to a list that never ends. */
const MOST_PAGES = 1000;

/**
 * All entries of a paged list. Nothing is read from its order, `count`, or the echoed page and limit: the list is
 * over when a page brings nothing new.
 * @param readPage asks for one page
 * @throws DataFlowError, or what `readPage` throws
 */
export async function wholeList<T>(
  readPage: (page: Page) => Promise<readonly T[]>,
  idOf: (entry: T) => string,
): Promise<T[]> {
  const found = new Map<string, T>();
  let limit = WHOLE_LIST_PAGE;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const before = found.size;
    const entries = await orError(readPage({ page, limit }));
    if (entries instanceof DataFlowError) {
      if (page > 0 && isBeyondTheEnd(entries)) break;
      throw entries;
    }
    for (const entry of entries) found.set(idOf(entry), entry);
    // The service may allow fewer than were asked for: then that is the size of its pages.
    if (page === 0) limit = Math.max(entries.length, 1);
    // Where pages are counted from 1, the second is the first again.
    const isFirstAgain = page === 1 && entries.length > 0;
    if (found.size === before && !isFirstAgain) break;
  }
  return [...found.values()];
}

/** Some services refuse a page beyond the last one. */
function isBeyondTheEnd(error: DataFlowError): boolean {
  return isKind(error, 'refused', 'not-found');
}
