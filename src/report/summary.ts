import { conclusionOf, type Result } from '../execution/result.ts';
import { durationMs } from '../execution/status.ts';
import { stringifyJson } from '../text/json.ts';
import { shortened } from '../text/plain.ts';
import { formatDuration } from '../time/duration.ts';
import { explain } from './explain.ts';
import { markdownCode, markdownTable, markdownText } from './markdown.ts';

const LONGEST_VALUE = 500;

/** The job summary: the verdict first, then what a colleague asks. */
export function summaryOf(result: Result): string {
  const { what, fault, next } = explain(result);
  return [
    `### Data Flow: ${conclusionOf(result)}`,
    ...what.split('\n').map(markdownText),
    ...(fault ? [`Whose fault: ${markdownText(fault)}`] : []),
    ...next.map((step) => `Next: ${markdownText(step)}`),
    factsTable(result),
    ...optionsTable(result),
  ].join('\n\n');
}

function factsTable(result: Result): string {
  const { execution, job, jobId, jobExecutionId } = result;
  const tookMs = execution && durationMs(execution);
  const facts: [string, string | undefined][] = [
    ['Job', execution?.jobName ?? job?.name],
    ['Job id', jobId],
    ['Execution', jobExecutionId],
    ['Status', execution?.status],
    ['Started', execution?.startDate],
    ['Ended', execution?.endDate],
    ['Duration', tookMs === undefined ? undefined : formatDuration(tookMs)],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [[name, markdownCode(value)]] : []));
  return markdownTable(['', ''], rows);
}

function optionsTable({ condition }: Result): string[] {
  const entries = Object.entries(condition?.jobCondition ?? {});
  if (entries.length === 0) return [];
  const rows = entries.map(([field, value]) => [
    markdownCode(field),
    markdownCode(shortened(typeof value === 'string' ? value : stringifyJson(value), LONGEST_VALUE)),
    condition?.origins[field] === 'saved' ? 'saved setting' : 'input',
  ]);
  return [markdownTable(['Option', 'Value', 'From'], rows)];
}
