import type { JobOutcome } from '../../job/outcome.ts';
import { markdownBlock, markdownCode, markdownTable, markdownText } from '../../text/markdown.ts';
import { plainLine } from '../../text/plain.ts';
import { type Explanation, paragraphsOf } from '../explanation.ts';
import { differenceLines, differenceNotes } from './difference.ts';
import type { SubAction } from './facts.ts';

/** The job summary of create-job, configure-job and get-job: the result first, then the difference and the facts. */
export function jobSummaryOf(action: SubAction, outcome: JobOutcome, explanation: Explanation): string {
  const { differences = [] } = outcome;
  return [
    `### Data Flow: ${action}${explanation.cause ? ', failed' : ''}`,
    ...paragraphsOf(explanation),
    // In a block the values stay as they are, so that the runner can mask what is secret.
    ...(differences.length > 0 ? [markdownBlock(differenceLines(differences).join('\n'))] : []),
    ...differenceNotes(differences).map(markdownText),
    ...factsTable(outcome),
  ].join('\n\n');
}

function factsTable({ job, jobId, name, executions }: JobOutcome): string[] {
  const { last, completed } = executions ?? {};
  const facts: [string, string | undefined][] = [
    ['Job', job?.name ?? name],
    ['Job id', job?.jobId ?? jobId],
    ['Type', job?.type],
    ['Status', job?.status],
    ['Last execution', last && (last.executed ? last.status : 'none')],
    ['Last execution date', last?.date],
    ['Last COMPLETED', completed?.id],
    ['Its end', completed?.date],
  ];
  const rows = facts.flatMap(([title, value]) =>
    value && plainLine(value) !== '' ? [[title, markdownCode(value)]] : [],
  );
  return rows.length === 0 ? [] : [markdownTable(['Fact', 'Value'], rows)];
}
