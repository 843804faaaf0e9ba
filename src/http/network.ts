import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

/** One HTTP request, exactly as it goes on the wire. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query, percent-encoded: sent to the letter. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** The longest wait for the whole answer, connecting included. */
  readonly timeoutMs: number;
  /** Gives the request up. */
  readonly signal?: AbortSignal | undefined;
}

/** What came back, whatever its status. Header names are in lower case. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends one request once.
 * @throws ConnectionFailure when there is no whole answer; the signal's reason when that was aborted
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** No whole answer came: refused, reset, timed out, cut off. */
export class ConnectionFailure extends Error {
  override name = 'ConnectionFailure';
  /** Whether the request may have left this machine. False is proof that it did not. */
  readonly sent: boolean;
  /** The machine-readable cause, such as ECONNREFUSED, where there is one. */
  readonly code: string | undefined;

  constructor(message: string, sent: boolean, code?: string, cause?: unknown) {
    super(message, { cause });
    this.sent = sent;
    this.code = code;
  }
}

/** A Node timer of more fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** More than any documented answer can need: a page of 1000 executions is under 1 MB. */
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;
const LONGEST_CONNECT_MS = 10_000;

/**
 * The network: undici with the proxies of the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), keep-alive, and
 * no redirects. HTTP/1.1 only: then the fate of a request is told by its own socket.
 */
export class Network {
  readonly #agent = new EnvHttpProxyAgent({
    allowH2: false,
    connect: { timeout: LONGEST_CONNECT_MS },
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  /** Frees the sockets; requests under way fail. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  readonly send: Send = async (request) => {
    const progress = { sent: false };
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), Math.min(request.timeoutMs, LONGEST_TIMER_MS));
    const signal = request.signal ? AbortSignal.any([limit.signal, request.signal]) : limit.signal;
    try {
      return await orAborted(this.#exchange(request, progress, signal), signal);
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      if (limit.signal.aborted) {
        throw new ConnectionFailure(
          `no answer within ${request.timeoutMs / 1000} s`,
          progress.sent,
          'TIMEOUT',
        );
      }
      if (error instanceof ConnectionFailure) throw error;
      throw new ConnectionFailure(describe(error), progress.sent, codeOf(error), error);
    } finally {
      clearTimeout(timer);
    }
  };

  async #exchange(
    request: HttpRequest,
    progress: { sent: boolean },
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    const { method, origin, path, headers, body = null } = request;
    const dispatcher = this.#agent.compose(noticeSending(progress));
    const answer = await dispatcher.request({ method, origin, path, headers, body, signal });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > LARGEST_ANSWER_BYTES) {
        throw new ConnectionFailure(
          `the answer is larger than ${LARGEST_ANSWER_BYTES} bytes`,
          true,
          'TOO_LARGE',
        );
      }
      chunks.push(chunk);
    }
    return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: Buffer.concat(chunks) };
  }
}

/** Notes the moment in which undici begins to write the request, on a socket that is connected. */
function noticeSending(progress: { sent: boolean }): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      progress.sent = true;
      start?.(controller, context);
    };
    return dispatch(options, handler);
  };
}

/** A request that still waits for its connection does not hear the signal by itself. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]),
  );
}

function codeOf(error: unknown): string | undefined {
  const code = Error.isError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** One line about a network error. One that tried several addresses has its text in the parts. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.map(describe).join('; ');
  }
  const text = Error.isError(error) ? error.message || (codeOf(error) ?? error.name) : String(error);
  return text.trim().replace(/\s+/g, ' ');
}
