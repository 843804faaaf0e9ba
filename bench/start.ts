import { printGoals } from './goals.ts';
import { cells, machine, type Spread, spreadOf } from './noise.ts';
import { type Course, course, RESPONSE_TAKES_MS } from './start-course.ts';
import { actionProgram, bareProgram, type Listener, listener, msToFirstRequest } from './start-process.ts';

const USAGE = `Usage: node bench/start.ts [PAIRS]

Measures how soon the built actions send their first request, each in pairs, in turn, with a bare Node process
that sends one by its own fetch; how soon executeJob follows; and how soon the process ends after its last output.

  PAIRS  pairs for each action, and steps in whole; default: 30

Exits with 1 when a goal is missed.
`;

const ACTIONS = [
  { name: 'run', action: '.', given: { jobId: 'gqigvHhTu7ra' } },
  {
    name: 'run, inputs in YAML',
    action: '.',
    given: { jobId: 'gqigvHhTu7ra', jobCondition: 'numWorker: 2', parameters: 'date: 2024-02-29' },
  },
  { name: 'create-job, definition in YAML', action: 'create-job', given: { definition: 'job.yml' } },
  {
    name: 'configure-job',
    action: 'configure-job',
    given: { jobId: 'gqigvHhTu7ra', jobCondition: '{"numWorker": 2}' },
  },
  { name: 'get-job', action: 'get-job', given: { jobId: 'gqigvHhTu7ra' } },
] as const;

const LARGEST_RATIO = 1.6;
const LONGEST_END_MS = 100;

interface Pairs {
  readonly name: string;
  readonly bareMs: Spread;
  readonly actionMs: Spread;
  /** Of each pair. */
  readonly ratio: Spread;
}

async function pairs({ name, action, given }: (typeof ACTIONS)[number], count: number, server: Listener) {
  using program = actionProgram(action, {
    accessKey: 'BENCH-ACCESS-KEY',
    secretKey: 'bench-secret-key-00000000000000000000',
    apiUrl: server.url,
    ...given,
  });
  const bare = bareProgram(program);
  const measured: { bareMs: number; actionMs: number }[] = [];
  // The first pair only fills the file system's cache.
  for (let pair = 0; pair <= count; pair += 1) {
    const bareMs = await msToFirstRequest(bare, server);
    const actionMs = await msToFirstRequest(program, server);
    if (pair > 0) measured.push({ bareMs, actionMs });
  }
  return {
    name,
    bareMs: spreadOf(measured.map(({ bareMs }) => bareMs)),
    actionMs: spreadOf(measured.map(({ actionMs }) => actionMs)),
    ratio: spreadOf(measured.map(({ bareMs, actionMs }) => actionMs / bareMs)),
  };
}

function printPairs(results: readonly Pairs[], count: number): void {
  const rows = results.flatMap(({ name, bareMs, actionMs, ratio }) => [
    `| ${name} | ${cells(actionMs)} | ${cells(bareMs)} | ${cells(ratio, 2)} |`,
  ]);
  const head = ['action', 'ms: min', 'median', 'max', 'bare ms: min', 'median', 'max'];
  process.stdout.write(
    [
      `### From process start to the first request (${count} pairs each)`,
      '',
      `| ${[...head, 'ratio: min', 'median', 'max'].join(' | ')} |`,
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...rows,
      '\n',
    ].join('\n'),
  );
}

function printCourses(courses: readonly Course[]): void {
  const row = (what: string, pick: (course: Course) => number) =>
    `| ${what} | ${cells(spreadOf(courses.map(pick)))} |`;
  process.stdout.write(
    [
      `### A step of the run action (${courses.length} steps, responses before the start take ${RESPONSE_TAKES_MS} ms)`,
      '',
      '| | min | median | max |',
      '| --- | ---: | ---: | ---: |',
      row('requests before executeJob', ({ requestsBeforeStart }) => requestsBeforeStart),
      row('first request to executeJob, ms', ({ toStartMs }) => toStartMs),
      row('final state seen to process end, ms', ({ finalStateToExitMs }) => finalStateToExitMs),
      row('last output to process end, ms', ({ lastOutputToExitMs }) => lastOutputToExitMs),
      '\n',
    ].join('\n'),
  );
}

async function main(count: number): Promise<number> {
  await using server = await listener();
  process.stdout.write(`${machine()}\n\n`);
  const results: Pairs[] = [];
  for (const action of ACTIONS) results.push(await pairs(action, count, server));
  printPairs(results, count);
  const courses: Course[] = [];
  while (courses.length < count) courses.push(await course());
  printCourses(courses);
  const toStart = spreadOf(courses.map(({ toStartMs }) => toStartMs));
  const ends = spreadOf(courses.map(({ lastOutputToExitMs }) => lastOutputToExitMs));
  return printGoals([
    ...results.map(({ name, ratio }) => ({
      goal: `${name}: first request within ${LARGEST_RATIO} times a bare Node process`,
      met: ratio.median <= LARGEST_RATIO,
      measured: `${ratio.median.toFixed(2)}, median`,
    })),
    {
      goal: 'The start is sent in two round trips, itself the second',
      met:
        courses.every(({ requestsBeforeStart }) => requestsBeforeStart === 2) &&
        toStart.median < 2 * RESPONSE_TAKES_MS,
      measured: `${toStart.median.toFixed(0)} ms after the first request, median`,
    },
    {
      goal: `The process ends within ${LONGEST_END_MS} ms of its last output`,
      met: ends.median <= LONGEST_END_MS,
      measured: `${ends.median.toFixed(0)} ms, median; ${ends.max.toFixed(0)} ms at most`,
    },
  ]);
}

const [pairCount = '30'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(pairCount)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await main(Number(pairCount));
}
