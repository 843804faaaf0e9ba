import type { ObjectAnswer, Refusal } from '../object-storage/object-storage.ts';
import { isBinary } from './lines.ts';

/** What the reader has to be told about where the log was looked for. */
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

/** Why there are no lines to show: the end of a sentence that begins with the log's path. */
export function whyNot(answer: ObjectAnswer, place: Place): string {
  switch (answer.kind) {
    case 'piece':
      return isBinary(answer.piece)
        ? `is not text but binary (${answer.piece.totalBytes} bytes)`
        : 'is empty, or its end is blank';
    case 'no-answer':
      return `could not be read: Object Storage gave no whole answer (${answer.failure.message}); check objectStorageUrl and the network of the runner`;
    case 'refused':
      return refused(answer.refusal, place);
  }
}

function refused(refusal: Refusal, { bucket, region, waited }: Place): string {
  const { status, code } = refusal;
  const said = `HTTP ${status}${code ? ` ${code}` : ''}`;
  if (status === 416) return 'is empty';
  if (code === 'NoSuchBucket') {
    return `is not there (${said}): check that objectStorageUrl and objectStorageRegion (${region}) are those of the bucket ${bucket}`;
  }
  if (status === 404)
    return `${waited ? 'is not there' : 'is not there yet'} (${said})${waited ? `, and did not appear within ${waited}` : ''}`;
  if (SIGNATURE_CODES.includes(code)) {
    return `could not be read: Object Storage does not accept the key (${said}); check that objectStorageUrl and objectStorageRegion (${region}) are those of the bucket ${bucket}, and that accessKey and secretKey belong together`;
  }
  if (code === 'RequestTimeTooSkewed') {
    return `could not be read: the clocks of the runner and of Object Storage differ too much (${said})`;
  }
  if (status === 401 || status === 403) {
    return `may not be read (${said}): give the key's sub account read access to the bucket ${bucket} in Object Storage`;
  }
  if (status >= 300 && status < 400) {
    return `could not be read: Object Storage points elsewhere (${said}), which is not followed; check objectStorageUrl and objectStorageRegion (${region})`;
  }
  return `could not be read: Object Storage answered ${said}`;
}
