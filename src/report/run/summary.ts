import { acceptedAtMs, consoleLogPath, durationMs, finalStatus } from '../../dataflow/execution-facts.ts';
import type { Execution } from '../../dataflow/model.ts';
import { typicalDuration } from '../../execution/history.ts';
import { conclusionOf, executionOf, type Result } from '../../execution/outcome.ts';
import type { WorkflowRun } from '../../runner/workflow-run.ts';
import { markdownBlock, markdownCode, markdownTable, markdownText } from '../../text/markdown.ts';
import { firstWords, shortened } from '../../text/plain.ts';
import { formatDuration } from '../../time/duration.ts';
import { type Explanation, paragraphsOf } from '../explanation.ts';
import { valueText } from '../value-text.ts';
import { usually } from './expected-end.ts';
import type { Findings } from './findings.ts';

const LONGEST_VALUE = 500;
const MOST_ROWS = 100;
const LOG_LINES = 20;
const LONGEST_LOG_LINE = 500;
const CHARTED_EXECUTIONS = 10;
const LONGEST_BAR = 40;
/** The longest execution has to take so many times as long as the shortest, or the chart says nothing. */
const CHARTED_FROM = 1.5;

/** The job summary: the verdict first, then what a colleague asks. */
export function summaryOf(result: Result, explanation: Explanation, findings: Findings): string {
  const { execution } = executionOf(result);
  return [
    `### Data Flow: ${conclusionOf(result)}`,
    ...paragraphsOf(explanation),
    ...factsTable(result, findings.run),
    ...timeline(execution),
    ...logEnd(findings),
    ...history(result),
    ...optionsTable(result),
    ...parametersTable(result),
  ].join('\n\n');
}

function factsTable(result: Result, run: WorkflowRun | undefined): string[] {
  const { job, jobId } = result;
  const { execution, jobExecutionId } = executionOf(result);
  const tookMs = execution && durationMs(execution);
  const facts: [string, string | undefined][] = [
    ['Job', execution?.jobName ?? job?.name],
    ['Job id', jobId],
    ['Execution', jobExecutionId],
    ['Status', execution?.status],
    ['Duration', tookMs === undefined ? undefined : formatDuration(tookMs)],
    ['Workers', execution?.executorNum?.toString()],
    ['Console log', execution && consoleLogPath(execution)],
    ['Started by', run?.actor],
    ['On', [run?.eventName, run?.ref].filter(Boolean).join(' ')],
    ['Commit', run?.sha],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [[name, markdownCode(value)]] : []));
  return rows.length === 0 ? [] : [markdownTable(['Fact', 'Value'], rows)];
}

/** Acceptance, waiting, running, end. `waitingTime` is in seconds (the documented example shows it). */
function timeline(execution: Execution | undefined): string[] {
  if (!execution?.startDate) return [];
  const tookMs = durationMs(execution);
  const waitedMs = (execution.waitingTime ?? 0) * 1000;
  const steps = [`accepted ${execution.startDate}`];
  if (tookMs !== undefined && waitedMs > 0 && waitedMs <= tookMs) {
    steps.push(`waited ${formatDuration(waitedMs)}`, `ran ${formatDuration(tookMs - waitedMs)}`);
  }
  if (execution.endDate) steps.push(`ended ${execution.endDate}`);
  return [steps.map(markdownText).join(' → ')];
}

function logEnd({ consoleLog }: Findings): string[] {
  if (!consoleLog) return [];
  if (consoleLog.kind === 'unreadable') return [markdownText(consoleLog.reason)];
  const lines = consoleLog.lines.slice(-LOG_LINES).map((line) => firstWords(line, LONGEST_LOG_LINE));
  return ['**End of the console log**', markdownBlock(lines.join('\n'))];
}

/** This one beside the last that completed; as a chart only where they differ. */
function history(result: Result): string[] {
  const { past = [] } = result;
  const { execution } = executionOf(result);
  const typical = typicalDuration(past);
  if (!typical) return [];
  const last = past
    .filter((each) => finalStatus(each) === 'COMPLETED' && durationMs(each) !== undefined)
    .sort((a, b) => (acceptedAtMs(a) ?? 0) - (acceptedAtMs(b) ?? 0))
    .slice(-CHARTED_EXECUTIONS);
  const bars = last.map((each) => [(each.startDate ?? '').slice(0, 10), durationMs(each) ?? 0] as const);
  const own = execution && finalStatus(execution) ? durationMs(execution) : undefined;
  const rows = own === undefined ? bars : [...bars, ['this one', own] as const];
  const usual = `This job ${usually(typical)}.`;
  const longestMs = Math.max(...rows.map(([, ms]) => ms), 1);
  if (longestMs < CHARTED_FROM * Math.min(...rows.map(([, ms]) => ms))) return [usual];
  const lines = rows.map(([name, ms]) => {
    const bar = '█'.repeat(Math.max(1, Math.round((ms / longestMs) * LONGEST_BAR)));
    return `${name.padEnd(10)} ${bar} ${formatDuration(ms)}`;
  });
  return [usual, markdownBlock(lines.join('\n'))];
}

function optionsTable({ condition }: Result): string[] {
  const options = Object.entries(condition?.jobCondition ?? {}).filter(([field]) => field !== 'parameters');
  const rows = options.map(([field, value]) => [
    markdownCode(field),
    markdownCode(valueText(value, LONGEST_VALUE)),
    condition?.origins[field] === 'saved' ? 'saved setting' : 'input',
  ]);
  return rows.length === 0 ? [] : [markdownTable(['Option', 'Value', 'From'], rows.slice(0, MOST_ROWS))];
}

/** Names only: a value that is escaped for a table is not found by the runner's mask. */
function parametersTable({ parameterNames = [] }: Result): string[] {
  const rows = parameterNames.map((name) => [markdownCode(shortened(name, LONGEST_VALUE))]);
  return rows.length === 0 ? [] : [markdownTable(['Parameter'], rows.slice(0, MOST_ROWS))];
}
