/** The shortest name for which one letter more, less, changed or swapped counts as a slip; and two letters. */
const SHORTEST_FOR_ONE = 4;
const SHORTEST_FOR_TWO = 8;

/**
 * The known name that a slip of the hand turned into `name`: the same letters without `-`, `_`, spaces and case, or
 * one letter off (two from 8 letters on; a swap of neighbours is one). Names under 4 letters are too close to others:
 * only their case and `-`, `_` may differ.
 * @returns the nearest one; undefined when none is near, or when the name is known
 */
export function nearMiss(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  const letters = bare(name);
  const distances = known.map((each) => ({ each, ...slips(letters, bare(each)) }));
  const near = distances.filter(({ distance, allowed }) => distance <= allowed);
  return near.sort((a, b) => a.distance - b.distance)[0]?.each;
}

function bare(name: string): string {
  return name.replace(/[-_\s]/g, '').toLowerCase();
}

function slips(given: string, known: string): { distance: number; allowed: number } {
  const allowed = known.length >= SHORTEST_FOR_TWO ? 2 : known.length >= SHORTEST_FOR_ONE ? 1 : 0;
  if (Math.abs(given.length - known.length) > allowed) return { distance: Number.POSITIVE_INFINITY, allowed };
  return { distance: distanceOf(given, known), allowed };
}

/** Damerau-Levenshtein distance: letters added, left out, changed, or swapped with their neighbour. */
function distanceOf(a: string, b: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (previous[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed, swapped));
    }
    previous = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
