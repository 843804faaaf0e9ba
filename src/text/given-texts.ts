import { encodedForms } from './encoded-forms.ts';

/**
 * Secrets that the workflow gives away in its inputs stay `***` in the log and in the summary because the runner searches
 * for their exact text there, line by line. It does not find what was escaped, cut, trimmed or broken into lines. Which
 * part of which value is a secret is not known here. So the rule, for all that is shown: **what was given (an input, a
 * value of `parameters`, of `jobCondition`, of a definition) is shown unchanged, or as `***`.**
 *
 * The readers of inputs add what was given; whatever changes a text for showing (a plain line, Markdown, a text that is
 * shortened) does so through `unchanged`. One registry for the process, as the runner's own masks are: a text that
 * somebody shows without knowing where it came from is covered too.
 */

/** A run of so many characters that is also in a given text counts as a part of it. */
const SHORTEST_PART = 7;

/** Texts of which every part of 7 characters and more can be found again in another text. */
export class TextParts {
  readonly #parts = new Set<string>();

  add(text: string): void {
    for (let at = 0; at + SHORTEST_PART <= text.length; at += 1)
      this.#parts.add(text.slice(at, at + SHORTEST_PART));
  }

  clear(): void {
    this.#parts.clear();
  }

  /** The places of a text that are also in what was added, as `[from, to]`; in order, none touches another. */
  runsIn(text: string): [number, number][] {
    const runs: [number, number][] = [];
    if (this.#parts.size === 0) return runs;
    for (let at = 0; at + SHORTEST_PART <= text.length; at += 1) {
      if (!this.#parts.has(text.slice(at, at + SHORTEST_PART))) continue;
      const last = runs.at(-1);
      if (last && at <= last[1]) last[1] = at + SHORTEST_PART;
      else runs.push([at, at + SHORTEST_PART]);
    }
    return runs;
  }

  /** A text with every such run as `***`, or only those for which `isHidden` says so. */
  hidden(text: string, isHidden: (run: string) => boolean = () => true): string {
    let shown = '';
    let from = 0;
    for (const [start, end] of this.runsIn(text)) {
      const run = text.slice(start, end);
      shown += text.slice(from, start) + (isHidden(run) ? '***' : run);
      from = end;
    }
    return shown + text.slice(from);
  }
}

/** What the workflow has given to this process. */
export const givenTexts = new TextParts();

/** A longer text is no secret that somebody writes in another form. */
const LONGEST_ENCODED_CHARACTERS = 2_000;

/** Adds a text that was given, in each form in which the runner searches for it. */
export function addGiven(text: string): void {
  givenTexts.add(text);
  if (text.length > LONGEST_ENCODED_CHARACTERS) return;
  for (const form of encodedForms(text)) givenTexts.add(form);
}

/**
 * Changes a text for showing; what was given comes out of that unchanged, or as `***`.
 * @param change escapes, cuts, trims or splits; called again as long as it changes something that was given
 */
export function unchanged(text: string, change: (text: string) => string): string {
  const changed = change(text);
  if (changed === text) return text;
  const before = countsOfRuns(text);
  if (before.size === 0) return changed;
  const after = countsOfRuns(changed);
  const lost = new Set(
    [...before].filter(([run, count]) => (after.get(run) ?? 0) < count).map(([run]) => run),
  );
  if (lost.size === 0) return changed;
  return unchanged(
    givenTexts.hidden(text, (run) => lost.has(run)),
    change,
  );
}

/** How often each run of what was given is in a text. */
function countsOfRuns(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [from, to] of givenTexts.runsIn(text)) {
    const run = text.slice(from, to);
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}
