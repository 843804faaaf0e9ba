/** Names that were probably meant by a name that does not exist. */

/** Letters that two names may differ by, `-`, `_` and case aside. */
const LARGEST_DISTANCE = 2;

/** The candidate that differs by at most two letters, the nearest one; undefined when there is none. */
export function nearMiss(name: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, distance: distance(letters(name), letters(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.min(LARGEST_DISTANCE, candidate.length - 2))
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

function letters(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}

/** How many letters have to be added, left out or replaced (Levenshtein). */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of from.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of to.split('').entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
