import type { IncomingHttpHeaders } from 'node:http';
import type { OperationName } from './routes.ts';

/** One request that the API got. */
export interface RecordedRequest {
  /** 'unknown' for a path and method that no operation has. */
  readonly operation: OperationName | 'unknown';
  readonly method: string;
  /** The raw request target, as on the wire. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** By this machine's clock. */
  readonly atMs: number;
  /** Undefined while no response was sent, and when none is sent. */
  status?: number;
  /** The execution that the request started or canceled, whether or not the client has its id. */
  executionId?: string;
  /** The gateway refused the signature. */
  refusedSignature?: boolean;
}
