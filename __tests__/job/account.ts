/** An account's jobs behind the client's network: what createJob, getJobs and the rest respond. */

import type { HttpRequest, HttpResponse, Send } from '../../src/http/network.ts';
import type { JobContext, JobEvent } from '../../src/job/context.ts';
import { type EnsureOptions, ensureJob } from '../../src/job/ensure.ts';
import { type JobFacts, type JobOutcome, outcomeOf } from '../../src/job/outcome.ts';
import { type JsonObject, parseJson, stringifyJson } from '../../src/text/json.ts';
import { StepCancelled } from '../../src/time/step-cancelled.ts';
import { clientOn } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { httpResponse } from '../support/scripted-send.ts';

type Operation = 'createJob' | 'getJobs' | 'getJob' | 'updateJob' | 'updateJobExecuteConfig';
type Fields = Record<string, unknown> & { jobId: string; name: string };

/** What goes wrong with one request: the response or failure instead, and whether it is carried out all the same. */
export interface Trouble {
  readonly on: Operation;
  readonly outcome: HttpResponse | Error;
  readonly processed?: boolean;
}

/** What the service does with updateJob, which the documentation leaves open. */
export interface UpdateHabits {
  /** The HTTP method that it has; the other one gets `otherStatus`. Default PATCH. */
  readonly method?: 'PUT' | 'PATCH';
  /** Default 405. */
  readonly otherStatus?: number;
  /** Fields that it accepts and does not save. */
  readonly ignores?: readonly string[];
}

/** Jobs, and a context to work on them; `troubles` are for the requests of their operation, in order. */
export function account(jobs: Fields[] = [], troubles: Trouble[] = [], habits: UpdateHabits = {}) {
  const clock = new FakeClock();
  const requests: Operation[] = [];
  const sent: { operation: Operation; method: string; body: string }[] = [];
  const send: Send = async (request) => {
    request.signal?.throwIfAborted();
    clock.pass(10);
    const operation = operationOf(request);
    requests.push(operation);
    sent.push({ operation, method: request.method, body: request.body ?? '' });
    const index = troubles.findIndex(({ on }) => on === operation);
    const [trouble] = index < 0 ? [] : troubles.splice(index, 1);
    if (trouble?.processed) carryOut(operation, request, jobs, clock, habits);
    if (trouble?.outcome instanceof Error) throw trouble.outcome;
    const done = trouble?.outcome ?? carryOut(operation, request, jobs, clock, habits);
    return { ...done, headers: { date: new Date(clock.trueMs()).toUTCString(), ...done.headers } };
  };
  const events: JobEvent[] = [];
  const published: JobFacts[] = [];
  const controller = new AbortController();
  const context: JobContext = {
    client: clientOn(send, clock).client,
    clock,
    random: () => 0.5,
    cancelled: controller.signal,
    emit: (event) => events.push(event),
    facts: {},
    publish: () => published.push({ ...context.facts }),
  };
  const count = (operation: Operation) => requests.filter((each) => each === operation).length;
  const cancelStep = () => controller.abort(new StepCancelled(clock.elapsedMs()));
  const bodies = (operation: Operation) => sent.filter((each) => each.operation === operation);
  return { context, clock, jobs, events, published, requests, bodies, count, cancelStep };
}

/** Options for the job `sales`. */
export const options = (given: Partial<EnsureOptions> = {}): EnsureOptions => ({
  name: 'sales',
  definition: { name: 'sales' },
  jobCondition: {},
  ifExists: 'reuse',
  check: 'false',
  ...given,
});

/** A job of the account. */
export const named = (jobId: string, name: string, fields = {}) => ({ jobId, name, ...fields });

/** Why a job is not as it should be; another end as it is. */
export const failure = ({ end }: JobOutcome) => (end.kind === 'failed' ? end.failure : end);

/** Ensures a job, and returns the outcome. */
export const ensure = (context: JobContext, options: EnsureOptions) =>
  outcomeOf(context, () => ensureJob(context, options));

function operationOf({ method, path }: HttpRequest): Operation {
  if (method === 'POST') return 'createJob';
  if (path.endsWith('/executions')) return 'updateJobExecuteConfig';
  if (method === 'PUT' || method === 'PATCH') return 'updateJob';
  return path.startsWith('/api/v1/jobs?') ? 'getJobs' : 'getJob';
}

function carryOut(
  operation: Operation,
  { method, path, body = '' }: HttpRequest,
  jobs: Fields[],
  clock: FakeClock,
  { method: updateMethod = 'PATCH', otherStatus = 405, ignores = [] }: UpdateHabits,
): HttpResponse {
  const job = jobs.find(({ jobId }) => path.split('/')[4] === jobId);
  if (operation === 'createJob') {
    const createdDate = new Date(clock.trueMs()).toISOString();
    const created = { name: '', ...parsed(body), jobId: `new${jobs.length}`, createdDate };
    jobs.push(created);
    return httpResponse(200, stringifyJson(created));
  }
  if (operation === 'getJobs') {
    const page = Number(new URLSearchParams(path.split('?')[1]).get('page'));
    return httpResponse(200, stringifyJson({ list: jobs.slice(page * 2, page * 2 + 2) }));
  }
  if (!job) return httpResponse(404, { detail: 'no such job', errorType: 'not-found' });
  if (operation === 'updateJob') {
    if (method !== updateMethod) return httpResponse(otherStatus, { detail: 'no such method' });
    const sent = Object.entries(parsed(body)).filter(([name]) => !ignores.includes(name));
    Object.assign(job, Object.fromEntries(sent));
  }
  if (operation === 'updateJobExecuteConfig') job['runCondition'] = parsed(body).jobCondition;
  return httpResponse(200, stringifyJson(job));
}

function parsed(body: string): JsonObject {
  return parseJson(body) as JsonObject;
}
