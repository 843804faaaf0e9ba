/**
 * Compares the real service with the assumptions of this project: the decoders of src, and the documented examples
 * that the simulator is tested against. Reads only, unless DATA_FLOW_LIVE_START or DATA_FLOW_LIVE_QUESTIONS is 1.
 * docs/live.md explains it.
 */
import { documented, shapeOf } from '../__tests__/api/documented.ts';
import type { DataFlowClient } from '../src/dataflow/client.ts';
import { type ErrorKind, isKind } from '../src/dataflow/errors.ts';
import { finalStatus } from '../src/dataflow/execution-facts.ts';
import type { Execution, Job } from '../src/dataflow/model.ts';
import { connection, liveOn } from './live-connection.ts';
import { askByReading, askWithExecutions, askWithNewJob, holdsWithin } from './live-questions.ts';
import { differences } from './shapes.ts';

const { env } = process;
const jobId = env['DATA_FLOW_LIVE_JOB_ID']?.trim() ?? '';
const has = (...names: string[]) => names.some((name) => env[name]?.trim());
const counts = { right: 0, different: 0, wrong: 0 };

/** One assumption. Returns differences from the documented shape; throws when the action would fail. */
async function check(what: string, read: () => Promise<readonly string[] | undefined>): Promise<void> {
  try {
    const found = (await read()) ?? [];
    counts[found.length === 0 ? 'right' : 'different'] += 1;
    console.log(`${found.length === 0 ? 'right    ' : 'different'} ${what}`);
    for (const difference of found) console.log(`            ${difference}`);
  } catch (error) {
    counts.wrong += 1;
    console.log(`WRONG     ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

async function rejectsWith(request: Promise<unknown>, kind: ErrorKind): Promise<void> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  must(
    isKind(error, kind),
    `expected ${kind}, got ${error instanceof Error ? `${error.name}: ${error.message}` : 'a response'}`,
  );
}

async function readOnly(client: DataFlowClient): Promise<void> {
  let job: Job | undefined;
  let executions: Execution[] = [];
  await check('getJob: decoded, with a name and a status', async () => {
    job = await client.getJob(jobId);
    must(job.jobId === jobId, 'another jobId came back');
    must(job.name !== undefined && job.status !== undefined, 'name or status is missing');
    return differences(shapeOf(job.raw), shapeOf(documented('get-job.response')), ['nodes']);
  });
  await check('getJobExecutions: decoded', async () => {
    executions = await client.getJobExecutions(jobId, { page: 0, limit: 10 });
    return executions
      .flatMap(({ raw }) =>
        differences(shapeOf(raw), shapeOf(documented('get-job-executions.response').list[0]), [
          'parsedParameters',
        ]),
      )
      .filter((each, index, all) => all.indexOf(each) === index);
  });
  await check('getJobExecutions: limit=1 is obeyed, and the next page is another one', async () => {
    if (executions.length < 2) return ['fewer than two executions: not checked'];
    const [first, second] = await Promise.all(
      [0, 1].map((page) => client.getJobExecutions(jobId, { page, limit: 1 })),
    );
    must(first?.length === 1 && second?.length === 1, `${first?.length} and ${second?.length} entries came`);
    must(first?.[0]?.jobExecutionId !== second?.[0]?.jobExecutionId, 'both pages hold the same execution');
    return undefined;
  });
  await check('getJobExecutions: dates are ISO 8601 with an offset', async () => {
    const dates = executions.flatMap(({ startDate, endDate, createdDate }) => [
      startDate,
      endDate,
      createdDate,
    ]);
    const odd = dates.find(
      (date) => date !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(date),
    );
    must(odd === undefined, `"${odd}"`);
    return undefined;
  });
  await check('getJobExecution: the same execution by its id', async () => {
    const [first] = executions;
    if (!first) return ['no execution: not checked'];
    const single = await client.getJobExecution(jobId, first.jobExecutionId);
    must(single.jobExecutionId === first.jobExecutionId, 'another execution came back');
    return differences(shapeOf(single.raw), shapeOf(first.raw), ['parsedParameters']);
  });
  await check('getJobs: finds the job by its name', async () => {
    const found = await client.getJobs(job?.name ?? '', { page: 0, limit: 100 });
    must(
      found.some((each) => each.jobId === jobId),
      'it is not in the list',
    );
    return undefined;
  });
  await check('an unknown job is a 404', () =>
    rejectsWith(client.getJob('aaaaaaaaaaaa'), 'not-found').then(() => undefined),
  );
  await check('a wrong secret key is a 401', async () => {
    const other = connection('not-the-secret-key');
    await rejectsWith(other.client.getJob(jobId), 'authentication');
    await other.close();
    return undefined;
  });
  await check("the service's clock and this machine's agree within a minute", async () => {
    const offsetMs = client.serviceClock.offsetMs;
    return offsetMs === 0 ? undefined : [`they differ by ${Math.round(offsetMs / 1000)} s`];
  });
}

/** Starts one execution with the saved settings, sees it listed, cancels it, and sees that it has stopped. */
async function startAndCancel(client: DataFlowClient): Promise<void> {
  const job = await client.getJob(jobId);
  let started: Execution | undefined;
  await check('executeJob: takes the saved settings and returns an execution', async () => {
    started = await client.executeJob(jobId, { jobCondition: job.savedCondition });
    return differences(shapeOf(started.raw), shapeOf(documented('execute-job.response')), [
      'parsedParameters',
    ]);
  });
  const id = started?.jobExecutionId;
  if (id === undefined) return;
  await check('getJobExecutions: the new execution is listed within 12 s', async () => {
    const sinceMs = await until(12_000, async () =>
      (await client.getJobExecutions(jobId, { page: 0, limit: 100 })).some(
        (each) => each.jobExecutionId === id,
      ),
    );
    return sinceMs < 1000 ? undefined : [`it took ${Math.round(sinceMs / 1000)} s`];
  });
  await check('cancelJobExecution: is taken', async () => {
    await client.cancelJobExecution(jobId, id);
    return undefined;
  });
  await check('getJobExecution: the execution is final within two minutes', async () => {
    let last: Execution | undefined;
    await until(120_000, async () => {
      last = await client.getJobExecution(jobId, id);
      return finalStatus(last) !== undefined;
    });
    return last?.status === 'CANCELED' ? undefined : [`its status is ${last?.status}`];
  });
}

/** @returns after how many milliseconds it held */
async function until(limitMs: number, holds: () => Promise<boolean>): Promise<number> {
  const startMs = performance.now();
  must(await holdsWithin(limitMs, holds), `not within ${limitMs / 1000} s`);
  return performance.now() - startMs;
}

async function main(): Promise<void> {
  const connected = connection();
  const { client, close } = connected;
  const live = liveOn(connected, jobId);
  try {
    await readOnly(client);
    await askByReading(live);
    if (env['DATA_FLOW_LIVE_QUESTIONS'] === '1') {
      await askWithNewJob(live);
      await askWithExecutions(live);
    }
    if (env['DATA_FLOW_LIVE_START'] === '1') await startAndCancel(client);
    else
      console.log(
        'not tried executeJob and cancelJobExecution: set DATA_FLOW_LIVE_START=1 to start one execution and cancel it',
      );
  } finally {
    await close();
  }
  console.log(
    `${counts.right} right, ${counts.different} different from the documented examples, ${counts.wrong} wrong`,
  );
  if (counts.wrong > 0) process.exitCode = 1;
}

const missing = [
  ...(has('NCLOUD_ACCESS_KEY_ID', 'NCLOUD_ACCESS_KEY') ? [] : ['NCLOUD_ACCESS_KEY']),
  ...(has('NCLOUD_SECRET_ACCESS_KEY', 'NCLOUD_SECRET_KEY') ? [] : ['NCLOUD_SECRET_KEY']),
  ...(jobId ? [] : ['DATA_FLOW_LIVE_JOB_ID']),
];
if (missing.length > 0) console.log(`Skipped: nothing was sent. Set ${missing.join(', ')} (docs/live.md).`);
else await main();
