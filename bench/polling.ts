import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chart } from './chart.ts';
import { printGoals } from './goals.ts';
import { DurationsFileError, workloadFromFile } from './polling-durations-file.ts';
import { verdicts } from './polling-goals.ts';
import { type Comparison, compare, type Figures } from './polling-simulation.ts';
import { type Workload, workloads } from './polling-workloads.ts';

const USAGE = `Usage: node bench/polling.ts [FILE.csv] [--svg FILE]

Simulates how late the ends of executions are seen, and with how many requests: adaptive polling intervals
against fixed ones. The simulation does not wait, and its output is the same in every run.

  FILE.csv    durations of your own executions in seconds, one a line, in their order: one more workload
  --svg FILE  draws the figures

Exits with 1 when a goal is missed, with 2 when it is not used as above.
`;

function main(args: readonly string[]): number {
  const options = parse(args);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const comparisons = [...options.own, ...workloads()].map(compare);
  process.stdout.write(`${comparisons.map(table).join('\n')}\n`);
  if (options.svg !== undefined) writeFileSync(options.svg, chart(comparisons));
  return printGoals(verdicts(comparisons));
}

function parse(args: readonly string[]): { help: boolean; own: Workload[]; svg: string | undefined } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { svg: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (positionals.length > 1) throw new DurationsFileError('Takes one file of durations at most');
  return { help: values.help, own: positionals.map(workloadFromFile), svg: values.svg };
}

function table({ workload, figures }: Comparison): string {
  const rows = [...figures].map(([{ name }, figure]) => row(name, figure));
  return [
    `### ${workload.name} (${workload.durationsS.length} executions)`,
    '',
    '| polling interval | mean lateness | p95 lateness | mean requests |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

function row(name: string, { meanLatenessS, p95LatenessS, meanRequests }: Figures): string {
  return `| ${name} | ${meanLatenessS.toFixed(2)} s | ${p95LatenessS.toFixed(2)} s | ${meanRequests.toFixed(1)} |`;
}

/** Whether it is about the arguments, rather than a mistake of this program. */
function isMisuse(error: unknown): error is Error {
  if (error instanceof DurationsFileError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!isMisuse(error)) throw error;
  process.stderr.write(`${error.message}\n(--help shows the usage)\n`);
  process.exitCode = 2;
}
