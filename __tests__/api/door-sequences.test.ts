import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clamped, conditionWith, ownTrigger, parametersWith } from '../../simulator/shown-otherwise.ts';
import type { Fault, FaultKind, SimulatorOptions } from '../../simulator/simulator.ts';
import { executionOf } from '../../src/execution/outcome.ts';
import { run } from '../../src/execution/run.ts';
import { contextOn } from '../support/contexts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { runOptions } from '../support/run-options.ts';
import { sendTo, serviceOn } from '../support/simulated-send.ts';
import { serviceScene } from './service-scene.ts';
import { jobPath } from './signed-request.ts';

const SEQUENCES = 1_000;

const kinds: fc.Arbitrary<FaultKind> = fc.oneof(
  fc
    .constantFrom(
      ...([
        'none',
        'refused',
        'reset-before',
        'reset-after',
        'hang-before',
        'hang-after',
        'garbled',
        'empty',
        'html',
        'truncated',
        'sent-twice',
        'text-plain',
      ] as const),
    )
    .map((kind): FaultKind => ({ kind })),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(400, 401, 429, 503, 504),
    processed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('late' as const, 'slow' as const),
    delayMs: fc.integer({ min: 0, max: 60_000 }),
  }),
);

/** How often a request with this fault is processed, before the client's time of 30 s is over and later. */
function timesProcessed(fault: FaultKind): number {
  if (fault.kind === 'status') return fault.processed ? 1 : 0;
  if (fault.kind === 'sent-twice') return 2;
  return ['refused', 'reset-before', 'hang-before', 'html'].includes(fault.kind) ? 0 : 1;
}

describe('any sequence of faults', () => {
  it('starts as many executions as requests were processed, each of them listed in the end', async () => {
    const moves = fc.array(fc.record({ fault: kinds, pauseMs: fc.nat(20_000) }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(moves, fc.nat(8_000), async (sequence, listedAfterMs) => {
        const s = serviceScene({ edition: '2026', jobs: [{ maxConcurrentRuns: 100 }], listedAfterMs });
        for (const { fault, pauseMs } of sequence) {
          s.service.addFault({ on: 'executeJob', ...fault });
          await s.call(`POST ${jobPath}/executions`, {}, { timeoutMs: 30_000 }).catch(() => undefined);
          s.pass(pauseMs);
        }
        s.pass(70_000);
        const processed = sequence.reduce((sum, { fault }) => sum + timesProcessed(fault), 0);
        const { executions } = s.service;
        const { list } = (await s.call(`GET ${jobPath}/executions`)).json;
        expect([executions.length, list.length]).toEqual([processed, processed]);
        const times = executions.map(({ acceptedAtMs }) => acceptedAtMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
      { numRuns: SEQUENCES },
    );
  });

  it('never lets more executions run than maxConcurrentRuns allows', async () => {
    const moves = fc.array(
      fc.record({ move: fc.constantFrom('start', 'cancel', 'wait'), ms: fc.nat(15_000) }),
      { maxLength: 25 },
    );
    const overLimits = fc.constantFrom('refuse' as const, 'keep-ready' as const);
    await fc.assert(
      fc.asyncProperty(
        moves,
        overLimits,
        fc.integer({ min: 1, max: 3 }),
        async (sequence, overLimit, places) => {
          const s = serviceScene({
            edition: '2026',
            overLimit,
            jobs: [{ maxConcurrentRuns: places }],
            plan: { readyMs: 0, runningMs: 10_000 },
          });
          for (const { move, ms } of sequence) {
            if (move === 'start') await s.call(`POST ${jobPath}/executions`, {});
            const open = s.service.executions.find(({ status }) => ['READY', 'RUNNING'].includes(status));
            if (move === 'cancel' && open) {
              await s.call(`POST ${jobPath}/executions/${open.jobExecutionId}/cancel`);
            }
            s.pass(ms);
            const running = s.service.executions.filter(({ status }) => status === 'RUNNING').length;
            const waiting = s.service.executions.filter(({ status }) => status === 'READY').length;
            expect(running).toBeLessThanOrEqual(places);
            if (waiting > 0) expect([overLimit, running]).toEqual(['keep-ready', places]);
          }
        },
      ),
      { numRuns: SEQUENCES / 2 },
    );
  });
});

describe('a run of the action through the door', () => {
  const worlds: fc.Arbitrary<SimulatorOptions> = fc.record({
    faults: fc.array(
      kinds.map((fault): Fault => ({ on: ['executeJob', 'getJobExecutions', 'getJobExecution'], ...fault })),
      { maxLength: 8 },
    ),
    listedAfterMs: fc.nat(8_000),
    datesAheadMs: fc.integer({ min: -120_000, max: 120_000 }),
    order: fc.constantFrom('newest-first', 'oldest-first', 'shuffled'),
    absent: fc.constantFrom([], ['getJobExecution' as const]),
    history: fc.constantFrom(0, 3, 12, 101),
    shows: fc.constantFrom(
      (entry: Record<string, unknown>) => entry,
      clamped('numWorker', 1),
      conditionWith({ nrn: 'nrn:of-the-service' }),
      parametersWith({ run_date: '20250321' }),
      ownTrigger('its-own'),
    ),
    plan: fc.record({
      readyMs: fc.constant(0),
      runningMs: fc.nat(120_000),
      final: fc.constantFrom('COMPLETED', 'FAILED', 'CANCELED'),
    }),
  });

  it('ends on the fake clock, and everything happens to the same service', async () => {
    const endings = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(worlds, async (options) => {
        const clock = new FakeClock();
        const service = serviceOn(clock, options);
        const { context } = contextOn(sendTo(service, clock), clock);
        const result = await run(context, runOptions({ parameters: { table: 'ours' } }));
        const { ending } = result;
        endings.set(ending.kind, (endings.get(ending.kind) ?? 0) + 1);
        if (ending.kind !== 'completed') return;
        const { jobExecutionId } = executionOf(result);
        const named = service.executions.find((each) => each.jobExecutionId === jobExecutionId);
        expect(named).toMatchObject({ status: 'COMPLETED', startedBy: 'request' });
      }),
      { numRuns: SEQUENCES / 2 },
    );
    expect(endings.get('completed')).toBeGreaterThan(0);
    expect(endings.get('start-unclear')).toBeGreaterThan(0);
  });
});
