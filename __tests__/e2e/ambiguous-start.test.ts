import { describe, expect, it } from '@jest/globals';
import { clamped } from '../../simulator/shown-otherwise.ts';
import { type Fault, type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { errors, type Inputs, JOB_ID, QUICK, run, started, startIsSent, statusOf, until } from './step.ts';

const onStart = (kind: object): Fault => ({ on: 'executeJob', ...kind }) as Fault;
/** A response to the start that says something else in these fields. */
const saying = (fields: object): Fault =>
  onStart({ kind: 'changed', change: (body: object) => ({ ...body, ...fields }) });

describe('a response to the start that proves nothing', () => {
  it.concurrent.each([
    ['names an execution that was listed before', 'lastWeek'],
    ['names an id that cannot be one', '..'],
    ['names half a character as id', '\ud800'],
  ])(
    'is followed by a search, and the execution that is found counts: it %s',
    async (_what, jobExecutionId) => {
      await using simulator = await startSimulator({
        ...QUICK,
        pastExecutions: [{ jobExecutionId: 'lastWeek' }, {}, {}],
        faults: [saying({ jobExecutionId })],
      });
      const step = await run(simulator);
      expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
      expect(started(simulator)).toHaveLength(1);
      expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    },
  );

  it.concurrent('does not end the wait, though it says COMPLETED: the final status comes from a poll', async () => {
    const plan = { readyMs: 0, runningMs: 400, final: 'FAILED' } as const;
    await using simulator = await startSimulator({ plan, faults: [saying({ status: 'COMPLETED' })] });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure', status: 'FAILED' } });
  });

  it.concurrent('is a refusal after which a new execution is listed: a proxy sent the start twice', async () => {
    await using simulator = await startSimulator({
      ...QUICK,
      edition: '2026',
      history: 20,
      faults: [onStart({ kind: 'sent-twice' })],
    });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(started(simulator)).toHaveLength(1);
    expect(errors(step)).toEqual([expect.stringContaining(started(simulator)[0]?.jobExecutionId ?? '-')]);
    expect(simulator.requestCount('executeJob')).toBe(1);
  });
});

describe('an ambiguous start', () => {
  /** The step says `unknown`, names these, and has sent one start and no cancel. */
  function expectUnknown(simulator: Simulator, step: Awaited<ReturnType<typeof run>>, ids: string[]): void {
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(errors(step)).toHaveLength(1);
    for (const id of ids) expect(errors(step)[0]).toContain(id);
    expect(simulator.requestCount('executeJob')).toBe(1);
    expect(simulator.requestCount('cancelJobExecution')).toBe(0);
  }
  const ids = (simulator: Simulator) => simulator.executions.map(({ jobExecutionId }) => jobExecutionId);

  it.concurrent('is unknown when the only new execution shows another numWorker than was sent', async () => {
    await using simulator = await startSimulator({
      ...QUICK,
      jobs: [{ runCondition: { numWorker: 12 } }],
      shows: clamped('numWorker', 10),
      faults: [onStart({ kind: 'reset-after' })],
    });
    const step = await run(simulator);
    expect(started(simulator)).toHaveLength(1);
    expectUnknown(simulator, step, ids(simulator));
  });

  it.concurrent('names the execution that is listed when waitTimeout ends the search', async () => {
    await using simulator = await startSimulator({ ...QUICK, faults: [onStart({ kind: 'reset-after' })] });
    const step = await run(simulator, { waitTimeout: '4s' });
    expect(started(simulator)).toHaveLength(1);
    expectUnknown(simulator, step, ids(simulator));
  });

  it.concurrent.each<[string, Inputs, object]>([
    ['the same options', {}, {}],
    ['other parameters', { parameters: 'day: monday' }, { parameters: { day: 'tuesday' } }],
    ['a trigger', {}, { triggerId: 'nightly' }],
  ])(
    'names ours and the one that somebody else started then, and leaves both: with %s',
    async (_what, inputs, foreignStart) => {
      const slow = onStart({ kind: 'slow', delayMs: 2000 });
      await using simulator = await startSimulator({ ...QUICK, faults: [slow] });
      const running = run(simulator, { requestTimeout: '1s', failOnError: 'false', ...inputs });
      await until(startIsSent(simulator));
      const { jobExecutionId } = simulator.startForeign(JOB_ID, foreignStart);
      const step = await running;
      expect(ids(simulator)).toHaveLength(2);
      expectUnknown(simulator, step, ids(simulator));
      expect(statusOf(simulator, jobExecutionId)).toBe('COMPLETED');
    },
  );

  it.concurrent('is unknown with both when the first start is processed after the second was sent', async () => {
    const late = onStart({ kind: 'late', delayMs: 17_000, meanwhile: 'reset' });
    const plan = { readyMs: 0, runningMs: 8_000, final: 'COMPLETED' } as const;
    await using simulator = await startSimulator({ plan, faults: [late] });
    const step = await run(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'unknown' } });
    expect(started(simulator)).toHaveLength(2);
    for (const id of ids(simulator)) expect(errors(step)[0]).toContain(id);
    expect(simulator.requestCount('cancelJobExecution')).toBe(0);
  });
});
