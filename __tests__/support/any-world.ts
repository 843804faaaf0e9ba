import fc from 'fast-check';
import { clamped, conditionWith, ownTrigger, parametersWith } from '../../simulator/shown-otherwise.ts';
import type { FaultKind, SimulatedService } from '../../simulator/simulator.ts';
import { namesAnOldOne, type World } from './simulated-step.ts';

/** A list that is stale for so long is normal: within it nothing may go wrong, whoever else starts the job. */
const NORMAL_LAG_MS = 5_000;
const CLOCKS_APART_MS = 120_000;
export const HOUR_MS = 3_600_000;

export const ours = { table: 'ours' };
export const theirs = { table: 'theirs' };

/** The service that the faults of the sequence under way belong to. */
let current: SimulatedService | undefined;

/** Says which service the faults of the next sequence belong to. */
export function setCurrent(service: SimulatedService): void {
  current = service;
}

const plainFaults: FaultKind[] = [
  ...(['none', 'refused', 'reset-before', 'reset-after', 'hang-before', 'hang-after'] as const).map(
    (kind) => ({ kind }),
  ),
  ...(['garbled', 'empty', 'html', 'truncated', 'text-plain'] as const).map((kind) => ({ kind })),
  ...[503, 504, 408].flatMap((status) => [
    { kind: 'status' as const, status },
    { kind: 'status' as const, status, processed: true },
  ]),
  { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  { kind: 'status', status: 401 },
  { kind: 'redirect' },
];
const fault = fc.constantFrom(...plainFaults);
/** Processed, and the response is false. */
const lies: FaultKind[] = [
  { kind: 'changed', change: (body) => ({ ...(body as object), status: 'COMPLETED' }) },
  namesAnOldOne(() => current),
];
/** A proxy sends it twice, and the refusal of the second comes back. */
const sentTwice: FaultKind = {
  kind: 'changed',
  status: 400,
  change: () => ({ detail: 'as many executions as it may have', errorType: 'bad-state' }),
};
/** Processed after the window, in which a list without it counts as proof. */
const lateAfterWindow: fc.Arbitrary<FaultKind> = fc.oneof(
  fc.record({
    kind: fc.constant('late' as const),
    meanwhile: fc.constant('reset' as const),
    delayMs: fc.integer({ min: 10_000, max: 16_000 }),
  }),
  fc.record({
    kind: fc.constant('late' as const),
    meanwhile: fc.constant(504),
    delayMs: fc.integer({ min: 55_000, max: 64_000 }),
  }),
  fc.record({ kind: fc.constant('late' as const), delayMs: fc.integer({ min: 0, max: 90_000 }) }),
);

const startFault = fc.oneof(
  { arbitrary: fault, weight: 6 },
  { arbitrary: fc.constantFrom(...lies, sentTwice), weight: 1 },
  { arbitrary: lateAfterWindow, weight: 2 },
);
const shows = fc.constantFrom(
  ...Array<undefined>(9).fill(undefined),
  clamped('numWorker', 1),
  conditionWith({ nrn: 'nrn:of-the-service' }),
  parametersWith({ run_date: '20250321' }),
  ownTrigger('its-own'),
);
const lag = fc.integer({ min: 0, max: 8_000 });
export const normalLag = fc.integer({ min: 0, max: NORMAL_LAG_MS });
const blank = fc.option(
  fc.record({ fromMs: fc.integer({ min: 0, max: 20_000 }), forMs: fc.integer({ min: 0, max: 8_000 }) }),
  { nil: undefined },
);
export const other = (parameters: Record<string, string>, lagMs = lag) =>
  fc.record({ atStart: fc.integer({ min: 1, max: 3 }), parameters: fc.constant(parameters), lagMs });

const anyWorlds: fc.Arbitrary<World> = fc.record({
  startFaults: fc.array(startFault, { maxLength: 4 }),
  pollFaults: fc.array(fault, { maxLength: 20 }),
  blank,
  lagMs: lag,
  other: fc.option(other(theirs), { nil: undefined }),
  order: fc.constantFrom('newest-first', 'oldest-first', 'shuffled'),
  singleIsOffered: fc.boolean(),
  runMs: fc.integer({ min: 0, max: 120_000 }),
  final: fc.constantFrom('COMPLETED', 'COMPLETED', 'FAILED', 'CANCELED'),
  history: fc.constantFrom(0, 3, 12, 101),
  parsedParameters: fc.constant('object'),
  shows,
  cancelTakesMs: fc.constantFrom(0, 0, 6_000),
  datesAheadMs: fc.integer({ min: -CLOCKS_APART_MS, max: CLOCKS_APART_MS }),
});
/** After a refusal the list is read once, 6 s later: a proxy that sends twice is not combined with a list that is worse. */
export const worlds = anyWorlds.map((world) =>
  world.startFaults.includes(sentTwice)
    ? { ...world, blank: undefined, lagMs: Math.min(world.lagMs, NORMAL_LAG_MS) }
    : world,
);
export const limits = fc.record({
  waitTimeoutMs: fc.constantFrom(undefined, 20_000, 90_000),
  pollIntervalMs: fc.constantFrom(undefined, 5_000),
  wait: fc.boolean(),
  onTimeout: fc.constantFrom('leave', 'cancel'),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});
export const sometime = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 90_000 }));

/** A world in which the post step can see what was processed late: within its window of 60 s. */
export function withinTheWindow(world: World): World {
  const startFaults = world.startFaults
    .filter((each) => each !== sentTwice)
    .map((each) => (each.kind === 'late' ? { ...each, delayMs: Math.min(each.delayMs, 50_000) } : each));
  return { ...world, startFaults };
}

/** Whether the service processes a request that meets this at once. */
export function isProcessed(each: FaultKind): boolean {
  if (each.kind === 'status') return each.processed === true;
  return (
    each !== sentTwice &&
    !['late', 'refused', 'reset-before', 'hang-before', 'html', 'redirect'].includes(each.kind)
  );
}

export const optionsOf = ({ random, ...waiting }: typeof limits extends fc.Arbitrary<infer L> ? L : never) =>
  ({ options: { parameters: ours, ...waiting }, random }) as const;
