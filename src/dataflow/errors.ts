/** Where the cause lies, and so who can mend it. */
export type Fault = 'the inputs' | 'the key' | 'the service' | 'the job';

/** What is known about a failed call, whatever its cause. */
export interface FailureFacts {
  /** The API's name of the operation, such as executeJob. */
  readonly operation: string;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** The service's own error code or type, such as 210 or bad-state. */
  readonly code?: string | undefined;
  /** What the service said. From outside: not safe to print as it is. */
  readonly serviceMessage?: string | undefined;
  /** `x-ncp-trace-id`: what NAVER's support asks for. */
  readonly traceId?: string | undefined;
  /** How long the service asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** A call to the service that brought no usable answer. There is one subclass for each cause. */
export abstract class DataFlowError extends Error {
  readonly facts: FailureFacts;
  /** Whether the same call may succeed when it is sent again. */
  abstract readonly retryable: boolean;
  /** Whether the service may have carried the call out. False is proof that it did not. */
  abstract readonly mayHaveBeenProcessed: boolean;
  abstract readonly fault: Fault;
  /** What the reader can do about it. */
  abstract readonly hint: string;

  constructor(facts: FailureFacts, what: string) {
    super(sentence(facts, what), { cause: facts.cause });
    this.name = new.target.name;
    this.facts = facts;
  }

  /** Whether the service itself refused the call for good (4xx other than 408 and 429). */
  get refused(): boolean {
    return !this.retryable && this.facts.status !== undefined;
  }
}

function sentence(facts: FailureFacts, what: string): string {
  const { operation, status, code, serviceMessage, traceId } = facts;
  const shownCode = /^\d+$/.test(code ?? '') ? `error code ${code}` : (code ?? '');
  const answer = [status === undefined ? '' : `HTTP ${status}`, shownCode].filter(Boolean).join(', ');
  return [
    `${operation} ${what}`,
    answer === '' ? '' : ` (${answer})`,
    serviceMessage ? `: ${serviceMessage}` : '',
    traceId ? ` [trace id ${traceId}]` : '',
  ].join('');
}

/** The request never left this machine: no address, no connection, no TLS. */
export class NotSentError extends DataFlowError {
  readonly mayHaveBeenProcessed = false;
  readonly fault = 'the service';
  readonly retryable: boolean;
  readonly hint: string;

  constructor(facts: FailureFacts, options: { certificate: boolean }) {
    super(facts, 'could not reach the service');
    this.retryable = !options.certificate;
    this.hint = options.certificate
      ? "Check apiUrl; behind a proxy that inspects TLS, point NODE_EXTRA_CA_CERTS to the proxy's certificate in the runner's environment."
      : 'Check apiUrl, and that the runner reaches it (DNS, firewall, HTTPS_PROXY, NO_PROXY).';
  }
}

/** The request was sent and no whole answer came: reset, cut off, timed out. */
export class AnswerLostError extends DataFlowError {
  readonly retryable = true;
  readonly mayHaveBeenProcessed = true;
  readonly fault = 'the service';
  readonly hint =
    'The connection to the service failed. If this goes on, look at the network of the runner and at requestTimeout.';

  constructor(facts: FailureFacts) {
    super(facts, 'got no whole answer');
  }
}

/** A 2xx that cannot be read, or a redirect, which is never followed with a signed request. */
export class UnreadableAnswerError extends DataFlowError {
  readonly retryable = true;
  readonly mayHaveBeenProcessed = true;
  readonly fault = 'the service';
  readonly hint =
    'Something other than the Data Flow API may have answered: check apiUrl and the proxy between the runner and it.';

  constructor(facts: FailureFacts) {
    super(facts, 'got an answer that cannot be read');
  }
}

/** 5xx and 408: the service could not answer now. */
export class ServiceUnavailableError extends DataFlowError {
  readonly retryable = true;
  readonly mayHaveBeenProcessed = true;
  readonly fault = 'the service';
  readonly hint =
    'Data Flow could not answer. Try again later; if this goes on, give the trace id to NAVER Cloud support.';

  constructor(facts: FailureFacts) {
    super(facts, 'failed in the service');
  }
}

/** 429: refused before it was processed. */
export class QuotaError extends DataFlowError {
  readonly retryable = true;
  readonly mayHaveBeenProcessed = false;
  readonly fault = 'the service';
  readonly hint =
    'The quota or the rate limit of the API is used up: start fewer steps at once, or raise pollInterval.';

  constructor(facts: FailureFacts) {
    super(facts, 'was refused for now');
  }
}

/** 401: the key, the signature or the clock is wrong. */
export class AuthenticationError extends DataFlowError {
  readonly retryable = false;
  readonly mayHaveBeenProcessed = false;
  readonly fault = 'the key';
  readonly hint =
    'Check that accessKey and secretKey belong together, are active, and were made in the same NAVER Cloud account as the job. (A wrong clock of the runner is corrected by itself.)';

  constructor(facts: FailureFacts) {
    super(facts, 'was refused: the key is not accepted');
  }
}

/** 401 with code 210, or 403: the key is known and may not do this. */
export class PermissionError extends DataFlowError {
  readonly retryable = false;
  readonly mayHaveBeenProcessed = false;
  readonly fault = 'the key';
  readonly hint: string;

  constructor(facts: FailureFacts) {
    super(facts, 'was refused: the key has no permission for it');
    this.hint = `Check that Data Flow is subscribed, and give the key's sub account ${permissionFor(facts.operation)}.`;
  }
}

/** What Sub Account has to give: single permissions where they are documented, else a policy. */
function permissionFor(operation: string): string {
  const documented: Record<string, string> = {
    executeJob: 'the permission "Execute Job" (part of NCP_DATA_FLOW_MANAGER)',
    cancelJobExecution: 'the permission "Cancel Job Execution" (part of NCP_DATA_FLOW_MANAGER)',
  };
  const policy = operation.startsWith('get') ? 'NCP_DATA_FLOW_VIEWER' : 'NCP_DATA_FLOW_MANAGER';
  return documented[operation] ?? `the policy ${policy}`;
}

/** 404: no such job or execution. */
export class NotFoundError extends DataFlowError {
  readonly retryable = false;
  readonly mayHaveBeenProcessed = false;
  readonly fault = 'the inputs';
  readonly hint =
    'Check jobId (and jobExecutionId): it stands in the address of the job in the Data Flow console, and must belong to the account of the key.';

  constructor(facts: FailureFacts) {
    super(facts, 'was refused: the service does not know it');
  }
}

/** 400 and the remaining 4xx: the service does not take the request as it is. */
export class RefusedError extends DataFlowError {
  readonly retryable = false;
  readonly mayHaveBeenProcessed = false;
  readonly fault = 'the inputs';
  readonly hint: string;

  constructor(facts: FailureFacts) {
    super(facts, 'was refused');
    this.hint =
      facts.code === 'bad-state'
        ? 'The job or the execution is in a state that does not allow this: look at it in the Data Flow console.'
        : 'Correct what the service names and run the step again.';
  }
}

/** A call's answer, or its error as a value; what is no DataFlowError is thrown on. */
export function orError<T>(call: Promise<T>): Promise<T | DataFlowError> {
  return call.catch((error: unknown) => {
    if (error instanceof DataFlowError) return error;
    throw error;
  });
}
