/**
 * Questions that the API documentation leaves open, for a real service: each prints one line with its result.
 * Nothing here is right or wrong for the action, which works with each of these.
 */
import type { DataFlowClient, UpdateMethod } from '../src/dataflow/client.ts';
import { DataFlowError, orError } from '../src/dataflow/errors.ts';
import { consoleLogPath, finalStatus } from '../src/dataflow/execution-facts.ts';
import { isNewestFirst } from '../src/dataflow/executions.ts';
import type { Execution, Job } from '../src/dataflow/model.ts';
import { isJsonObject, type JsonObject, stringifyJson } from '../src/text/json.ts';

/** What every question uses. */
export interface Live {
  readonly client: DataFlowClient;
  readonly jobId: string;
  /** The size of an object in bytes, undefined while there is none. */
  readonly sizeOf: (path: string) => Promise<number | undefined>;
  /** Prints what was found. */
  readonly found: (what: string, result: string) => void;
}

const NODES = (value: string) => [
  { id: 1, type: 'SOURCE_OBS', name: 'in', parentNodeIds: [], ...PLACE },
  {
    id: 2,
    type: 'TRANSFORM_FILTER',
    name: 'filter',
    parentNodeIds: [1],
    filterType: 'AND',
    filterConditionList: [{ name: 'id', operator: 'EQ', value }],
  },
  { id: 3, type: 'TARGET_OBS', name: 'out', parentNodeIds: [2], updateType: 'OVERWRITE', ...PLACE },
];
const PLACE = {
  regionNo: '1',
  bucketName: 'data-flow-action',
  prefix: 'live',
  dataType: 'CSV',
  fieldList: [{ name: 'id', type: 'string' }],
};

/** Questions for which reading is enough. */
export async function askByReading({ client, jobId, found }: Live): Promise<void> {
  const job = await client.getJob(jobId);
  const edition = job.type === 'VISUAL' || job.type === 'SCRIPT' ? '2026' : '2025';
  found('type of the job', `${job.type ?? 'none'} (as in the ${edition} edition)`);
  found('maxConcurrentRuns of the job', stringifyJson(job.maxConcurrentRuns) ?? 'none');
  const executions = await client.getJobExecutions(jobId, { page: 0, limit: 20 });
  found('order of getJobExecutions', orderOf(executions));
  const filled = executions.filter(
    ({ parsedParameters }) => isJsonObject(parsedParameters) && Object.keys(parsedParameters).length > 0,
  );
  found('parsedParameters is filled', `in ${filled.length} of ${executions.length} executions`);
}

function orderOf(executions: readonly Execution[]): string {
  if (executions.length < 2) return 'fewer than two executions';
  if (isNewestFirst(executions)) return 'newest first';
  return isNewestFirst(executions.toReversed()) ? 'oldest first' : 'neither newest nor oldest first';
}

/** Questions that need a new job. The job stays: its name is printed. */
export async function askWithNewJob({ client, found }: Live): Promise<void> {
  const definition = { name: `data_flow_action_live_${Date.now()}`, nodes: NODES('A') };
  const bare = await orError(client.createJob(definition));
  found('createJob without type', bare instanceof DataFlowError ? bare.message : 'is accepted');
  const job =
    bare instanceof DataFlowError ? await orError(client.createJob({ ...definition, type: 'VISUAL' })) : bare;
  if (job instanceof DataFlowError) return found('createJob with type: VISUAL', job.message);
  found('new job, to be deleted in the console', `${definition.name} (${job.jobId})`);
  for (const method of ['PATCH', 'PUT'] as const) await askUpdate(client, job, method, found);
}

/** Whether updateJob has a method, and whether that takes nodes. */
async function askUpdate(
  client: DataFlowClient,
  job: Job,
  method: UpdateMethod,
  found: Live['found'],
): Promise<void> {
  const body = { name: job.name, type: job.type ?? 'VISUAL', nodes: NODES(method) };
  const error = await orError(client.updateJob(job.jobId, method, body));
  if (error instanceof DataFlowError) return found(`updateJob as ${method}`, error.message);
  const takesNodes = await holdsWithin(8_000, async () =>
    stringifyJson((await client.getJob(job.jobId)).nodes).includes(`"${method}"`),
  );
  found(`updateJob as ${method}`, `is accepted and ${takesNodes ? 'takes' : 'ignores'} nodes`);
}

