import { ConnectionFailure, type HttpRequest, type HttpResponse, type Send } from '../http/network.ts';
import { untilSettled } from '../http/retry.ts';
import { type Json, stringifyJson } from '../text/json.ts';
import type { Clock } from '../time/clock.ts';
import { DataFlowError, type ErrorKind, isKind, orError, retryAfter } from './errors.ts';
import type { Decode } from './model.ts';
import { pathAndQuery } from './path-and-query.ts';
import { readResponse } from './response.ts';
import { ServiceClock } from './service-clock.ts';
import { type Keys, signatureHeaders } from './signature.ts';

/** What happens in the client while it works. For people only. */
export type ClientEvent =
  | {
      readonly kind: 'request-ended';
      readonly operation: string;
      readonly request: string;
      /** The HTTP status, or `no response`. */
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
  /** The longest wait for one response, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly userAgent: string;
  readonly send: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly emit: (event: ClientEvent) => void;
}

/** How one request is sent. */
export interface CallOptions {
  /** Ends the request; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** When to stop, on the clock's `elapsedMs`. The limit of requestTimeout holds for each try, too. */
  readonly untilMs?: number | undefined;
  /** Tries until `untilMs`, with no limit of their number: an outage is waited for. */
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
 * Sends requests. Each try has its own signature, with the service's time when the machine's is wrong. An idempotent
 * request is sent again where that can help.
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

  /** @throws DataFlowError, or the signal's reason when that is aborted */
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
    let outcome = 'no response';
    let traceId: string | undefined;
    try {
      const response = await this.#send(call.operation, request);
      outcome = String(response.status);
      traceId = response.headers['x-ncp-trace-id'];
      return readResponse(call.operation, response, call.decode, this.serviceClock.nowMs());
    } finally {
      emit({
        kind: 'request-ended',
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
      const { message: serviceMessage, code, proxy, proxyStatus } = cause;
      throw new DataFlowError(kindOf(cause), { operation, serviceMessage, code, proxy, proxyStatus, cause });
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
      ownConnection: !call.idempotent,
    };
  }
}

function kindOf({ sent, isLasting, proxy }: ConnectionFailure): ErrorKind {
  if (sent) return 'response-lost';
  if (!isLasting) return 'not-sent';
  return proxy ? 'proxy' : 'certificate';
}
