import { printGoals } from './goals.ts';
import { backfill, type Measured } from './many-steps.ts';
import { machine } from './noise.ts';

const USAGE = `Usage: node bench/many.ts

Runs backfills of the built action against the simulator, with clocks that go faster than real ones: executions a
minute against the ideal, requests a second with 10 executions at a time against one, memory with 1,000 dates, and
runner minutes against a matrix of the main action, which are computed.

Exits with 1 when a goal is missed.
`;

const LARGEST_PEAK_MB = 150;
const SMALLEST_PART_OF_IDEAL = 0.9;
/**
 * One request serves all, as often as the soonest end asks for. With ten ends in the time of one, the interval that
 * costs least is shorter by the square root of ten (see pauseBeforePoll).
 */
const LARGEST_RATIO_OF_REQUESTS = Math.sqrt(10);
/** Whatever the number of executions is. */
const MOST_WATCHING_REQUESTS = 1.4;
/** What a leg of a matrix needs before and after the step, in seconds: a guess. */
const LEG_S = 15;

const perMinute = (count: number, seconds: number) => (count / seconds) * 60;

/** GitHub counts each workflow job in whole minutes, rounded up. */
function runnerMinutes({ durationsS, tookS }: Measured): { matrix: number; backfill: number } {
  const minutes = (seconds: number) => Math.ceil(seconds / 60);
  return {
    matrix: durationsS.reduce((sum, each) => sum + minutes(each + LEG_S), 0),
    backfill: minutes(tookS + LEG_S),
  };
}

async function main(): Promise<number> {
  const line = (text: string) => process.stdout.write(`${text}\n`);
  line(`${machine()}\n`);
  const shared = { typicalS: 600, factor: 120 };
  const one = await backfill({ ...shared, dates: 10, maxParallel: 1 });
  const ten = await backfill({ ...shared, dates: 100, maxParallel: 10 });
  const thousand = await backfill({ dates: 1000, maxParallel: 50, typicalS: 60, factor: 20 });
  const rate = ({ watchingRequests, tookS }: Measured) => watchingRequests / tookS;
  const row = (what: string, dates: number, each: Measured) =>
    line(
      `| ${what} | ${perMinute(dates, each.tookS).toFixed(2)} | ${perMinute(dates, each.idealS).toFixed(2)} | ${(each.requests / each.tookS).toFixed(2)} | ${rate(each).toFixed(3)} | ${each.peakMemoryMB.toFixed(0)} MB |`,
    );
  line('### Many executions from one step');
  line('');
  line('| | executions a minute | ideal | requests a second | of these for watching | peak memory |');
  line('| --- | ---: | ---: | ---: | ---: | ---: |');
  row('10 dates of about 10 min, one at a time', 10, one);
  row('100 dates of about 10 min, 10 at a time', 100, ten);
  row('1,000 dates of about 1 min, 50 at a time', 1000, thousand);
  const { matrix, backfill: minutes } = runnerMinutes(ten);
  line('');
  line(
    `Runner minutes of the 100 dates, computed: a matrix of the main action ${matrix}, one backfill ${minutes}: ${(matrix / minutes).toFixed(1)} times as many (each leg ${LEG_S} s longer than its execution, rounded up to whole minutes as GitHub counts them).`,
  );
  line('');
  const part = ten.idealS / ten.tookS;
  const ratio = rate(ten) / rate(one);
  return printGoals([
    {
      goal: `100 dates, 10 at a time: at least ${SMALLEST_PART_OF_IDEAL * 100} % of the ideal`,
      met: part >= SMALLEST_PART_OF_IDEAL,
      measured: `${(part * 100).toFixed(1)} %`,
    },
    {
      goal: `Watching 10 executions needs at most ${LARGEST_RATIO_OF_REQUESTS.toFixed(1)} times the requests a second of watching one, less than a third for each execution`,
      met: ratio <= LARGEST_RATIO_OF_REQUESTS,
      measured: `${ratio.toFixed(2)} times`,
    },
    {
      goal: `Watching 50 executions of a minute needs at most ${MOST_WATCHING_REQUESTS} requests a second`,
      met: rate(thousand) <= MOST_WATCHING_REQUESTS,
      measured: `${rate(thousand).toFixed(2)}`,
    },
    {
      goal: `1,000 dates in one step: peak memory under ${LARGEST_PEAK_MB} MB`,
      met: thousand.peakMemoryMB < LARGEST_PEAK_MB,
      measured: `${thousand.peakMemoryMB.toFixed(0)} MB`,
    },
  ]);
}

if (process.argv.length > 2) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await main();
}
