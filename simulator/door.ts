import type { Settings } from './options.ts';

/** A request to a simulated service, with or without a socket. */
export interface ServiceRequest {
  readonly method: string;
  /** The raw request target: path and query, percent-encoded as sent. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: string | Uint8Array | undefined;
  /** Time limit of the client for the whole response, in milliseconds. Default: no limit. */
  readonly timeoutMs?: number | undefined;
  /** The client aborts the request: `handle` rejects with the reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A response of a simulated service. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The result of a request that gets no whole response. */
export interface BrokenConnection {
  /**
   * 'refused': the request was not sent. 'reset': it was sent, and the connection was reset. 'hang': no response;
   * where `timeoutMs` was given, so much time has passed. 'cut': the connection ended within the response.
   */
  readonly broken: 'refused' | 'reset' | 'hang' | 'cut';
  /** With 'cut': the response whose end is missing. */
  readonly response?: ServiceResponse;
}

/** A response, perhaps sent byte by byte, or a broken connection. */
export type Delivery = BrokenConnection | (ServiceResponse & { readonly byteDelayMs?: number });

/** Whether a delivery has no whole response. */
export function isBroken(delivery: Delivery): delivery is BrokenConnection {
  return 'broken' in delivery;
}

/** The sleep of the settings, and the signal that ends all waits when the service closes. */
export interface Waiting {
  readonly settings: Pick<Settings, 'sleep'>;
  readonly closed: AbortSignal;
}

/**
 * Waits within the client's time limit. False: the client's time limit ends first, or the service was closed.
 * @throws the reason of the request's signal when that is aborted
 */
export async function waited(
  { settings, closed }: Waiting,
  request: ServiceRequest,
  ms: number,
): Promise<boolean> {
  const { timeoutMs = Number.POSITIVE_INFINITY, signal } = request;
  const either = signal ? AbortSignal.any([closed, signal]) : closed;
  try {
    await settings.sleep(Math.min(ms, timeoutMs), either);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (closed.aborted) return false;
    throw error;
  }
  return ms <= timeoutMs;
}

/** A connection without a response: the client's time limit passes, where it has one. */
export async function hang(waiting: Waiting, request: ServiceRequest): Promise<BrokenConnection> {
  if (request.timeoutMs !== undefined) await waited(waiting, request, request.timeoutMs);
  return { broken: 'hang' };
}

/** A delivery for a client without a socket: it waits for all bytes. */
export async function received(
  waiting: Waiting,
  request: ServiceRequest,
  delivery: Delivery,
): Promise<ServiceResponse | BrokenConnection> {
  if (isBroken(delivery) || delivery.byteDelayMs === undefined) return delivery;
  const { byteDelayMs, ...response } = delivery;
  const isWhole = await waited(waiting, request, byteDelayMs * response.body.length);
  return isWhole ? response : { broken: 'hang' };
}
