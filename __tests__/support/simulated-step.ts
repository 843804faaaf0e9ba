import type { FaultKind, SimulatedService } from '../../simulator/simulator.ts';
import type { ExecutionEvent } from '../../src/execution/context.ts';
import type { Result } from '../../src/execution/outcome.ts';
import { type CleanUp, cleanUp } from '../../src/execution/post-step.ts';
import { type Earlier, type RunOptions, run } from '../../src/execution/run.ts';
import { readState, type SavedRun, writeState } from '../../src/execution/saved-state.ts';
import type { Send } from '../../src/http/network.ts';
import type { Clock } from '../../src/time/clock.ts';
import { contextOn } from './contexts.ts';
import { FakeClock } from './fake-clock.ts';
import { runOptions } from './run-options.ts';
import { sendTo, serviceOn } from './simulated-send.ts';

/** What somebody else's start looks like. */
export interface Other {
  /** At which start request of ours somebody else starts the job, in the same moment. */
  readonly atStart: number;
  readonly parameters: Record<string, string>;
  readonly lagMs: number;
}

/** What happens to the requests of one step. */
export interface World {
  /** One for each start, then none. */
  readonly startFaults: readonly FaultKind[];
  /** One for each poll once a start was sent, then none. */
  readonly pollFaults: readonly FaultKind[];
  /** When the list shows nothing at all, in milliseconds after the first start. */
  readonly blank: { readonly fromMs: number; readonly forMs: number } | undefined;
  readonly lagMs: number;
  readonly other: Other | undefined;
  readonly order: 'newest-first' | 'oldest-first' | 'shuffled';
  readonly singleIsOffered: boolean;
  readonly runMs: number;
  readonly final: 'COMPLETED' | 'FAILED' | 'CANCELED';
  readonly history: number;
  readonly parsedParameters: 'object' | 'empty-array';
  readonly shows: ((entry: Record<string, unknown>) => Record<string, unknown>) | undefined;
  readonly cancelTakesMs: number;
  readonly datesAheadMs: number;
}

const READS = ['getJobExecutions', 'getJobExecution'] as const;

/** A simulated service on a fake clock, in which all this happens. */
export function serviceIn(world: World, clock = new FakeClock()): SimulatedService {
  let firstStartMs = Number.POSITIVE_INFINITY;
  const isAfterStart = () => clock.elapsedMs() >= firstStartMs;
  const isBlank = () => {
    const sinceMs = clock.elapsedMs() - firstStartMs - (world.blank?.fromMs ?? Number.POSITIVE_INFINITY);
    return sinceMs >= 0 && sinceMs < (world.blank?.forMs ?? 0);
  };
  const { runMs, final, cancelTakesMs, other } = world;
  const service: SimulatedService = serviceOn(clock, {
    faults: [
      { on: READS, kind: 'omit-executions', only: isBlank, times: Number.POSITIVE_INFINITY },
      ...world.startFaults.map((fault) => ({ on: 'executeJob', ...fault }) as const),
      ...world.pollFaults.map((fault) => ({ on: READS, only: isAfterStart, ...fault })),
    ],
    listedAfterMs: world.lagMs,
    order: world.order,
    absent: world.singleIsOffered ? [] : ['getJobExecution'],
    history: world.history,
    parsedParameters: world.parsedParameters,
    datesAheadMs: world.datesAheadMs,
    plan: { readyMs: 0, runningMs: runMs, final, cancelTakesMs },
    ...(world.shows && { shows: world.shows }),
    onRequest: ({ operation }) => {
      if (operation !== 'executeJob') return;
      firstStartMs = Math.min(firstStartMs, clock.elapsedMs());
      if (!other || service.requestCount('executeJob') !== other.atStart) return;
      const plan = { readyMs: 0, runningMs: 3_600_000, listedAfterMs: other.lagMs, cancelTakesMs };
      service.startForeign('job1', { parameters: other.parameters, plan });
    },
  });
  return service;
}

