import { type Limits, type ObjectStorage, requestObject } from './object-storage.ts';

/** Whether there is an object. A response to HEAD has no body, so S3's codes are not known. */
export type ObjectPresence =
  | { readonly kind: 'exists'; readonly totalBytes: number | undefined }
  /** Neither the object, nor perhaps its bucket. */
  | { readonly kind: 'missing' }
  /** A wrong key, or no read access; without the right to list the bucket also what is missing. */
  | { readonly kind: 'denied'; readonly status: number }
  /** The message is the end of a sentence such as "Object Storage: ...". From outside. */
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * Requests an object without its bytes; temporary failures are retried within the limits.
 * https://api.ncloud-docs.com/docs/en/storage-objectstorage-headobject
 * @param target from objectTarget
 * @throws the signal's reason when that is aborted; nothing else
 */
export async function headObject(
  storage: ObjectStorage,
  target: string,
  limits: Limits,
): Promise<ObjectPresence> {
  const response = await requestObject(storage, { method: 'HEAD', target }, limits);
  if (response.kind === 'no-response') return { kind: 'unknown', message: response.failure.message };
  const { status, headers } = response;
  if (status === 200) {
    const length = headers['content-length'];
    return { kind: 'exists', totalBytes: length === undefined ? undefined : Number(length) };
  }
  if (status === 404) return { kind: 'missing' };
  if (status === 401 || status === 403) return { kind: 'denied', status };
  return { kind: 'unknown', message: `HTTP ${status}` };
}
