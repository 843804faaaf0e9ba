import { ConnectionFailure, type HttpRequest, type HttpResponse, type Send } from '../http/network.ts';
import { untilSettled } from '../http/retry.ts';
import { type Json, stringifyJson } from '../text/json.ts';
import type { Clock } from '../time/clock.ts';
import { DataFlowError, isKind, orError } from './errors.ts';
import type { Decode } from './model.ts';
import { readResponse } from './response.ts';
import { ServiceClock } from './service-clock.ts';
import { type Keys, signatureHeaders } from './signature.ts';

/** What the client tells while it works. */
export type ClientEvent =
  | {
      readonly kind: 'answered';
      readonly operation: string;
      readonly request: string;
      readonly outcome: string;
      readonly tookMs: number;
      readonly traceId: string | undefined;
    }
  | { readonly kind: 'trying-again'; readonly error: DataFlowError; readonly pauseMs: number }
  | { readonly kind: 'clock-differs'; readonly offsetMs: number };

/** What a client is made of; all that touches the world comes in here. */
export interface ClientOptions {
  /** The API's scheme, host and port. */
  readonly origin: string;
  readonly keys: Keys;
  /** The longest wait for one answer. */
  readonly requestTimeoutMs: number;
  readonly userAgent: string;
  readonly send: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly emit: (event: ClientEvent) => void;
}

/** How one call is to be made. */
export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** When to give up at the latest, on the clock's `elapsedMs`; requestTimeout holds all the same. */
  readonly untilMs?: number | undefined;
  /** Tries until `untilMs`, however many that are: an outage is waited for. */
  readonly patient?: boolean | undefined;
  /** One try only: the caller has its own way of trying again. */
  readonly once?: boolean | undefined;
}

/** One operation of the API, ready to be sent. */
export interface Call<T> {
  readonly operation: string;
  readonly method: HttpRequest['method'];
  readonly path: readonly string[];
  readonly query?: Record<string, string | number | undefined>;
  readonly body?: Json;
  readonly decode: Decode<T>;
  /** Whether sending it twice does the same as sending it once. */
  readonly idempotent: boolean;
}

/**
 * Sends calls: each try signed afresh, with the service's time when the machine's is wrong, and idempotent calls
 * again where that can help.
 */
export class Caller {
  readonly #options: ClientOptions;
  readonly serviceClock: ServiceClock;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.serviceClock = new ServiceClock(options.clock, (offsetMs) =>
      options.emit({ kind: 'clock-differs', offsetMs }),
    );
  }

  /** @throws DataFlowError, or the signal's reason when the call was given up */
  async call<T>(call: Call<T>, options: CallOptions = {}): Promise<T> {
    if (!call.idempotent || options.once) return this.#tryWithRightTime(call, options);
    const { clock, random, emit } = this.#options;
    const outcome = await untilSettled(() => orError(this.#tryWithRightTime(call, options)), {
      clock,
      random,
      signal: options.signal,
      untilMs: options.untilMs,
      maximumTries: options.patient ? Number.POSITIVE_INFINITY : undefined,
      retryAfterMs: retryAfter,
      onRetry: (error, pauseMs) => {
        if (error instanceof DataFlowError) emit({ kind: 'trying-again', error, pauseMs });
      },
    });
    if (outcome instanceof DataFlowError) throw outcome;
    return outcome;
  }

  /** A 401 whose `Date` shows that the machine's clock is wrong proves nothing about the key: signed again, once. */
  async #tryWithRightTime<T>(call: Call<T>, options: CallOptions): Promise<T> {
    const { serviceClock } = this;
    const { offsetMs } = serviceClock;
    try {
      return await this.#try(call, options);
    } catch (error) {
      if (!isKind(error, 'authentication')) throw error;
      if (!serviceClock.learnFromRefusal(error.facts.date, offsetMs)) throw error;
    }
    try {
      const response = await this.#try(call, options);
      serviceClock.confirm();
      return response;
    } catch (error) {
      if (isKind(error, 'authentication')) serviceClock.drop();
      else serviceClock.confirm();
      throw error;
    }
  }

  async #try<T>(call: Call<T>, options: CallOptions): Promise<T> {
    const { clock, emit } = this.#options;
    const request = this.#request(call, options);
    const startedMs = clock.elapsedMs();
    let outcome = 'no answer';
    let traceId: string | undefined;
    try {
      const answer = await this.#send(call.operation, request);
      outcome = String(answer.status);
      traceId = answer.headers['x-ncp-trace-id'];
      return readResponse(call.operation, answer, call.decode, this.serviceClock.nowMs());
    } finally {
      emit({
        kind: 'answered',
        operation: call.operation,
        request: `${request.method} ${request.path}`,
        outcome,
        tookMs: clock.elapsedMs() - startedMs,
        traceId,
      });
    }
  }

  async #send(operation: string, request: HttpRequest): Promise<HttpResponse> {
    try {
      return await this.#options.send(request);
    } catch (cause) {
      if (!(cause instanceof ConnectionFailure)) throw cause;
      const facts = { operation, serviceMessage: cause.message, code: cause.code, cause };
      if (cause.sent) throw new DataFlowError('response-lost', facts);
      throw new DataFlowError(isCertificateProblem(cause.code) ? 'certificate' : 'not-sent', facts);
    }
  }

  #request(call: Call<unknown>, options: CallOptions): HttpRequest {
    const { origin, keys, userAgent, requestTimeoutMs, clock } = this.#options;
    const leftMs = (options.untilMs ?? Number.POSITIVE_INFINITY) - clock.elapsedMs();
    const path = pathAndQuery(call.path, call.query);
    const body = call.body === undefined ? undefined : stringifyJson(call.body);
    const signed = { method: call.method, pathAndQuery: path, timestampMs: this.serviceClock.nowMs() };
    return {
      method: call.method,
      origin,
      path,
      body,
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...signatureHeaders(signed, keys),
      },
      timeoutMs: Math.max(Math.min(leftMs, requestTimeoutMs), 1),
      signal: options.signal,
    };
  }
}

/**
 * The request target: each segment and each value percent-encoded, absent values left out.
 * @throws RangeError for a segment that would change the path's meaning
 */
export function pathAndQuery(
  segments: readonly string[],
  query: Record<string, string | number | undefined> = {},
): string {
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..')
      throw new RangeError(`not an id: "${segment}"`);
  }
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  const path = `/api/v1/${segments.map(encodeURIComponent).join('/')}`;
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** For `untilSettled`: an error that another try may help is tried again, after what the service asked for. */
function retryAfter(outcome: unknown): number | undefined {
  return outcome instanceof DataFlowError && outcome.retryable
    ? (outcome.facts.retryAfterMs ?? 0)
    : undefined;
}

function isCertificateProblem(code: string | undefined): boolean {
  return /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code ?? '');
}
