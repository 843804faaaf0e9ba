import { ConnectionFailure, type HttpRequest, type HttpResponse, type Send } from '../../src/http/network.ts';
import type { JsonObject } from '../../src/text/json.ts';
import type { FakeClock } from './fake-clock.ts';
import { answer, gatewayError, operationOf } from './scripted-send.ts';

/** What goes wrong with one request. "-after" and "processed" mean that it was carried out all the same. */
export const FAULTS = [
  'none',
  'reset-before',
  'reset-after',
  '503',
  '503-processed',
  'hang-before',
  'hang-after',
  'garbled',
  'html',
  'empty',
  '429',
  '401',
  'refused-connection',
] as const;
export type Fault = (typeof FAULTS)[number];

export const SHOWN_OTHERWISE = ['path', 'role', 'added-parameter'] as const;
export type ShownOtherwise = (typeof SHOWN_OTHERWISE)[number];

/** What is simulated. */
export interface World {
  /** One for each start, then none. */
  readonly startFaults: readonly Fault[];
  /** One for each look at executions once a start has been sent, then none. */
  readonly lookFaults: readonly Fault[];
  /** How long a new execution can't be listed or read. */
  readonly lagMs: number;
  /** The same for what somebody else starts: one replica may know it before another does. */
  readonly othersLagMs: number;
  readonly order: 'newest-first' | 'oldest-first';
  readonly singleIsOffered: boolean;
  /** At which start request somebody else starts the same job, and with which parameters. */
  readonly otherAtStart: number | undefined;
  readonly othersParameters: unknown;
  readonly runMs: number;
  readonly final: 'COMPLETED' | 'FAILED' | 'CANCELED';
  readonly history: number;
  /** Whether `parsedParameters` shows what was sent; the examples have `[]`. */
  readonly showsParameters: boolean;
  /** What a new execution shows otherwise than it was sent. */
  readonly shownOtherwise: ShownOtherwise | undefined;
  /** How long an execution still runs once it was asked to stop. */
  readonly cancelTakesMs: number;
  /** The clock that dates executions, minus the one that dates answers. */
  readonly datesAheadMs: number;
}

interface Kept {
  readonly id: string;
  readonly by: 'us' | 'other' | 'past';
  readonly acceptedMs: number;
  readonly parameters: unknown;
  readonly jobCondition: JsonObject;
}

const SAVED = { nrn: 'nrn:1', scriptPath: 'bucket/script', logPath: 'bucket/logs/', numWorker: 2 };
const LATENCY_MS = 40;
const DAY_MS = 86_400_000;

/** A Data Flow service in memory, behind `send`, on a fake clock. */
export class ServiceModel {
  readonly #world: World;
  readonly #clock: FakeClock;
  readonly #kept: Kept[] = [];
  readonly #startFaults: Fault[];
  readonly #lookFaults: Fault[];
  readonly #stopsAtMs = new Map<string, number>();
  starts = 0;

  constructor(world: World, clock: FakeClock) {
    this.#world = world;
    this.#clock = clock;
    this.#startFaults = [...world.startFaults];
    this.#lookFaults = [...world.lookFaults];
    for (let day = world.history; day > 0; day -= 1)
      this.#keep('past', {}, SAVED, clock.trueMs() - day * DAY_MS);
  }

  /** What our requests have started. */
  get ours(): readonly Kept[] {
    return this.#kept.filter(({ by }) => by === 'us');
  }

