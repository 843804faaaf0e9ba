import type { Execution } from './execution.ts';
import type { FaultScope } from './fault-queue.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { OperationName } from './routes.ts';

/** Kinds of faults. "Processed" means that the operation is carried out nevertheless. */
export type FaultKind =
  /** Nothing: takes up one request of a sequence of faults. */
  | { readonly kind: 'none' }
  /** Another status; the body is the gateway's documented one by default. Not processed by default. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly processed?: boolean;
    }
  /** No connection: the request never left. Over a real socket it is the same as 'reset-before'. */
  | { readonly kind: 'refused' }
  /** The connection is reset before or after processing. */
  | { readonly kind: 'reset-before' | 'reset-after' }
  /** No response ever comes; processed or not. */
  | { readonly kind: 'hang-before' | 'hang-after' }
  /** Processed at once; the response comes after the delay. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /**
   * Processed after the delay, even when the client has gone by then. `meanwhile`: what the client gets at once, a
   * reset connection or this status of the gateway. Default: the response, after the delay.
   */
  | { readonly kind: 'late'; readonly delayMs: number; readonly meanwhile?: 'reset' | number }
  /** Processed; the delay lies before each byte of the body. */
  | { readonly kind: 'trickle'; readonly delayMs: number }
  /** Processed; the connection closes before the announced length is reached. */
  | { readonly kind: 'truncated' }
  /** Processed; 200 with half of the JSON, or with nothing. */
  | { readonly kind: 'garbled' | 'empty' }
  /** Processed; the usual response as text/plain, which the live service does. */
  | { readonly kind: 'text-plain' }
  /** Processed; the body is compressed, with Content-Encoding, whatever Accept-Encoding says. */
  | { readonly kind: 'gzip' | 'br' }
  /** Processed; the response has other content: the parsed body as `change` returns it. */
  | {
      readonly kind: 'changed';
      readonly change?: (body: unknown) => unknown;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A proxy sends the request twice, both are processed, and the response of the second comes back. */
  | { readonly kind: 'sent-twice' }
  /** Processed; the response leaves out these executions (getJobExecution: 404). Default: all. */
  | { readonly kind: 'omit-executions'; readonly omits?: (execution: OmittedExecution) => boolean }
  /** Not processed; an HTML page. Default: status 502. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Not processed; 302 to another place. Default: a path of the simulator that no operation has. */
  | { readonly kind: 'redirect'; readonly location?: string };

/** What decides whether an execution is left out. */
export type OmittedExecution = Pick<
  Execution,
  'jobExecutionId' | 'startedBy' | 'acceptedAtMs' | 'parameters'
>;

/** What `only` of a fault can check. */
export interface FaultyRequest extends RecordedRequest {
  readonly name: RecordedRequest['operation'];
  readonly query: URLSearchParams;
}

/** A fault, and the requests that it concerns. */
export type Fault = FaultKind &
  FaultScope<FaultyRequest> & {
    /** One operation or several; '*' is for every request, those of no operation too. */
    readonly on: OperationName | '*' | readonly OperationName[];
  };