/** Questions that need executions of the job. Each is cancelled. */
export async function askWithExecutions(live: Live): Promise<void> {
  const { client, jobId, found } = live;
  const job = await client.getJob(jobId);
  const started: string[] = [];
  const start = async (more: { parameters?: JsonObject; jobCondition?: JsonObject } = {}) => {
    const { parameters, jobCondition } = more;
    const execution = await orError(
      client.executeJob(jobId, { jobCondition: { ...job.savedCondition, ...jobCondition }, parameters }),
    );
    if (!(execution instanceof DataFlowError)) started.push(execution.jobExecutionId);
    return execution;
  };
  try {
    const first = await start();
    if (first instanceof DataFlowError) return found('executions', first.message);
    await askLag(live, first);
    await askConsoleLog(live, first);
    await askOverLimit(live, job, start);
    await cancelAll(client, jobId, started);
    const probe = { live_question: '1' };
    found(
      'parameters at the top of executeJob',
      await shownParameters(live, await start({ parameters: probe })),
    );
    await cancelAll(client, jobId, started);
    found(
      'parameters in jobCondition of executeJob',
      await shownParameters(live, await start({ jobCondition: { parameters: probe } })),
    );
  } finally {
    await cancelAll(client, jobId, started);
  }
}

async function askLag({ client, jobId, found }: Live, { jobExecutionId }: Execution): Promise<void> {
  const beganMs = performance.now();
  const isListed = await holdsWithin(60_000, async () =>
    (await client.getJobExecutions(jobId, { page: 0, limit: 100 })).some(
      (each) => each.jobExecutionId === jobExecutionId,
    ),
  );
  found(
    'a new execution is listed',
    isListed ? `after ${((performance.now() - beganMs) / 1000).toFixed(1)} s` : 'not within 60 s',
  );
}

async function askConsoleLog(
  { client, jobId, sizeOf, found }: Live,
  { jobExecutionId }: Execution,
): Promise<void> {
  const what = 'console log while RUNNING';
  const read = () => client.getJobExecution(jobId, jobExecutionId);
  if (!(await holdsWithin(300_000, async () => (await read()).status !== 'READY')))
    return found(what, 'was READY for 5 minutes');
  const sizes: (number | undefined)[] = [];
  for (const pauseMs of [0, 10_000]) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const execution = await read();
    const path = consoleLogPath(execution);
    if (finalStatus(execution)) return found(what, 'ended too soon');
    sizes.push(path === undefined ? undefined : await sizeOf(path));
  }
  const [before, after] = sizes;
  found(what, after === undefined ? 'there is none yet' : `${before ?? 0} bytes, 10 s later ${after} bytes`);
}

async function askOverLimit(
  { found }: Live,
  job: Job,
  start: () => Promise<Execution | DataFlowError>,
): Promise<void> {
  const limit = Number(job.maxConcurrentRuns);
  if (!(limit >= 1 && limit <= 3))
    return found('over maxConcurrentRuns', 'not tried: the job has no limit of 1 to 3');
  for (let runs = 1; runs < limit; runs += 1) await start();
  const over = await start();
  found(
    'over maxConcurrentRuns',
    over instanceof DataFlowError ? over.message : `is accepted as ${over.status}`,
  );
}

async function shownParameters({ client, jobId }: Live, started: Execution | DataFlowError): Promise<string> {
  if (started instanceof DataFlowError) return started.message;
  const read = await orError(client.getJobExecution(jobId, started.jobExecutionId));
  const raw = read instanceof DataFlowError ? started.raw : read.raw;
  const places = Object.entries({ ...raw, 'jobCondition.parameters': started.jobCondition?.['parameters'] })
    .filter(([, value]) => stringifyJson(value)?.includes('live_question'))
    .map(([name]) => name);
  return places.length === 0
    ? 'are accepted and shown nowhere'
    : `are accepted and shown in ${places.join(', ')}`;
}

async function cancelAll(client: DataFlowClient, jobId: string, started: string[]): Promise<void> {
  for (const id of started.splice(0)) {
    await orError(client.cancelJobExecution(jobId, id));
    await holdsWithin(60_000, async () => finalStatus(await client.getJobExecution(jobId, id)) !== undefined);
  }
}

/** Whether it holds within a time; checked twice a second. */
export async function holdsWithin(limitMs: number, holds: () => Promise<boolean>): Promise<boolean> {
  for (const beganMs = performance.now(); performance.now() - beganMs < limitMs; ) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return false;
}
