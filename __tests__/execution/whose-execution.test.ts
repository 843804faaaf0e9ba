import { describe, expect, it } from '@jest/globals';
import { clamped, ownTrigger, pythonBooleans } from '../../simulator/shown-otherwise.ts';
import type { Fault, SimulatorOptions } from '../../simulator/simulator.ts';
import { conclusionOf, executionOf } from '../../src/execution/outcome.ts';
import type { RunOptions } from '../../src/execution/run.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { serviceOn } from '../support/simulated-send.ts';
import { type Going, stepAndPost } from '../support/simulated-step.ts';
import { namedBy } from '../support/verdict.ts';

const HOUR_MS = 3_600_000;
const long = { readyMs: 0, runningMs: HOUR_MS };
const parameters = { table: 'ours' };

/** A step on a service whose executions run for an hour. `at`: what happens at a time. */
async function step(
  options: SimulatorOptions & { faults: Fault[] },
  going: Partial<Going> & { given?: Partial<RunOptions> } = {},
  at: Record<number, (service: ReturnType<typeof serviceOn>) => void> = {},
) {
  const clock = new FakeClock();
  const service = serviceOn(clock, { plan: long, ...options });
  for (const [ms, act] of Object.entries(at)) clock.at(Number(ms), () => act(service));
  const { given, ...rest } = going;
  const went = await stepAndPost({ service, clock, options: { parameters, ...given }, ...rest });
  const of = (startedBy: string) => service.executions.filter((each) => each.startedBy === startedBy);
  return { ...went, service, ours: of('request'), theirs: of('foreign'), named: namedBy(went) };
}
const start = (fault: object) => ({ on: 'executeJob', ...fault }) as Fault;

describe('another execution is never touched', () => {
  it('when the step is cancelled while its start is open, and the other one is listed first', async () => {
    const { theirs, ours, named } = await step(
      { faults: [start({ kind: 'hang-after' })], listedAfterMs: 4_000 },
      { cancelAtMs: 2_000 },
      { 50: (service) => service.startForeign('job1', { parameters, plan: { ...long, listedAfterMs: 0 } }) },
    );
    expect(theirs).toMatchObject([{ status: 'RUNNING' }]);
    expect(named).toEqual(expect.arrayContaining(ours.map(({ jobExecutionId }) => jobExecutionId)));
  });

  it('when every start got a 429, the step is killed in the pause, and somebody else starts the job', async () => {
    const rateLimited = start({ kind: 'status', status: 429, times: Number.POSITIVE_INFINITY });
    const { theirs, cleaned } = await step(
      { faults: [rateLimited] },
      { killAtMs: 1_000 },
      { 1500: (service) => service.startForeign('job1', { parameters, plan: long }) },
    );
    expect([cleaned, theirs]).toMatchObject([[], []]);
  });

  it('when the step has found and cancelled its own, and the other one appears before the post step', async () => {
    const { theirs, ours, cleaned } = await step(
      { faults: [start({ kind: 'reset-after' })] },
      { cancelAtMs: 20_000 },
      { 20010: (service) => service.startForeign('job1', { parameters, plan: long }) },
    );
    expect(ours).toMatchObject([{ status: 'CANCELED' }]);
    expect(theirs).toMatchObject([{ status: 'RUNNING' }]);
    expect(cleaned).toEqual([]);
  });

  it('when a dry run with jobExecutionId and onCancel: cancel is killed', async () => {
    const clock = new FakeClock();
    const service = serviceOn(clock, { plan: long });
    const { jobExecutionId } = service.startForeign('job1');
    const options = { dryRun: true, jobExecutionId, onCancel: 'cancel' } as const;
    const { cleaned } = await stepAndPost({ service, clock, options, killAtMs: 20 });
    expect(cleaned).toEqual([{ kind: 'left', jobExecutionId, others: [] }]);
    expect(service.executions).toMatchObject([{ status: 'RUNNING' }]);
  });
});

describe('our execution is never lost', () => {
  it.each([14_000, 16_000, 45_000])(
    'when the step is killed and the start is processed %i ms later',
    async (delayMs) => {
      const { ours, cleaned } = await step(
        { faults: [start({ kind: 'late', delayMs, meanwhile: 504 })] },
        { killAtMs: 500 },
      );
      expect(ours).toMatchObject([{ status: 'CANCELED' }]);
      expect(cleaned).toMatchObject([{ kind: 'cancelled', outcome: { kind: 'canceled' } }]);
    },
  );

  it('when the response is lost and waitTimeout is 4 s: it is named', async () => {
    const { ours, named, result } = await step(
      { faults: [start({ kind: 'reset-after' })] },
      { given: { waitTimeoutMs: 4_000 } },
    );
    expect(result && conclusionOf(result)).toBe('unknown');
    expect(named).toContain(ours[0]?.jobExecutionId);
  });

  it.each([0, 5_000])(
    'when a proxy sends the start twice and brings the refusal of the second, listed %i ms late',
    async (listedAfterMs) => {
      const refusal = {
        kind: 'changed',
        status: 400,
        change: () => ({ errorType: 'bad-state', detail: 'full' }),
      };
      const { ours, named, result } = await step({ faults: [start(refusal)], listedAfterMs });
      expect(result).toMatchObject({ state: 'unclear', ending: { kind: 'start-unclear' } });
      expect(named).toEqual(expect.arrayContaining(ours.map(({ jobExecutionId }) => jobExecutionId)));
    },
  );
});

