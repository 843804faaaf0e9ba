import type { PieceResult } from '../object-storage/get-piece.ts';
import { isBinary } from './lines.ts';

/** What a reader has to know about where the log was read. */
interface Place {
  readonly bucket: string;
  readonly region: string;
  /** How long a missing log was waited for, as people write it; undefined: not at all. */
  readonly waited: string | undefined;
}

/** S3's codes for a signature that is wrong, whatever the key may do. */
const SIGNATURE_CODES = [
  'AuthorizationHeaderMalformed',
  'InvalidAccessKeyId',
  'MissingSecurityHeader',
  'SignatureDoesNotMatch',
];

/** Whether the key itself is refused; no later try can succeed. */
export function isKeyRefused(code: string): boolean {
  return SIGNATURE_CODES.includes(code) || code === 'RequestTimeTooSkewed';
}

/** Why there are no lines to show: the end of a sentence that begins with the log's path. */
export function whyUnreadable(result: PieceResult, place: Place): string {
  switch (result.kind) {
    case 'piece':
      return isBinary(result.piece)
        ? `is not text (${result.piece.totalBytes} bytes, binary or compressed)`
        : 'is empty, or its end is blank';
    case 'no-response':
      return `could not be read: no complete response from Object Storage (${result.failure.message}); check objectStorageUrl and the network of the runner`;
    case 'refused':
      return refused(result.status, result.code, place);
  }
}

function refused(status: number, code: string, { bucket, region, waited }: Place): string {
  const response = `HTTP ${status}${code ? ` ${code}` : ''}`;
  const place = `check that objectStorageUrl and objectStorageRegion (${region}) are those of the bucket ${bucket}`;
  if (code === 'NoSuchBucket') return `was not found (${response}); ${place}`;
  if (status === 404) return `was not found (${response})${waited ? ` within ${waited}` : ' yet'}`;
  if (code === 'RequestTimeTooSkewed') {
    return `could not be read: the clocks of the runner and of Object Storage differ too much (${response})`;
  }
  if (isKeyRefused(code)) {
    return `could not be read: Object Storage does not accept the key (${response}); ${place}, and that accessKey and secretKey belong together`;
  }
  if (status === 401 || status === 403) {
    return `could not be read: access denied (${response}); give the key's sub account read access to the bucket ${bucket} in Object Storage`;
  }
  if (status === 206) {
    return `could not be read: the response of Object Storage (${response}) has no bytes, or no usable Content-Range`;
  }
  if (status >= 300 && status < 400 && status !== 304) {
    return `could not be read: Object Storage redirects elsewhere (${response}), which is not followed; ${place}`;
  }
  return `could not be read: the response of Object Storage was ${response}`;
}
