import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chart } from './chart.ts';
import { DurationsFileError, workloadFromFile } from './pacing-durations-file.ts';
import { type Verdict, verdicts } from './pacing-goals.ts';
import { type Comparison, compare, type Figures } from './pacing-simulation.ts';
import { type Workload, workloads } from './pacing-workloads.ts';

const USAGE = `Usage: node bench/pacing.ts [FILE.csv] [--svg FILE]

Simulates how late the ends of executions are seen, and with how many requests: the adaptive pace against
fixed ones. Nothing is waited for, and the output is the same in every run.

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
  const goals = verdicts(comparisons);
  process.stdout.write(`### Goals\n\n${goals.map(line).join('\n')}\n`);
  if (options.svg !== undefined) writeFileSync(options.svg, chart(comparisons));
  return goals.every(({ met }) => met) ? 0 : 1;
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

function line({ goal, met, measured }: Verdict): string {
  return `- ${met ? 'Met' : 'MISSED'}: ${goal} (${measured})`;
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
