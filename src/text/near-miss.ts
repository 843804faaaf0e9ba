/** Words of at most this many characters count as misspelt by one letter only: two letters off is another word. */
const SHORT_WORD = 4;

/**
 * The known word that was probably meant: the same letters but for case, `-` and `_`, else one or two letters off.
 * @returns undefined when none is near, or when the word is known
 */
export function nearMiss(word: string, known: readonly string[]): string | undefined {
  if (known.includes(word)) return undefined;
  const letters = lettersOf(word);
  const distances = known.map((each) => [each, distance(letters, lettersOf(each))] as const);
  const [nearest] = distances.sort(([, a], [, b]) => a - b);
  if (!nearest) return undefined;
  const [candidate, lettersOff] = nearest;
  return lettersOff <= (Math.min(letters.length, candidate.length) <= SHORT_WORD ? 1 : 2)
    ? candidate
    : undefined;
}

function lettersOf(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/** How many letters have to be added, deleted or replaced (Levenshtein). */
function distance(one: string, other: string): number {
  // Longer words are never near, and would only cost time.
  if (Math.abs(one.length - other.length) > 2) return Number.POSITIVE_INFINITY;
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 0; row < one.length; row += 1) {
    const line = [row + 1];
    for (let column = 0; column < other.length; column += 1) {
      const replaced = (above[column] ?? 0) + (one[row] === other[column] ? 0 : 1);
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
