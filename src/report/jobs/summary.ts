import { markdownCode, markdownTable, markdownText } from '../../text/markdown.ts';
import { plainLine } from '../../text/plain.ts';
import type { Explanation } from '../explanation.ts';
import { differenceTable } from './difference.ts';
import type { JobProgress } from './progress.ts';

/** The job summary of create-job, configure-job and get-job: the verdict first, then the facts. */
export function jobSummaryOf(progress: JobProgress, { what, cause, next }: Explanation): string {
  const { action, differences = [] } = progress;
  return [
    `### Data Flow: ${action}${cause ? ', failed' : ''}`,
    ...what.split('\n').map(markdownText),
    ...(cause ? [`Cause: ${markdownText(cause)}`] : []),
    ...next.map((step) => `Next step: ${markdownText(step)}`),
    ...factsTable(progress),
    ...(differences.length > 0 ? [differenceTable(differences)] : []),
  ].join('\n\n');
}

function factsTable({ job, jobId, name, last }: JobProgress): string[] {
  const facts: [string, string | undefined][] = [
    ['Job', job?.name ?? name],
    ['Job id', job?.jobId ?? jobId],
    ['Status', job?.status],
    ['Last execution', last && (last.executed ? last.status : 'never')],
    ['Last execution date', last?.date],
  ];
  const rows = facts.flatMap(([title, value]) =>
    value && plainLine(value) !== '' ? [[title, markdownCode(value)]] : [],
  );
  return rows.length === 0 ? [] : [markdownTable(['Fact', 'Value'], rows)];
}
