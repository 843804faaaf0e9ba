import { describe, expect, it } from '@jest/globals';
import type { ExecutionPlan, SimulatorOptions } from '../../simulator/simulator.ts';
import { goodBody, jobPath, type Scene, scene } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;

interface Started extends Scene {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: entries are checked field by field by expectations
  look(): Promise<any>;
  status(): Promise<string>;
  cancel(): ReturnType<Scene['call']>;
}

async function started(plan: ExecutionPlan, options: SimulatorOptions = {}): Promise<Started> {
  const s = await scene({ plan, ...options });
  const id: string = (await s.call(execute, goodBody)).json.jobExecutionId;
  const look: Started['look'] = async () => (await s.call(`GET ${jobPath}/executions/${id}`)).json;
  const status = async (): Promise<string> => (await look()).status;
  return { ...s, id, look, status, cancel: () => s.call(`POST ${jobPath}/executions/${id}/cancel`) };
}

describe('the course of an execution', () => {
  it.each(['COMPLETED', 'FAILED', 'CANCELED'] as const)('is READY, RUNNING, %s', async (final) => {
    await using s = await started({ readyMs: 2_000, runningMs: 5_000, final });
    const seen = [await s.status()];
    for (const ms of [1_999, 1, 4_999, 1]) {
      s.pass(ms);
      seen.push(await s.status());
    }
    expect(seen).toEqual(['READY', 'READY', 'RUNNING', 'RUNNING', final]);
  });

  it('can be any sequence of statuses', async () => {
    await using s = await started({
      statuses: [
        { afterMs: 2_000, status: 'COMPLETED' },
        { afterMs: 1_000, status: 'PREPARING' },
      ],
    });
    const seen = [await s.status()];
    for (const ms of [1_000, 1_000]) {
      s.pass(ms);
      seen.push(await s.status());
    }
    expect(seen).toEqual(['READY', 'PREPARING', 'COMPLETED']);
  });

  it('goes by service time: a minute is a second at speed 60', async () => {
    await using s = await started({ readyMs: 60_000, runningMs: 840_000 }, { speed: 60 });
    s.pass(999);
    expect(await s.status()).toBe('READY');
    s.pass(1);
    expect(await s.status()).toBe('RUNNING');
    s.pass(14_000);
    expect(await s.look()).toMatchObject({
      status: 'COMPLETED',
      startDate: '2025-03-20T17:27:17+09:00',
      endDate: '2025-03-20T17:42:17+09:00',
      waitingTime: 60,
      runningTime: 15,
    });
  });

  it('is dated by the clock of the service', async () => {
    await using s = await started({}, { clockOffsetMs: 120_000 });
    expect((await s.look()).createdDate).toBe('2025-03-20T17:29:17+09:00');
  });

  it('has no end and no console log before it comes to them', async () => {
    await using s = await started({ readyMs: 2_000, runningMs: 5_000 });
    const ready = await s.look();
    s.pass(2_000);
    const running = await s.look();
    expect(ready).not.toHaveProperty('endDate');
    expect(ready.jobCondition).not.toHaveProperty('consoleLogPath');
    expect(running).not.toHaveProperty('endDate');
    expect(running.jobCondition.consoleLogPath).toBe(
      `bucket/sparkHistoryLogs/console/gqigvHhTu7ra/${s.id}_2025-03-20T17:27:19.log`,
    );
  });

  it('follows the plan of its start, and setPlan holds for later starts', async () => {
    await using s = await scene({
      plan: (startNumber) => ({ statuses: [{ afterMs: 0, status: `NUMBER_${startNumber}` }] }),
    });
    s.simulator.startForeign('gqigvHhTu7ra');
    const first = (await s.call(execute, goodBody)).json.status;
    const second = (await s.call(execute, goodBody)).json.status;
    s.simulator.setPlan({ readyMs: 0 });
    const third = (await s.call(execute, goodBody)).json.status;
    expect([first, second, third]).toEqual(['NUMBER_1', 'NUMBER_2', 'RUNNING']);
    expect(s.simulator.executions[0]?.status).toBe('NUMBER_0');
  });

  it('responds 500 with the error of a plan function', async () => {
    await using s = await scene({
      plan: () => {
        throw new Error('no plan');
      },
    });
    expect(await s.call(execute, goodBody)).toMatchObject({
      status: 500,
      json: { error: { details: 'Error: no plan' } },
    });
  });
});

describe('the response of executeJob', () => {
  it.each([
    ['object', { a: '1' }, { a: '1' }],
    ['object', undefined, []],
    ['object', {}, []],
    ['empty-array', { a: '1' }, []],
    ['null', { a: '1' }, null],
  ] as const)('parsedParameters %s of %j is %j', async (parsedParameters, parameters, shown) => {
    await using s = await scene({ parsedParameters });
    expect((await s.call(execute, { ...goodBody, parameters })).json.parsedParameters).toEqual(shown);
    expect(s.simulator.executions[0]?.parameters).toEqual(parameters);
  });

  it.each([201, 202])('can have status %i', async (executeStatus) => {
    await using s = await scene({ executeStatus });
    expect((await s.call(execute, goodBody)).status).toBe(executeStatus);
  });

  it('is of type WORKFLOW with a workflowId', async () => {
    await using s = await scene();
    expect((await s.call(`${execute}?workflowId=w1`, goodBody)).json.type).toBe('WORKFLOW');
    expect(s.simulator.executions[0]?.workflowId).toBe('w1');
  });

  it('refuses parameters that are no object', async () => {
    await using s = await scene();
    expect((await s.call(execute, { ...goodBody, parameters: [] })).status).toBe(400);
  });
});

describe('cancelJobExecution', () => {
  it('returns the bare literal true and takes effect at once', async () => {
    await using s = await started({ readyMs: 2_000, runningMs: 5_000 });
    s.pass(3_000);
    expect(await s.cancel()).toMatchObject({ status: 200, text: 'true' });
    expect(await s.look()).toMatchObject({ status: 'CANCELED', endDate: '2025-03-20T17:27:20+09:00' });
  });

  it('takes effect after cancelTakesMs', async () => {
    await using s = await started({ readyMs: 0, runningMs: 60_000, cancelTakesMs: 4_000 });
    expect((await s.cancel()).text).toBe('true');
    s.pass(3_999);
    expect(await s.status()).toBe('RUNNING');
    expect((await s.cancel()).text).toBe('true');
    s.pass(1);
    expect(await s.status()).toBe('CANCELED');
  });

  it('changes nothing when the execution ends before cancelTakesMs is over', async () => {
    await using s = await started({ readyMs: 0, runningMs: 2_000, cancelTakesMs: 4_000 });
    await s.cancel();
    s.pass(5_000);
    expect(await s.status()).toBe('COMPLETED');
  });

  it('is refused for an execution that has ended', async () => {
    await using s = await started({ readyMs: 0, runningMs: 0 });
    expect(await s.cancel()).toMatchObject({ status: 400, json: { errorType: 'bad-state' } });
  });

  it('reaches an execution that is not listed yet', async () => {
    await using s = await started({}, { listedAfterMs: 5_000 });
    expect((await s.cancel()).text).toBe('true');
    expect(s.simulator.executions[0]?.status).toBe('CANCELED');
  });
});
