import { printGoals } from './goals.ts';
import { type Load, load } from './load-steps.ts';
import { cells, machine, spreadOf } from './noise.ts';

const USAGE = `Usage: node bench/load.ts [STEPS]

Runs steps of the built action at once against one simulator, each with a job of about 20 s and a history: requests
a second, peak memory of a step, and how late its end comes.

  STEPS  default: 50

Exits with 1 when a goal is missed.
`;

const LARGEST_PEAK_MB = 110;

function print({ steps, requests, requestsEachSecond, tookS }: Load): void {
  const row = (what: string, measured: readonly number[], digits: number) =>
    `| ${what} | ${cells(spreadOf(measured), digits)} |`;
  process.stdout.write(
    [
      `### ${steps.length} steps at once: ${requests} requests in ${tookS.toFixed(0)} s`,
      '',
      '| | min | median | max |',
      '| --- | ---: | ---: | ---: |',
      row('requests a second, all steps under way', requestsEachSecond, 0),
      row(
        'end of execution to process end, s',
        steps.map(({ exitLateMs }) => exitLateMs / 1000),
        2,
      ),
      row(
        'peak memory of a step, MB',
        steps.map(({ peakMemoryMB }) => peakMemoryMB),
        0,
      ),
      '\n',
    ].join('\n'),
  );
}

async function main(count: number): Promise<number> {
  process.stdout.write(`${machine()}\n\n`);
  const result = await load(count);
  print(result);
  const peakMB = Math.max(...result.steps.map(({ peakMemoryMB }) => peakMemoryMB));
  return printGoals([
    {
      goal: `Peak memory of a step under ${LARGEST_PEAK_MB} MB`,
      met: peakMB < LARGEST_PEAK_MB,
      measured: `${peakMB.toFixed(0)} MB at most`,
    },
  ]);
}

const [stepCount = '50'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(stepCount)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await main(Number(stepCount));
}
