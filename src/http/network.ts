import type { Dispatcher } from 'undici';
import { formatDuration } from '../time/duration.ts';
import { ConnectionFailure, failureOf } from './connection-failure.ts';
import { openAgent, orProxyFailure, type Proxies, WITHOUT_PROXY } from './proxy.ts';

export { ConnectionFailure } from './connection-failure.ts';

/** One HTTP request, exactly as it goes on the wire. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query, percent-encoded: sent to the letter. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** The longest wait for the whole response, connecting included. */
  readonly timeoutMs: number;
  /** Ends the request. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether it gets a connection of its own. A server may close an idle connection at the moment in which a request
   * goes out on it; then nobody knows whether it was processed.
   */
  readonly ownConnection?: boolean | undefined;
}

/** What came back, whatever its status. Header names are in lower case. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Without compression. */
  readonly body: Buffer;
}

/**
 * Sends one request once.
 * @throws ConnectionFailure when there is no complete response; the signal's reason when that was aborted; any other
 * error is a defect of this program
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** A Node timer of more fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** More than any documented response can need: a page of 1000 executions is under 1 MB. */
const LARGEST_BODY_BYTES = 32 * 1024 * 1024;
/** A range of a compressed body cannot be decompressed. */
const PARTIAL_CONTENT = 206;

/**
 * The network: undici with the proxies of the environment, keep-alive, and no redirects. HTTP/1.1 only: then
 * the socket of a request shows whether it was sent.
 */
export class Network {
  readonly #proxies: Proxies;
  readonly #agent: Dispatcher;
  /** Of requests under way that have a connection of their own. */
  readonly #ownAgents = new Set<Dispatcher>();

  constructor(proxies: Proxies = WITHOUT_PROXY) {
    this.#proxies = proxies;
    this.#agent = openAgent(proxies);
  }

  /** Frees the sockets; requests under way fail. */
  async close(): Promise<void> {
    await Promise.all([this.#agent, ...this.#ownAgents].map((agent) => agent.destroy()));
  }

  readonly send: Send = async (request) => {
    const progress = { sent: false };
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), Math.min(request.timeoutMs, LONGEST_TIMER_MS));
    const signal = request.signal ? AbortSignal.any([limit.signal, request.signal]) : limit.signal;
    const agent = request.ownConnection ? this.#openOwnAgent() : this.#agent;
    try {
      return await orAborted(exchange(agent, request, progress, signal), signal);
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      const { sent } = progress;
      if (limit.signal.aborted) {
        const message = `no response within ${formatDuration(request.timeoutMs)}`;
        throw new ConnectionFailure(message, sent, 'TIMEOUT', { cause: error });
      }
      throw failureOf(orProxyFailure(error, this.#proxies), sent);
    } finally {
      clearTimeout(timer);
      if (this.#ownAgents.delete(agent)) void agent.destroy();
    }
  };

  #openOwnAgent(): Dispatcher {
    const agent = openAgent(this.#proxies);
    this.#ownAgents.add(agent);
    return agent;
  }
}

async function exchange(
  agent: Dispatcher,
  { method, origin, path, headers, body }: HttpRequest,
  progress: { sent: boolean },
  signal: AbortSignal,
): Promise<HttpResponse> {
  const response = await agent.compose(noticeSending(progress)).request({
    method,
    origin,
    path,
    headers: { 'accept-encoding': 'identity', ...headers },
    body: body ?? null,
    signal,
  });
  const raw = await collected(response.body);
  const { statusCode: status } = response;
  const plain = plainHeaders(response.headers);
  const { 'content-encoding': encoding, ...otherHeaders } = plain;
  const decodedBody = encoding && status !== PARTIAL_CONTENT ? await decompressed(raw, encoding) : undefined;
  return decodedBody
    ? { status, headers: otherHeaders, body: decodedBody }
    : { status, headers: plain, body: raw };
}

async function collected(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Some servers and proxies compress though `accept-encoding: identity` was sent. */
async function decompressed(body: Buffer, encoding: string): Promise<Buffer | undefined> {
  // Loaded here, since most steps meet no compressed response.
  const { decoded } = await import('./content-encoding.ts');
  try {
    return await decoded(body, encoding, LARGEST_BODY_BYTES);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge();
    throw new ConnectionFailure('the compressed response is damaged', true, 'DAMAGED', { cause });
  }
}

function tooLarge(): ConnectionFailure {
  const message = `the response is larger than ${LARGEST_BODY_BYTES} bytes`;
  return new ConnectionFailure(message, true, 'TOO_LARGE');
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

/** undici does not end a request that still waits for its connection when the signal is aborted. */
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
