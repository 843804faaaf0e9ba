/** Errors of the service with example values, made by the code that reads responses. */
import { DataFlowError, type ErrorKind, type FailureFacts } from '../src/dataflow/errors.ts';
import { readResponse } from '../src/dataflow/response.ts';
import { tlsProblem } from '../src/http/tls-problem.ts';

/** The error that a response of the service becomes. */
export function refusal(operation: string, status: number, json: unknown, headers = {}): DataFlowError {
  const response = {
    status,
    headers: { 'x-ncp-trace-id': 'c9v1b6e2', ...headers },
    body: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)),
  };
  try {
    readResponse(operation, response, () => undefined, 0);
  } catch (error) {
    if (error instanceof DataFlowError) return error;
  }
  throw new Error(`${status} is no refusal`);
}

/** The body of an error of the gateway. */
function gateway(errorCode: string, message: string) {
  return { error: { errorCode, message } };
}

/** A connection that broke. */
function connection(kind: ErrorKind, operation: string, code: string, serviceMessage: string): DataFlowError {
  return new DataFlowError(kind, { operation, code, serviceMessage });
}

export const lostStart = connection('response-lost', 'executeJob', 'ECONNRESET', 'read ECONNRESET');
export const lostCreate = connection('response-lost', 'createJob', 'ECONNRESET', 'read ECONNRESET');
export const unavailable = refusal('getJobExecutions', 503, gateway('500', 'Endpoint Error'));
export const mayNotCancel = refusal('cancelJobExecution', 401, gateway('210', 'Permission Denied'));
export const overLimit = refusal('executeJob', 400, {
  detail: 'the job has 1 execution, the most that it may have',
  errorType: 'bad-state',
});

/** An error with the heading under which the page shows it. */
export interface ServiceError {
  readonly heading: string;
  readonly error: DataFlowError;
  /** Fields that neither the inputs nor the job's saved settings have. */
  readonly missing?: readonly string[];
}

/** At least one for each kind, as they come before a start or instead of one. */
export const SERVICE_ERRORS: Readonly<Record<ErrorKind, readonly [ServiceError, ...ServiceError[]]>> = {
  authentication: [
    {
      heading: 'The key is not accepted',
      error: refusal('getJob', 401, gateway('200', 'Authentication Failed')),
    },
  ],
  permission: [
    {
      heading: 'The key has no permission',
      error: refusal('executeJob', 401, gateway('210', 'Permission Denied')),
    },
  ],
  'not-found': [
    {
      heading: 'The job is not found',
      error: refusal('getJob', 404, { detail: 'job not found', errorType: 'not-found' }),
    },
  ],
  refused: [
    {
      heading: 'nrn, scriptPath or logPath is missing',
      error: refusal('executeJob', 400, { detail: 'nrn is required', errorType: 'bad-parameter' }),
      missing: ['nrn'],
    },
    {
      heading: 'The service refuses the options',
      error: refusal('executeJob', 400, { detail: 'numWorker is out of range', errorType: 'bad-parameter' }),
    },
    {
      heading: 'The job is in a state that does not allow it',
      error: refusal('executeJob', 400, { detail: 'the job is being edited', errorType: 'bad-state' }),
    },
  ],
  'rate-limited': [
    {
      heading: 'The quota or the rate limit is used up',
      error: refusal('executeJob', 429, gateway('410', 'Throttle Limited')),
    },
  ],
  unavailable: [{ heading: 'The service fails', error: unavailable }],
  'not-sent': [
    {
      heading: 'The service cannot be reached',
      error: connection('not-sent', 'getJob', 'ENOTFOUND', 'getaddrinfo ENOTFOUND dataflow.example'),
    },
    {
      heading: 'The proxy cannot be reached',
      error: proxyError('not-sent', 'connect ECONNREFUSED 192.0.2.7:3128', { code: 'ECONNREFUSED' }),
    },
    { heading: 'The proxy cannot reach the service', error: refusedByProxy('not-sent', 502) },
  ],
  certificate: [
    { heading: 'A certificate is not accepted', error: tlsError('SELF_SIGNED_CERT_IN_CHAIN') },
    { heading: 'A certificate has expired', error: tlsError('CERT_HAS_EXPIRED') },
    { heading: 'A certificate is for another host name', error: tlsError('ERR_TLS_CERT_ALTNAME_INVALID') },
    { heading: 'The other side does not speak TLS', error: tlsError('ERR_SSL_WRONG_VERSION_NUMBER') },
  ],
  proxy: [
    { heading: 'The proxy wants another user or password', error: refusedByProxy('proxy', 407) },
    { heading: 'The proxy refuses', error: refusedByProxy('proxy', 403) },
    {
      heading: 'The certificate of the proxy is not accepted',
      error: proxyError('proxy', tlsText('SELF_SIGNED_CERT_IN_CHAIN'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    },
  ],
  'response-lost': [
    {
      heading: 'The connection is lost before the start',
      error: connection('response-lost', 'getJob', 'ECONNRESET', 'read ECONNRESET'),
    },
  ],
  'unreadable-response': [
    {
      heading: 'A response does not come from the API',
      error: refusal('getJob', 302, '', { location: 'https://login.proxy.example/' }),
    },
  ],
};

function tlsText(code: string): string {
  return tlsProblem(code)?.what ?? code;
}

function tlsError(code: string): DataFlowError {
  return connection('certificate', 'getJob', code, tlsText(code));
}

function refusedByProxy(kind: ErrorKind, proxyStatus: number): DataFlowError {
  return proxyError(kind, `it refused the connection with status ${proxyStatus}`, { proxyStatus });
}

function proxyError(kind: ErrorKind, what: string, facts: Partial<FailureFacts>): DataFlowError {
  const proxy = { address: 'proxy.example.com:3128', variable: 'HTTPS_PROXY' };
  return new DataFlowError(kind, {
    operation: 'getJob',
    serviceMessage: `proxy ${proxy.address} (from ${proxy.variable}): ${what}`,
    proxy,
    ...facts,
  });
}
