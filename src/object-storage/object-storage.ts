import type { Keys } from '../dataflow/signature.ts';
import { ConnectionFailure, type Send } from '../http/network.ts';

/** Where objects are read, and with what. */
export interface ObjectStorage {
  /** Scheme, host and port, such as `https://kr.object.ncloudstorage.com`. */
  readonly origin: string;
  /** Part of the signature, such as `kr-standard`. */
  readonly region: string;
  readonly keys: Keys;
  readonly userAgent: string;
  readonly send: Send;
  /** The service's time in milliseconds since 1970; a signature is good for 15 minutes around it. */
  readonly nowMs: () => number;
}

/** Bytes of an object that lie together. */
export interface Piece {
  /** Where in the object they begin, from 0. */
  readonly firstByte: number;
  readonly bytes: Buffer;
  /** The size of the whole object. */
  readonly totalBytes: number;
}

/** Why Object Storage gave no bytes. */
export interface Refusal {
  readonly status: number;
  /** S3's code, such as NoSuchKey; from outside. */
  readonly code: string;
  /** Where the status is 416 and the answer says so: the size of the object. */
  readonly totalBytes: number | undefined;
  readonly retryAfterMs: number | undefined;
}

/** What came of one request. */
export type ObjectAnswer =
  | { readonly kind: 'piece'; readonly piece: Piece }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'no-answer'; readonly failure: ConnectionFailure };

/** SHA-256 of nothing, in hex: a GET has no body. */
const NO_BODY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The request target of an object, path style: `bucket/key` with everything but `/` and unreserved characters
 * percent-encoded. So it is the same text on the wire and in the signature, `+` and `:` included.
 * @returns undefined for what is not a path to an object, or would change its meaning on the way
 */
export function objectTarget(path: string): string | undefined {
  const segments = path.split('/');
  const [bucket = '', ...key] = segments;
  if (!path.isWellFormed() || bucket === '' || key.join('/') === '') return undefined;
  if (segments.some((segment) => segment === '.' || segment === '..')) return undefined;
  return `/${segments.map(percentEncoded).join('/')}`;
}

function percentEncoded(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Asks once for a part of an object, signed now (AWS signature version 4).
 * https://api.ncloud-docs.com/docs/en/storage-objectstorage
 * @param range of the Range header, such as `bytes=-65536`
 * @throws the signal's reason when that is aborted; nothing else
 */
export async function getPiece(
  storage: ObjectStorage,
  target: string,
  range: string,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<ObjectAnswer> {
  const { origin, send } = storage;
  const headers = await signedHeaders(storage, target, range);
  try {
    const answer = await send({ method: 'GET', origin, path: target, headers, ...limits });
    return answerOf(answer.status, answer.headers, answer.body);
  } catch (failure) {
    if (!(failure instanceof ConnectionFailure)) throw failure;
    return { kind: 'no-answer', failure };
  }
}

async function signedHeaders(
  { origin, region, keys, userAgent, nowMs }: ObjectStorage,
  target: string,
  range: string,
): Promise<Record<string, string>> {
  // Loaded here, since most steps read no log.
  const { AwsV4Signer } = await import('aws4fetch');
  const signed = await new AwsV4Signer({
    method: 'GET',
    url: `${origin}${target}`,
    headers: { range, 'x-amz-content-sha256': NO_BODY_SHA256, 'user-agent': userAgent },
    accessKeyId: keys.accessKey,
    secretAccessKey: keys.secretKey,
    service: 's3',
    region,
    datetime: new Date(nowMs()).toISOString().replace(/[-:]|\.\d+/g, ''),
  }).sign();
  return Object.fromEntries(signed.headers);
}

function answerOf(status: number, headers: Readonly<Record<string, string>>, body: Buffer): ObjectAnswer {
  if (status === 200) {
    return { kind: 'piece', piece: { firstByte: 0, bytes: body, totalBytes: body.length } };
  }
  const [, first, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
  if (status === 206 && first !== undefined) {
    return { kind: 'piece', piece: { firstByte: Number(first), bytes: body, totalBytes: Number(total) } };
  }
  return {
    kind: 'refused',
    refusal: {
      status,
      code: /<Code>([^<]{1,80})<\/Code>/.exec(body.toString('utf8', 0, 4096))?.[1] ?? '',
      totalBytes: total === undefined ? undefined : Number(total),
      retryAfterMs: /^\d+$/.test(headers['retry-after'] ?? '')
        ? Number(headers['retry-after']) * 1000
        : undefined,
    },
  };
}
