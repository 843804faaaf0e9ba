/** An account's jobs behind the client's network: what createJob, getJobs and the rest answer. */

import type { HttpRequest, HttpResponse, Send } from '../../src/http/network.ts';
import type { JobContext, JobEvent } from '../../src/job/context.ts';
import { StepCancelled } from '../../src/time/step-cancelled.ts';
import { clientOn } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answer } from '../support/scripted-send.ts';

type Operation = 'createJob' | 'getJobs' | 'getJob' | 'updateJobExecuteConfig';
type Fields = Record<string, unknown> & { jobId: string; name: string };

/** What goes wrong with one call: the answer or failure instead, and whether it is carried out all the same. */
export interface Trouble {
  readonly on: Operation;
  readonly outcome: HttpResponse | Error;
  readonly processed?: boolean;
}

/** Jobs, and a context to work on them; `troubles` meet the calls of their operation in order. */
export function account(jobs: Fields[] = [], troubles: Trouble[] = []) {
  const clock = new FakeClock();
  const requests: Operation[] = [];
  const send: Send = async (request) => {
    request.signal?.throwIfAborted();
    clock.pass(10);
    const operation = operationOf(request);
    requests.push(operation);
    const index = troubles.findIndex(({ on }) => on === operation);
    const [trouble] = index < 0 ? [] : troubles.splice(index, 1);
    if (trouble?.processed) carryOut(operation, request, jobs, clock);
    if (trouble?.outcome instanceof Error) throw trouble.outcome;
    const done = trouble?.outcome ?? carryOut(operation, request, jobs, clock);
    return { ...done, headers: { date: new Date(clock.trueMs()).toUTCString(), ...done.headers } };
  };
  const events: JobEvent[] = [];
  const controller = new AbortController();
  const context: JobContext = {
    client: clientOn(send, clock).client,
    clock,
    random: () => 0.5,
    cancelled: controller.signal,
    emit: (event) => events.push(event),
  };
  const count = (operation: Operation) => requests.filter((each) => each === operation).length;
  const cancelStep = () => controller.abort(new StepCancelled(clock.elapsedMs()));
  return { context, clock, jobs, events, requests, count, cancelStep };
}

function operationOf({ method, path }: HttpRequest): Operation {
  if (method === 'POST') return 'createJob';
  if (method === 'PUT') return 'updateJobExecuteConfig';
  return path.startsWith('/api/v1/jobs?') ? 'getJobs' : 'getJob';
}

function carryOut(
  operation: Operation,
  { path, body = '' }: HttpRequest,
  jobs: Fields[],
  clock: FakeClock,
): HttpResponse {
  const job = jobs.find(({ jobId }) => path.split('/')[4] === jobId);
  if (operation === 'createJob') {
    const createdDate = new Date(clock.trueMs()).toISOString();
    const created = { ...JSON.parse(body), jobId: `new${jobs.length}`, createdDate };
    jobs.push(created);
    return answer(200, created);
  }
  if (operation === 'getJobs') {
    const page = Number(new URLSearchParams(path.split('?')[1]).get('page'));
    return answer(200, { list: jobs.slice(page * 2, page * 2 + 2) });
  }
  if (!job) return answer(404, { detail: 'no such job', errorType: 'not-found' });
  if (operation === 'updateJobExecuteConfig') job['runCondition'] = JSON.parse(body).jobCondition;
  return answer(200, job);
}
