/**
 * The request target: each segment and each value percent-encoded, absent values left out.
 * @throws RangeError for a segment that would change the path's meaning
 */
export function pathAndQuery(
  segments: readonly string[],
  query: Record<string, string | number | undefined> = {},
): string {
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..')
      throw new RangeError(`not an id: "${segment}"`);
  }
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  const path = `/api/v1/${segments.map(encodeURIComponent).join('/')}`;
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
