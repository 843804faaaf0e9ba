import { getSystemErrorMap } from 'node:util';
import { oneLine } from '../text/plain.ts';
import { formatDuration } from '../time/duration.ts';
import { LONGEST_CONNECT_MS, ProxyFailure, type ProxyName } from './proxy.ts';
import { tlsProblem } from './tls-problem.ts';

/** What else is known about a connection that brought no complete response. */
interface Details {
  readonly cause?: unknown;
  readonly proxy?: ProxyName | undefined;
  readonly proxyStatus?: number | undefined;
}

/** No complete response came: refused, reset, timed out, cut off. */
export class ConnectionFailure extends Error {
  override name = 'ConnectionFailure';
  /** Whether the service may have received the request. False is proof that it did not. */
  readonly sent: boolean;
  /** The machine-readable cause, such as ECONNREFUSED, where there is one. */
  readonly code: string | undefined;
  /** The proxy that refused or could not be reached; undefined when it was not the proxy. */
  readonly proxy: ProxyName | undefined;
  /** The status with which it refused. */
  readonly proxyStatus: number | undefined;

  constructor(message: string, sent: boolean, code?: string, { cause, proxy, proxyStatus }: Details = {}) {
    super(message, { cause });
    this.sent = sent;
    this.code = code;
    this.proxy = proxy;
    this.proxyStatus = proxyStatus;
  }

  /** Whether another try meets the same: a certificate that is not accepted, a proxy that refuses. */
  get isLasting(): boolean {
    if (this.sent) return false;
    const refused = this.proxyStatus !== undefined && this.proxyStatus < 500 && this.proxyStatus !== 429;
    return refused || tlsProblem(this.code) !== undefined;
  }
}

/**
 * An error of the network as a ConnectionFailure.
 * @param sent whether the request was written to a connected socket
 * @throws the error itself when it is none of the network: then it is a defect of this program
 */
export function failureOf(error: unknown, sent: boolean): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  if (error instanceof ProxyFailure) {
    const { proxy, status, cause } = error;
    if (status === undefined && !isNetworkError(cause)) throw cause;
    const why = status === undefined ? describe(cause) : describeStatus(status);
    const code = status === undefined ? codeOf(cause) : undefined;
    const message = `proxy ${proxy.address} (from ${proxy.variable}): ${why}`;
    return new ConnectionFailure(message, false, code, { proxy, proxyStatus: status, cause });
  }
  if (!isNetworkError(error)) throw error;
  return new ConnectionFailure(describe(error), sent, codeOf(error), { cause: error });
}

/** Node's error numbers, and the codes of DNS, which have none. */
const SYSTEM_CODES: ReadonlySet<string> = new Set([
  ...[...getSystemErrorMap().values()].map(([name]) => name),
  ...[
    'ENOTFOUND',
    'ENODATA',
    'ESERVFAIL',
    'EREFUSED',
    'ETIMEOUT',
    'EFORMERR',
    'EBADRESP',
    'ERR_SOCKET_CLOSED',
  ],
]);
/** undici's codes for its wrong use: a defect of this program. */
const WRONG_CALL = /^UND_ERR_(?:INVALID_ARG|INVALID_RETURN_VALUE|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)$/;

/** Whether an error comes from the network: by undici's, Node's and OpenSSL's codes. All else is a defect. */
export function isNetworkError(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isNetworkError);
  // undici's error for what is not HTTP comes without a code.
  if (Error.isError(error) && error.name === 'HTTPParserError') return true;
  const code = codeOf(error);
  if (code === undefined || WRONG_CALL.test(code)) return false;
  return code.startsWith('UND_ERR_') || SYSTEM_CODES.has(code) || tlsProblem(code) !== undefined;
}

function codeOf(error: unknown): string | undefined {
  const code = Error.isError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function describeStatus(status: number): string {
  return status < 500
    ? `it refused the connection with status ${status}`
    : `it could not open a tunnel (status ${status})`;
}

/** One line about a network error. One that tried several addresses has its text in the parts. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(describe))].join('; ');
  }
  const code = codeOf(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return `no connection within ${formatDuration(LONGEST_CONNECT_MS)}`;
  const text = Error.isError(error) ? error.message || (code ?? error.name) : String(error);
  // OpenSSL puts a line of its source into its messages.
  if (/:error:\w+:/.test(text)) return tlsProblem(code)?.what ?? 'the TLS handshake failed';
  return tlsProblem(code)?.what ?? oneLine(text);
}
