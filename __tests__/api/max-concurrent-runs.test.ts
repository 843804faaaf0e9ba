import { describe, expect, it } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { type ServiceScene, serviceScene } from './service-scene.ts';
import { jobPath } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;
const plan = { readyMs: 1_000, runningMs: 9_000 };

function limited(options: SimulatorOptions = {}, maxConcurrentRuns = 2): ServiceScene {
  return serviceScene({ edition: '2026', plan, jobs: [{ maxConcurrentRuns }], ...options });
}

const statuses = (s: ServiceScene) => s.service.executions.map(({ status }) => status);

describe('over maxConcurrentRuns, where the service refuses, a start', () => {
  it('gets 400 bad-state until an execution has ended', async () => {
    const s = limited();
    await s.call(execute, {});
    s.pass(5_000);
    await s.call(execute, {});
    expect(await s.call(execute, {})).toMatchObject({
      status: 400,
      json: { detail: expect.any(String), errorType: 'bad-state' },
    });
    expect(s.service.executions).toHaveLength(2);
    s.pass(5_000);
    expect((await s.call(execute, {})).status).toBe(200);
    expect((await s.call(execute, {})).status).toBe(400);
  });

  it('counts what others started, but no year-old entry without an end', async () => {
    const pastExecutions = [{ status: 'KILLED', startDate: '2024-03-20T12:00:00+09:00' }];
    const s = limited({ pastExecutions }, 1);
    s.service.startForeign('gqigvHhTu7ra');
    expect((await s.call(execute, {})).status).toBe(400);
    s.pass(10_000);
    expect((await s.call(execute, {})).status).toBe(200);
    expect(statuses(s)).toEqual(['KILLED', 'COMPLETED', 'READY']);
  });

  it('gets a place at once when an execution is canceled', async () => {
    const s = limited({}, 1);
    const { jobExecutionId } = (await s.call(execute, {})).json;
    await s.call(`POST ${jobPath}/executions/${jobExecutionId}/cancel`);
    expect((await s.call(execute, {})).status).toBe(200);
  });

  it('is not refused in 2025, which has no such field', async () => {
    const s = serviceScene({ plan });
    const jobCondition = { nrn: 'nrn:1', scriptPath: 'a/b', logPath: 'a/c' };
    for (const _ of [1, 2, 3]) expect((await s.call(execute, { jobCondition })).status).toBe(200);
  });
});

describe('over maxConcurrentRuns, where the service keeps it READY, an execution', () => {
  const overLimit = 'keep-ready';

  it('waits for a place, in the order of acceptance', async () => {
    const s = limited({ overLimit });
    await s.call(execute, {});
    s.pass(4_000);
    for (const _ of [1, 2, 3]) await s.call(execute, {});
    expect(statuses(s)).toEqual(['RUNNING', 'READY', 'READY', 'READY']);
    s.pass(6_999);
    expect(statuses(s)).toEqual(['COMPLETED', 'RUNNING', 'READY', 'READY']);
    s.pass(1);
    expect(statuses(s)).toEqual(['COMPLETED', 'RUNNING', 'RUNNING', 'READY']);
    s.pass(100_000);
    expect(statuses(s)).toEqual(Array(4).fill('COMPLETED'));
    const ends = (await s.call(`GET ${jobPath}/executions`)).json.list.map(
      ({ endDate }: { endDate: string }) => endDate.slice(14, 19),
    );
    expect(ends.toSorted()).toEqual(['27:27', '27:31', '27:37', '27:41']);
  });

  it('can be canceled while it waits, and takes no place then', async () => {
    const s = limited({ overLimit }, 1);
    await s.call(execute, {});
    const { jobExecutionId } = (await s.call(execute, {})).json;
    await s.call(execute, {});
    expect((await s.call(`POST ${jobPath}/executions/${jobExecutionId}/cancel`)).text).toBe('true');
    s.pass(12_000);
    expect(statuses(s)).toEqual(['COMPLETED', 'CANCELED', 'RUNNING']);
  });

  it('begins when maxConcurrentRuns is raised', async () => {
    const s = limited({ overLimit }, 1);
    await s.call(execute, {});
    await s.call(execute, {});
    s.pass(2_000);
    await s.call(`PATCH ${jobPath}`, { type: 'VISUAL', maxConcurrentRuns: 2 });
    s.pass(2_000);
    expect(statuses(s)).toEqual(['RUNNING', 'RUNNING']);
  });
});
