import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { KeyPair } from './signature.ts';

/** A request to Object Storage as it came over the wire. */
export interface ObjectRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** The error of S3 with which a request is refused. */
export interface ObjectRefusal {
  readonly code: string;
  readonly message: string;
}

/** Region of Object Storage in Korea. */
const region = 'kr-standard';

/** Signatures older or younger than this are refused, as S3 does. */
const clockWindowMs = 15 * 60_000;

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/;

/** Checks AWS signature version 4 in its header form; undefined when the signature is right. */
export function objectRefusal(
  request: ObjectRequest,
  keys: KeyPair,
  nowMs: number,
): ObjectRefusal | undefined {
  const { headers } = request;
  const time = String(headers['x-amz-date'] ?? '');
  if (!headers.authorization || !time || !headers['x-amz-content-sha256']) {
    return { code: 'MissingSecurityHeader', message: 'Your request was missing a required header.' };
  }
  const match = authorizationForm.exec(headers.authorization);
  const [, accessKey = '', day = '', scopeRegion = '', service = '', names = '', signature = ''] =
    match ?? [];
  if (!match) return mismatch('The Authorization header can not be read.');
  if (accessKey !== keys.accessKey) return { code: 'InvalidAccessKeyId', message: 'The key does not exist.' };
  if (scopeRegion !== region || service !== 's3' || !time.startsWith(day)) {
    return mismatch(`The credential must be scoped to ${region}, s3 and the day of the request.`);
  }
  if (!isRecent(time, nowMs)) {
    return { code: 'RequestTimeTooSkewed', message: 'The time of the request is too far away.' };
  }
  const signedNames = names.split(';');
  if (!signedNames.includes('host') || !signedNames.includes('x-amz-date')) {
    return mismatch('host and x-amz-date must be signed.');
  }
  const text = ['AWS4-HMAC-SHA256', time, `${day}/${region}/s3/aws4_request`];
  const expected = hmac(
    signingKey(keys.secretKey, day),
    [...text, sha256(canonical(request, signedNames))].join('\n'),
  );
  return expected.toString('hex') === signature ? undefined : mismatch('The signature does not match.');
}

function mismatch(message: string): ObjectRefusal {
  return { code: 'SignatureDoesNotMatch', message };
}

function isRecent(time: string, nowMs: number): boolean {
  const iso = time.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5');
  return Math.abs(Date.parse(iso) - nowMs) < clockWindowMs;
}

function canonical(request: ObjectRequest, signedNames: readonly string[]): string {
  const [path = ''] = request.target.split('?', 1);
  const query = request.target.slice(path.length + 1);
  return [
    request.method,
    path.split('/').map(encoded).join('/'),
    canonicalQuery(query),
    ...signedNames.map((name) => `${name}:${headerValue(request.headers[name])}`),
    '',
    signedNames.join(';'),
    String(request.headers['x-amz-content-sha256']),
  ].join('\n');
}

/** Sorted by name, then value; a NUL sorts before every character that a longer name could go on with. */
function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter(Boolean)
    .map((pair) => pair.split('=', 2).map(encoded));
  const sorted = pairs.map(([name = '', value = '']) => `${name}\0${value}`).sort();
  return sorted.map((pair) => pair.replace('\0', '=')).join('&');
}

/** Percent-encoding of S3's canonical form: everything except letters, digits and `-._~`, encoded once. */
function encoded(text: string): string {
  return encodeURIComponent(decodeURIComponent(text)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function headerValue(value: string | string[] | undefined): string {
  return [value ?? ''].flat().join(',').trim().replace(/\s+/g, ' ');
}

function signingKey(secretKey: string, day: string): Buffer {
  return [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secretKey}`, day));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