  statusOf({ id, acceptedMs, by }: Kept): string {
    if (by === 'past') return 'COMPLETED';
    const stopsAtMs = this.#stopsAtMs.get(id) ?? Number.POSITIVE_INFINITY;
    if (this.#clock.trueMs() >= stopsAtMs) return 'CANCELED';
    return this.#clock.trueMs() - acceptedMs >= this.#world.runMs ? this.#world.final : 'RUNNING';
  }

  readonly send: Send = async (request) => {
    this.#clock.pass(LATENCY_MS);
    const operation = operationOf(request);
    if (operation === 'start') this.starts += 1;
    if (operation === 'start' && this.starts === this.#world.otherAtStart)
      this.#keep('other', this.#world.othersParameters, SAVED);
    const fault = this.#faultFor(operation);
    const done = this.#outcome(fault, request, () => this.#carryOut(operation, request));
    if (done instanceof Error) throw done;
    const date = new Date(this.#clock.trueMs()).toUTCString();
    return { ...done, headers: { date, 'x-ncp-trace-id': 'trace', ...done.headers } };
  };

  #faultFor(operation: string): Fault {
    if (operation === 'start') return this.#startFaults.shift() ?? 'none';
    const isLook = this.starts > 0 && (operation === 'list' || operation === 'single');
    return (isLook ? this.#lookFaults.shift() : undefined) ?? 'none';
  }

  #outcome(fault: Fault, { timeoutMs }: HttpRequest, carryOut: () => HttpResponse): HttpResponse | Error {
    switch (fault) {
      case 'none':
        return carryOut();
      case 'refused-connection':
        return new ConnectionFailure('connect ECONNREFUSED', false, 'ECONNREFUSED');
      case 'reset-before':
        return new ConnectionFailure('read ECONNRESET', true, 'ECONNRESET');
      case 'reset-after':
        carryOut();
        return new ConnectionFailure('read ECONNRESET', true, 'ECONNRESET');
      case 'hang-after':
      case 'hang-before':
        if (fault === 'hang-after') carryOut();
        this.#clock.pass(timeoutMs);
        return new ConnectionFailure('no answer in time', true, 'TIMEOUT');
      case '503-processed':
        carryOut();
        return gatewayError(503, '500');
      case 'garbled':
        return answer(200, carryOut().body.toString('utf8').slice(0, -5));
      case 'empty':
        carryOut();
        return answer(200);
      case '503':
        return gatewayError(503, '500');
      case 'html':
        return answer(502, '<html>Bad Gateway</html>');
      case '429':
        return gatewayError(429, '410', { 'retry-after': '2' });
      case '401':
        return gatewayError(401, '200');
    }
  }

  #carryOut(operation: string, { path, body }: HttpRequest): HttpResponse {
    if (operation === 'job') return answer(200, { jobId: 'job1', name: 'job001', runCondition: SAVED });
    if (operation === 'start') {
      const { parameters, jobCondition } = JSON.parse(body ?? '{}');
      return answer(200, this.#shown(this.#keep('us', parameters, jobCondition)));
    }
    if (operation === 'list') return this.#list(new URLSearchParams(path.split('?')[1]));
    const found = this.#visible().find(({ id }) => path.split('/')[6] === id);
    if (operation === 'cancel') return this.#cancel(found);
    if (!found || !this.#world.singleIsOffered) return gatewayError(404, '300');
    return answer(200, this.#shown(found));
  }

  #cancel(found: Kept | undefined): HttpResponse {
    if (!found) return gatewayError(404, '300');
    if (this.statusOf(found) !== 'RUNNING') return answer(400, { errorType: 'bad-state' });
    const stopsAtMs = this.#clock.trueMs() + this.#world.cancelTakesMs;
    this.#stopsAtMs.set(found.id, Math.min(stopsAtMs, this.#stopsAtMs.get(found.id) ?? stopsAtMs));
    return answer(200, 'true');
  }

  #list(query: URLSearchParams): HttpResponse {
    const page = Number(query.get('page'));
    const limit = Number(query.get('limit'));
    const list = this.#world.order === 'newest-first' ? this.#visible().toReversed() : this.#visible();
    const shown = list.slice(page * limit, page * limit + limit).map((each) => this.#shown(each));
    return answer(200, { list: shown, count: shown.length, page, limit: 1000 });
  }

  #visible(): Kept[] {
    const { lagMs, othersLagMs } = this.#world;
    const nowMs = this.#clock.trueMs();
    return this.#kept.filter(
      ({ by, acceptedMs }) => acceptedMs + (by === 'other' ? othersLagMs : lagMs) <= nowMs,
    );
  }

  #keep(
    by: Kept['by'],
    parameters: unknown,
    jobCondition: JsonObject,
    acceptedMs = this.#clock.trueMs(),
  ): Kept {
    const kept = { id: `${by}${this.#kept.length}`, by, parameters, jobCondition, acceptedMs };
    this.#kept.push(kept);
    return kept;
  }

  #shown(kept: Kept): Record<string, unknown> {
    const { showsParameters, shownOtherwise, datesAheadMs } = this.#world;
    const datedMs = kept.acceptedMs + datesAheadMs;
    const asSent = {
      jobExecutionId: kept.id,
      status: this.statusOf(kept),
      createdDate: new Date(Math.floor(datedMs / 1000) * 1000).toISOString(),
      jobCondition: kept.jobCondition,
      parsedParameters: showsParameters ? kept.parameters : [],
    };
    return kept.by === 'past' ? asSent : { ...asSent, ...otherwise(asSent, shownOtherwise) };
  }
}

/** The fields of an execution that shows something otherwise than it was sent. */
function otherwise(
  { jobCondition, parsedParameters }: { jobCondition: JsonObject; parsedParameters: unknown },
  how: ShownOtherwise | undefined,
): Record<string, unknown> {
  switch (how) {
    case undefined:
      return {};
    case 'path':
      return { jobCondition: { ...jobCondition, scriptPath: `${SAVED.scriptPath}/job1.py` } };
    case 'role':
      return { jobCondition: { ...jobCondition, nrn: 'nrn:of-the-service' } };
    case 'added-parameter':
      return Array.isArray(parsedParameters)
        ? {}
        : { parsedParameters: { ...Object(parsedParameters), run_date: '20250321' } };
  }
}
