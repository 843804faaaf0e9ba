import { createHash } from 'node:crypto';
import type { ServiceRequest } from './door.ts';
import type { ObjectRefusal } from './object-signature.ts';

/** Headers of AWS's newer checksums: the trailer, and what clients send besides. */
const newerChecksums = ['x-amz-trailer', 'x-amz-sdk-checksum-algorithm'];

/**
 * Why an upload is refused with 400. NAVER's Object Storage refuses AWS's newer checksum trailers: clients have to
 * be set to send checksums only when required. Over plain http the same clients send the checksum as a header:
 * that is refused here too, so that an upload without the setting fails as it would over https. Chunked payloads
 * are not supported either.
 * @param path `bucket/key`
 */
export function putRefusal(
  path: string,
  headers: ServiceRequest['headers'],
  content: Buffer,
): ObjectRefusal | undefined {
  const declared = String(headers['x-amz-content-sha256']);
  const hasChecksum = newerChecksums.some((name) => headers[name] !== undefined);
  if (hasChecksum || declared.startsWith('STREAMING-')) {
    return { code: 'InvalidArgument', message: 'Chunked payloads and checksum trailers are not supported.' };
  }
  if (!/^[^/]+\/./.test(path)) return { code: 'InvalidRequest', message: 'A bucket and a key are required.' };
  if (declared !== 'UNSIGNED-PAYLOAD' && declared !== digest('sha256', content, 'hex')) {
    return { code: 'XAmzContentSHA256Mismatch', message: 'x-amz-content-sha256 is not that of the body.' };
  }
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== digest('md5', content, 'base64')) {
    return { code: 'BadDigest', message: 'Content-MD5 is not that of the body.' };
  }
  return undefined;
}

function digest(algorithm: 'sha256' | 'md5', content: Buffer, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(content).digest(encoding);
}
