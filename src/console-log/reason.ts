import { givenTexts } from '../text/given-texts.ts';
import { firstWords, oneLine } from '../text/plain.ts';
import { withoutCollector } from './collector.ts';
import { FailureReader } from './failure-reader.ts';
import { logLines } from './log-line.ts';

const LONGEST_REASON_CHARACTERS = 300;

/**
 * The one line of a log that says why its program failed, at most 300 characters. In a chain of consequences that
 * is the first one that is known: the deepest `Caused by`, the root of Python's direct causes, memory that ran out
 * before a connection was lost. An exception raised while another was handled is shown itself: the handler chose
 * its words. From outside, so not safe for Markdown. The
 * rules are in `likeliest-end.ts`.
 * @returns undefined when nothing is recognised for sure: no line is better than the wrong one
 */
export function reasonOf(lines: readonly string[]): string | undefined {
  const words = oneLine(readerOf(lines).end.find()?.words ?? '');
  return words ? withoutParts(firstWords(words, LONGEST_REASON_CHARACTERS), lines) : undefined;
}

/** How sure the reason of a log is: `none` where there is none; `sure` where nothing of the program can follow. */
export function surenessOfReason(lines: readonly string[]): 'none' | 'weak' | 'sure' {
  const { end, hasPrintsAfter } = readerOf(lines);
  const incident = end.find();
  if (!incident) return 'none';
  return incident.source === 'end' || (incident.source === 'script' && !hasPrintsAfter) ? 'sure' : 'weak';
}

function readerOf(lines: readonly string[]): FailureReader {
  const reader = new FailureReader();
  for (const raw of withoutCollector(lines)) for (const line of logLines(raw)) reader.read(line);
  return reader;
}

/** What was given to this process and is not whole in the reason any more is not masked by the runner. */
function withoutParts(reason: string, lines: readonly string[]): string {
  if (givenTexts.runsIn(reason).length === 0) return reason;
  const whole = new Set(
    lines.flatMap((line) => givenTexts.runsIn(line).map(([from, to]) => line.slice(from, to))),
  );
  return givenTexts.hidden(reason, (run) => !whole.has(run));
}
