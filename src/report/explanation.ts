import { markdownText } from '../text/markdown.ts';

/** What the reader of a step needs to know: what happened, what it comes from, what to do next. */
export interface Explanation {
  /** The first line says it all: it is the output `message`. */
  readonly what: string;
  /** Undefined where nothing went wrong. */
  readonly cause?: string | undefined;
  readonly next: readonly string[];
}

/** An explanation as lines, for the log and the annotation. */
export function linesOf({ what, cause, next }: Explanation): string[] {
  return [
    ...what.split('\n'),
    ...(cause ? [`Cause: ${cause}.`] : []),
    ...next.map((step) => `Next step: ${step}`),
  ];
}

/** The output `message`: what happened, in one line. */
export function messageOf({ what }: Explanation): string {
  return what.split('\n', 1)[0] ?? '';
}

/**
 * All that is wrong with the inputs.
 * @param nothing what was not done, such as `No execution was started`
 * @param where they are corrected
 */
export function badInputs(problems: readonly string[], nothing: string, where = 'the workflow'): Explanation {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  // The output `message` is the first line: it has to name a problem.
  const list =
    problems.length === 1 ? problems : problems.map((problem, index) => `(${index + 1}) ${problem}`);
  return {
    what: `${nothing}: nothing was sent. ${count} with the inputs: ${list.join('\n')}`,
    cause: 'the inputs',
    next: [`Correct them in ${where}.`],
  };
}

const REPORT_DEFECT =
  'This is a defect of this action: please report it, with the log of a run that has step debugging on.';

/**
 * An error of this action.
 * @param known what is certain all the same, such as `No execution was started`
 */
export function defect(known: string | undefined, error: unknown, next: readonly string[] = []): Explanation {
  return {
    what: `${known === undefined ? '' : `${known}. `}This action failed unexpectedly: ${String(error)}.`,
    cause: 'an error of this action',
    next: [REPORT_DEFECT, ...next],
  };
}

/** An explanation as paragraphs of the summary. */
export function paragraphsOf({ what, cause, next }: Explanation): string[] {
  return [
    ...what.split('\n').map(markdownText),
    ...(cause ? [`**Cause:** ${markdownText(cause)}`] : []),
    ...next.map((step) => `**Next step:** ${markdownText(step)}`),
  ];
}

/** All of them, or the first ones of very many. */
export function listed(ids: readonly string[]): string {
  const most = 20;
  return ids.length <= most
    ? ids.join(', ')
    : `${ids.slice(0, most).join(', ')} and ${ids.length - most} more`;
}
