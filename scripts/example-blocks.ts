/** Code blocks of the documentation that show a file of `examples/`. */

/** A marker, and the block that follows it, if there is one already. */
const MARKED = /(<!-- example: (\S+) -->\n)(?:```yaml\n[\s\S]*?^```\n)?/gm;

/** The files that a page shows, in their order. */
export function shownExamples(page: string): string[] {
  return [...page.matchAll(MARKED)].map(([, , file = '']) => file);
}

/**
 * The page with each file in a block behind its marker, `<!-- example: nightly.yml -->`.
 *
 * @param read The text of a file of `examples/`, which ends with a line break.
 */
export function withExamples(page: string, read: (file: string) => string): string {
  return page.replace(
    MARKED,
    (_whole, marker: string, file: string) => `${marker}\`\`\`yaml\n${read(file)}\`\`\`\n`,
  );
}
