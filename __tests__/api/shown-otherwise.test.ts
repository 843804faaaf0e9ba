import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  clamped,
  conditionWith,
  countingStatus,
  onlyFields,
  ownTrigger,
  parametersWith,
  pythonBooleans,
  type Shows,
} from '../../simulator/shown-otherwise.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { serviceScene } from './service-scene.ts';
import { goodBody, jobPath } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;
const body = {
  jobCondition: { ...goodBody.jobCondition, numWorker: 12 },
  parameters: { flag: true, text: 'false', day: '1' },
};

/** An execution as executeJob, getJobExecution and the list show it, and as it was sent. */
async function shown(shows: Shows) {
  const s = serviceScene({ shows });
  const started = (await s.call(execute, body)).json;
  const path = `GET ${jobPath}/executions`;
  const single = (await s.call(`${path}/${s.service.executions[0]?.jobExecutionId}`)).json;
  const [listed] = (await s.call(path)).json.list;
  return { all: [started, single, listed], kept: s.service.executions[0] };
}

describe('what a service shows otherwise', () => {
  it.each([
    [
      'a clamped numWorker',
      clamped('numWorker', 10),
      { jobCondition: expect.objectContaining({ numWorker: 10 }) },
    ],
    [
      'another path',
      conditionWith({ scriptPath: 'x/y' }),
      { jobCondition: expect.objectContaining({ scriptPath: 'x/y' }) },
    ],
    ['True for true', pythonBooleans, { parsedParameters: { flag: 'True', text: 'False', day: '1' } }],
    [
      'an added parameter',
      parametersWith({ run: '7' }),
      { parsedParameters: { ...body.parameters, run: '7' } },
    ],
    ['a trigger of its own', ownTrigger('its-own'), { triggerId: 'its-own' }],
    [
      'several of these',
      allOf(ownTrigger('its-own'), clamped('numWorker', 3)),
      { triggerId: 'its-own', jobCondition: expect.objectContaining({ numWorker: 3 }) },
    ],
  ])('is %s, in every response, and is kept as it was sent', async (_, shows, expected) => {
    const { all, kept } = await shown(shows);
    expect(all).toEqual(Array(3).fill(expect.objectContaining(expected)));
    expect(kept).toMatchObject(body);
    expect(kept?.triggerId).toBeUndefined();
  });

  it('is another status at each request, and the final one at the end', async () => {
    const s = serviceScene({ shows: countingStatus(), plan: { readyMs: 0, runningMs: 60_000 } });
    const { jobExecutionId } = (await s.call(execute, goodBody)).json;
    const seen: string[] = [];
    for (const ms of [10, 10, 60_000]) {
      s.pass(ms);
      seen.push((await s.call(`GET ${jobPath}/executions/${jobExecutionId}`)).json.status);
    }
    expect(seen).toEqual(['RUNNING_20', 'RUNNING_30', 'COMPLETED']);
  });

  it('can depend on who started the execution', async () => {
    const shows: SimulatorOptions['shows'] = (entry, startedBy) => ({ ...entry, startedBy });
    const s = serviceScene({ shows, history: 1 });
    s.service.startForeign('gqigvHhTu7ra');
    await s.call(execute, body);
    const { list } = (await s.call(`GET ${jobPath}/executions`)).json;
    const starters = list.map((entry: { startedBy: string }) => entry.startedBy);
    expect(starters).toEqual(['request', 'foreign', 'seed']);
  });

  it('is fewer fields', async () => {
    const { all } = await shown(onlyFields('jobExecutionId', 'status'));
    expect(all.map((entry) => Object.keys(entry))).toEqual(Array(3).fill(['jobExecutionId', 'status']));
  });
});

describe('the course of an execution', () => {
  it('can have an id and a lag of its own, and another one is listed first', async () => {
    const plan = { jobExecutionId: '..', listedAfterMs: 4_000 };
    const s = serviceScene({ plan });
    await s.call(execute, goodBody);
    const theirs = s.service.startForeign('gqigvHhTu7ra', { plan: {} });
    const ids = async () =>
      (await s.call(`GET ${jobPath}/executions`)).json.list.map(
        (entry: { jobExecutionId: string }) => entry.jobExecutionId,
      );
    expect(await ids()).toEqual([theirs.jobExecutionId]);
    s.pass(4_000);
    expect(await ids()).toEqual([theirs.jobExecutionId, '..']);
  });

  it('is dated by another clock than the responses', async () => {
    const s = serviceScene({ datesAheadMs: 90_000, plan: { readyMs: 0, runningMs: 1_000 } });
    const { json, headers } = await s.call(execute, goodBody);
    expect(json.createdDate).toBe('2025-03-20T17:28:47+09:00');
    expect(Date.parse(String(headers.date))).toBe(s.nowMs());
    s.pass(1_000);
    const [entry] = (await s.call(`GET ${jobPath}/executions`)).json.list;
    expect(entry.endDate).toBe('2025-03-20T17:28:48+09:00');
  });

  it('of a year ago can have an unknown status and no end', async () => {
    const startDate = '2024-03-20T12:00:00+09:00';
    const s = serviceScene({ pastExecutions: [{ status: 'KILLED', startDate }] });
    const [entry] = (await s.call(`GET ${jobPath}/executions`)).json.list;
    expect(entry).toMatchObject({ status: 'KILLED', startDate });
    expect(entry).not.toHaveProperty('endDate');
  });
});

describe('an operation that is absent', () => {
  it('is a 404 of the gateway, and others are there', async () => {
    const s = serviceScene({ absent: ['getJobExecution'], history: 1 });
    const path = `${jobPath}/executions`;
    const [entry] = (await s.call(`GET ${path}`)).json.list;
    expect(await s.call(`GET ${path}/${entry.jobExecutionId}`)).toMatchObject({
      status: 404,
      json: { error: { errorCode: '300' } },
    });
    expect((await s.call(`POST ${path}/${entry.jobExecutionId}/cancel`)).status).toBe(400);
  });
});