/** A response to a start that shows the oldest execution of the job, if there is one. */
export function namesAnOldOne(service: () => SimulatedService | undefined): FaultKind {
  const change = (body: unknown) => {
    const oldest = service()?.executions.find(({ startedBy }) => startedBy === 'seed');
    if (!oldest) return body;
    const { jobExecutionId, status, acceptedAtMs } = oldest;
    return { jobExecutionId, status, createdDate: new Date(acceptedAtMs).toISOString() };
  };
  return { kind: 'changed', change };
}

/** One step as it went: what it said, and when it acted on an execution. */
export interface Went {
  readonly clock: FakeClock;
  /** Undefined: it was killed. */
  readonly result: Result | undefined;
  readonly events: readonly ExecutionEvent[];
  readonly cleaned: readonly CleanUp[];
  /** By execution: when the step or its post step took it as its own, on the clock's `elapsedMs`. */
  readonly takenMs: ReadonlyMap<string, number>;
}

/** How a step goes. */
export interface Going {
  readonly service: SimulatedService;
  readonly clock: FakeClock;
  readonly options: Partial<RunOptions>;
  readonly random?: number;
  readonly earlier?: () => Promise<Earlier>;
  /** When the step is cancelled, or killed without any time. */
  readonly cancelAtMs?: number | undefined;
  readonly killAtMs?: number | undefined;
  /** Whether a request that is under way when the step is killed is still processed. */
  readonly arrives?: boolean;
}

/** A step and, with what it has saved, its post step. */
export async function stepAndPost(going: Going): Promise<Went> {
  const { service, clock, options, random = 0.5, cancelAtMs, killAtMs } = going;
  const killer = new AbortController();
  const send = mortalSend(sendTo(service, clock), clock, killer.signal, going.arrives ?? true);
  const { context, events, cancelStep, remembered } = contextOn(send, clock, () => random);
  if (cancelAtMs !== undefined) clock.at(clock.elapsedMs() + cancelAtMs, cancelStep);
  if (killAtMs !== undefined) clock.at(clock.elapsedMs() + killAtMs, () => killer.abort());
  const takenMs = new Map<string, number>();
  const take = (event: ExecutionEvent) => {
    if (event.kind !== 'identified' && event.kind !== 'cancelling') return;
    if (!takenMs.has(event.jobExecutionId)) takenMs.set(event.jobExecutionId, clock.elapsedMs());
  };
  const emit = (event: ExecutionEvent) => {
    context.emit(event);
    take(event);
  };
  const dead = new Promise<undefined>((resolve) => {
    killer.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const mortal = { ...context, emit, clock: mortalClock(clock, killer.signal) };
  const result = await Promise.race([run(mortal, runOptions(options), going.earlier), dead]);
  const cleaned = await post(service, clock, remembered.at(-1), take);
  return { clock, result, events, cleaned, takenMs };
}

/** The post step, with what is left of the last state after writing and reading. */
async function post(
  service: SimulatedService,
  clock: FakeClock,
  saved: SavedRun | undefined,
  take: (event: ExecutionEvent) => void,
): Promise<CleanUp[]> {
  const runs = saved ? readState(writeState([saved])) : [];
  const { context } = contextOn(sendTo(service, clock), clock);
  const cleaned = await cleanUp({ ...context, emit: take }, runs);
  return cleaned.map(({ result }) => result);
}

const never = () => new Promise<never>(() => undefined);

/** Requests that stop with the process. */
function mortalSend(send: Send, clock: FakeClock, dead: AbortSignal, arrives: boolean): Send {
  return async (request) => {
    if (dead.aborted) return never();
    if (!arrives) {
      clock.pass(20, dead);
      if (dead.aborted) return never();
    }
    const outcome = await send(request).then(
      (response) => () => response,
      (error: unknown) => () => {
        throw error;
      },
    );
    return dead.aborted ? never() : outcome();
  };
}

/** A clock whose pauses stop with the process. */
function mortalClock(clock: FakeClock, dead: AbortSignal): Clock {
  return {
    wallMs: () => clock.wallMs(),
    elapsedMs: () => clock.elapsedMs(),
    sleep: async (ms, signal) => {
      if (dead.aborted) return never();
      await clock.sleep(ms, signal ? AbortSignal.any([signal, dead]) : dead).catch((error: unknown) => {
        if (!dead.aborted) throw error;
      });
      return dead.aborted ? never() : undefined;
    },
  };
}
