import type { ProxyName } from '../http/proxy.ts';

/**
 * Why a request brought no usable response. HTTP statuses and codes:
 * https://api.ncloud-docs.com/docs/en/common-ncpapi
 */
const KINDS = {
  /** No address, no connection, no TLS: the request never left this machine. */
  'not-sent': { retryable: true, mayHaveBeenProcessed: false, what: 'could not reach the service' },
  /** The proxy refused, or its certificate was not accepted; nothing was sent to the service. */
  proxy: { retryable: false, mayHaveBeenProcessed: false, what: 'could not reach the service' },
  /** TLS with the service failed, mostly by its certificate; nothing was sent. */
  certificate: { retryable: false, mayHaveBeenProcessed: false, what: 'could not reach the service' },
  /** Reset, cut or timed out after the request was sent. */
  'response-lost': {
    retryable: true,
    mayHaveBeenProcessed: true,
    what: 'lost the connection before the response was complete',
  },
  /** A 2xx that cannot be read, or a redirect: a signed request never follows one. */
  'unreadable-response': {
    retryable: true,
    mayHaveBeenProcessed: true,
    what: 'got a response that cannot be read',
  },
  /** 5xx and 408. */
  unavailable: { retryable: true, mayHaveBeenProcessed: true, what: 'failed in the service' },
  /** 429: refused before it was processed. */
  'rate-limited': { retryable: true, mayHaveBeenProcessed: false, what: 'was rate-limited' },
  /** 401: the key, the signature or the clock is wrong. */
  authentication: {
    retryable: false,
    mayHaveBeenProcessed: false,
    what: 'was refused: the key is not accepted',
  },
  /** 401 with code 210, or 403: the key is known and lacks a permission. */
  permission: {
    retryable: false,
    mayHaveBeenProcessed: false,
    what: 'was refused: the key has no permission for it',
  },
  /** 404: no such job or execution. */
  'not-found': { retryable: false, mayHaveBeenProcessed: false, what: 'was refused: not found' },
  /** 400 and all other 4xx. */
  refused: { retryable: false, mayHaveBeenProcessed: false, what: 'was refused' },
} as const satisfies Record<string, KindFacts>;

interface KindFacts {
  /** Whether the same request may succeed when it is sent again. */
  readonly retryable: boolean;
  /** Whether the service may have processed the request. False is proof that it did not. */
  readonly mayHaveBeenProcessed: boolean;
  readonly what: string;
}

/** The kinds of failure: one for each cause. */
export type ErrorKind = keyof typeof KINDS;

/** What is known about a failed request, whatever its cause. */
export interface FailureFacts {
  /** The API's name of the operation, such as executeJob. */
  readonly operation: string;
  /** HTTP status, when there was a response. */
  readonly status?: number | undefined;
  /** The service's own error code or type, such as 210 or bad-state; of a connection such as ECONNRESET. */
  readonly code?: string | undefined;
  /** What the service said. From outside: not safe to print as it is. */
  readonly serviceMessage?: string | undefined;
  /** `x-ncp-trace-id`: what NAVER's support asks for. */
  readonly traceId?: string | undefined;
  /** How long the service asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The `Date` header of the response. */
  readonly date?: string | undefined;
  /** The proxy that refused or could not be reached. */
  readonly proxy?: ProxyName | undefined;
  /** The status with which it refused. */
  readonly proxyStatus?: number | undefined;
  readonly cause?: unknown;
}

/** A request to the service that brought no usable response. */
export class DataFlowError extends Error {
  override name = 'DataFlowError';
  readonly kind: ErrorKind;
  readonly facts: FailureFacts;

  constructor(kind: ErrorKind, facts: FailureFacts) {
    super(sentence(facts, KINDS[kind].what), { cause: facts.cause });
    this.kind = kind;
    this.facts = facts;
  }

  /** Whether the same request may succeed when it is sent again. */
  get retryable(): boolean {
    return KINDS[this.kind].retryable;
  }

  /** Whether the service may have processed the request. False is proof that it did not. */
  get mayHaveBeenProcessed(): boolean {
    return KINDS[this.kind].mayHaveBeenProcessed;
  }

  /** Whether the service may process the request after this error: the gateway or this side stopped waiting for it. */
  get mayStillBeProcessed(): boolean {
    const { status, code } = this.facts;
    return this.mayHaveBeenProcessed && (status === 408 || status === 504 || code === 'TIMEOUT');
  }

  /** Whether the service itself refused the request, and will again (4xx other than 408 and 429). */
  get refused(): boolean {
    return !this.retryable && this.facts.status !== undefined;
  }
}

function sentence(facts: FailureFacts, what: string): string {
  const { operation, status, code, serviceMessage, traceId } = facts;
  const shownCode = /^\d+$/.test(code ?? '') ? `error code ${code}` : (code ?? '');
  const response = [status === undefined ? '' : `HTTP ${status}`, shownCode].filter(Boolean).join(', ');
  return [
    `${operation} ${what}`,
    response === '' ? '' : ` (${response})`,
    serviceMessage ? `: ${serviceMessage}` : '',
    traceId ? ` (trace id ${traceId})` : '',
  ].join('');
}

/** A response, or its DataFlowError as a value; every other error is thrown. */
export function orError<T>(response: Promise<T>): Promise<T | DataFlowError> {
  return response.catch((error: unknown) => {
    if (error instanceof DataFlowError) return error;
    throw error;
  });
}

/** Whether an error is a DataFlowError of one of these kinds. */
export function isKind(error: unknown, ...kinds: readonly ErrorKind[]): error is DataFlowError {
  return error instanceof DataFlowError && kinds.includes(error.kind);
}

/**
 * For `untilSettled`: how long to wait before the next try of an error that another try may help, in milliseconds.
 * @returns 0 when the service named no time; undefined when no other try is to be made
 */
export function retryAfter(outcome: unknown): number | undefined {
  return outcome instanceof DataFlowError && outcome.retryable
    ? (outcome.facts.retryAfterMs ?? 0)
    : undefined;
}
