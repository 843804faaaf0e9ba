import type { FaultScope } from './fault-queue.ts';
import type { RecordedObjectRequest } from './object-storage.ts';

/** Kinds of faults of a request to Object Storage. */
export type ObjectFaultKind =
  /** Nothing: takes up one request of a sequence of faults. */
  | { readonly kind: 'none' }
  /** 403 AccessDenied, as for a key without the permission. */
  | { readonly kind: 'denied' }
  /** 404 NoSuchKey, as for an object that is not there yet. */
  | { readonly kind: 'missing' }
  /** 404 NoSuchBucket, as for a misspelled bucket. */
  | { readonly kind: 'no-bucket' }
  /** Another status, such as 503, with an XML error. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The object is compressed, with `Content-Encoding: gzip`; ranges are ranges of the compressed bytes. */
  | { readonly kind: 'gzip' }
  /** The connection is reset, or no response comes. */
  | { readonly kind: 'reset' | 'hang' }
  /** The response comes after the delay. */
  | { readonly kind: 'slow'; readonly delayMs: number };

/** What `only` of an object fault can check. */
export interface FaultyObjectRequest extends Omit<RecordedObjectRequest, 'status' | 'bytesSent'> {
  readonly name: string;
}

/** A fault of Object Storage, and the requests that it concerns. */
export type ObjectFault = ObjectFaultKind &
  FaultScope<FaultyObjectRequest> & {
    /** One method or several; '*' is for every request. */
    readonly on: 'GET' | 'HEAD' | 'PUT' | '*' | readonly ('GET' | 'HEAD' | 'PUT')[];
  };