describe('one start makes one execution', () => {
  it('when a 504 comes at once and the start is processed 14 s later', async () => {
    const { ours, result } = await step(
      { faults: [start({ kind: 'late', delayMs: 14_000, meanwhile: 504 })] },
      { given: { wait: false } },
    );
    expect(ours).toHaveLength(1);
    expect(result).toMatchObject({ how: 'found', jobExecutionId: ours[0]?.jobExecutionId });
  });

  it('or the step is unknown and names both, when the start before the resend is processed, too', async () => {
    const { ours, result, named } = await step(
      { faults: [start({ kind: 'late', delayMs: 14_500, meanwhile: 'reset' })], listedAfterMs: 3_000 },
      { given: { wait: false } },
    );
    expect(ours).toHaveLength(2);
    expect(result && conclusionOf(result)).toBe('unknown');
    expect(ours.every(({ jobExecutionId }) => named.includes(jobExecutionId))).toBe(true);
  });

  it.each([
    ['numWorker 10 for 12', clamped('numWorker', 10), { jobCondition: { numWorker: 12 } }],
    ['True for true', pythonBooleans, { parameters: { full: 'true' } }],
    ['a trigger of its own', ownTrigger('its-own'), {}],
  ])(
    'when the response is lost and the service shows %s: it is named as a candidate',
    async (_what, shows, given) => {
      const { ours, result } = await step({ faults: [start({ kind: 'reset-after' })], shows }, { given });
      expect(ours).toHaveLength(1);
      expect(result).toMatchObject({
        ending: { kind: 'start-unclear', candidates: [ours[0]?.jobExecutionId] },
      });
    },
  );
});

describe('a success is only what a poll says of our own', () => {
  it('not what the response to the start says', async () => {
    const lie = { kind: 'changed', change: (body: object) => ({ ...body, status: 'COMPLETED' }) };
    const plan = { readyMs: 0, runningMs: 20_000, final: 'FAILED' } as const;
    const { result } = await step({ faults: [start(lie)], plan });
    expect(result).toMatchObject({ ending: { kind: 'failed' } });
  });

  it('not of an execution of last week that the response names', async () => {
    const clock = new FakeClock();
    const plan = { readyMs: 0, runningMs: 20_000 };
    const service = serviceOn(clock, { plan, history: 7 });
    const lastWeek = service.executions[0]?.jobExecutionId;
    service.addFault(
      start({ kind: 'changed', change: () => ({ jobExecutionId: lastWeek, status: 'COMPLETED' }) }),
    );
    const { result } = await stepAndPost({ service, clock, options: { parameters } });
    const ours = service.executions.at(-1)?.jobExecutionId;
    expect(result).toMatchObject({ ending: { kind: 'completed' }, how: 'found', jobExecutionId: ours });
    expect(ours).not.toBe(lastWeek);
  });
});

describe('what is seen is what is so', () => {
  it('an execution that the list misses for 6 s after many polls is waited for', async () => {
    const plan = { readyMs: 0, runningMs: 200_000 };
    const blank = {
      on: ['getJobExecutions', 'getJobExecution'],
      kind: 'omit-executions',
      nth: 20,
      forMs: 6_000,
    };
    const { result } = await step({ faults: [blank as Fault], plan }, { given: { pollIntervalMs: 2_000 } });
    expect(result).toMatchObject({ ending: { kind: 'completed' } });
  });

  it.each(['Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 21 Mar 2025 01:52:54 GMT'])(
    'a wrong Date (%s) in every response changes no signature',
    async (date) => {
      const plan = { readyMs: 0, runningMs: 20_000 };
      const { result, service } = await step({
        faults: [],
        plan,
        responseHeaders: () => ({ date, age: '1200' }),
      });
      expect(result).toMatchObject({ ending: { kind: 'completed' } });
      expect(service.requests.some(({ refusedSignature }) => refusedSignature)).toBe(false);
    },
  );

  it('a wrong Date in a response that refused the signature is dropped when it is refused, too', async () => {
    const refused = {
      on: 'getJob',
      kind: 'status',
      status: 401,
      headers: { date: new Date(0).toUTCString() },
    };
    const { result } = await step({ faults: [refused as Fault] });
    expect(result && executionOf(result)).toEqual({});
    expect(result).toMatchObject({ ending: { kind: 'refused', error: { kind: 'authentication' } } });
  });
});
