/** How one shape (the names of types in place of values) differs from another. Holds names and types, no values. */
export function differences(
  seen: unknown,
  expected: unknown,
  ignored: readonly string[] = [],
  at = '',
): string[] {
  if (isMapping(seen) && isMapping(expected)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(seen)])];
    return names
      .filter((name) => !ignored.includes(name))
      .flatMap((name) =>
        differences(seen[name], expected[name], ignored, at === '' ? name : `${at}.${name}`),
      );
  }
  const [is, should] = [nameOf(seen), nameOf(expected)];
  if (is === should) return [];
  if (seen === undefined) return [`${at} is missing (documented: ${should})`];
  return [
    expected === undefined ? `${at} is not documented (${is})` : `${at} is ${is} (documented: ${should})`,
  ];
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(shape: unknown): string {
  if (Array.isArray(shape)) return 'list';
  return isMapping(shape) ? 'mapping' : String(shape);
}
