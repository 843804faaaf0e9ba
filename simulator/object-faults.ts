import type { FaultScope } from './fault-queue.ts';
import type { RecordedObjectRequest } from './object-storage.ts';

/** What goes wrong with a request to Object Storage. */
export type ObjectFaultKind =
  /** Nothing: takes up one request of a sequence of faults. */
  | { readonly kind: 'none' }
  /** 403 AccessDenied, as for a key without the permission. */
  | { readonly kind: 'denied' }
  /** 404 NoSuchKey, as for an object that is not there yet. */
  | { readonly kind: 'missing' }
  /** Another status, such as 503, with an XML error. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 416 without the size of the object to a suffix range (`bytes=-100`); other requests are not concerned. */
  | { readonly kind: 'suffix-range-refused' }
  /** 206 with nothing to a range of an empty object; other objects are served as usual. */
  | { readonly kind: 'empty-as-206' }
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

/** Which requests to Object Storage go wrong, and how. */
export type ObjectFault = ObjectFaultKind &
  FaultScope<FaultyObjectRequest> & {
    /** One method or several; '*' is for every request. */
    readonly on: 'GET' | 'HEAD' | 'PUT' | '*' | readonly ('GET' | 'HEAD' | 'PUT')[];
  };

/** A fault that is for suffix ranges is met by no other request. */
export function scopedObjectFault(fault: ObjectFault): ObjectFault {
  if (fault.kind !== 'suffix-range-refused') return fault;
  const isSuffix = ({ headers }: FaultyObjectRequest): boolean => /^bytes=-\d/.test(headers.range ?? '');
  return { ...fault, only: (request) => isSuffix(request) && (fault.only?.(request) ?? true) };
}
