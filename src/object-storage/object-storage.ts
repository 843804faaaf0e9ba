import type { Keys } from '../dataflow/signature.ts';
import { ConnectionFailure, type HttpResponse, type Send } from '../http/network.ts';
import { untilSettled } from '../http/retry.ts';
import type { Clock } from '../time/clock.ts';

/** Where objects are read, and with what. */
export interface ObjectStorage {
  /** Scheme, host and port, such as `https://kr.object.ncloudstorage.com`. */
  readonly origin: string;
  /** Part of the signature, such as `kr-standard`. */
  readonly region: string;
  readonly keys: Keys;
  readonly userAgent: string;
  readonly send: Send;
  /** The service's time in milliseconds since 1970; a signature is valid for 15 minutes around it. */
  readonly nowMs: () => number;
  readonly clock: Clock;
  readonly random: () => number;
}

/** How long to wait for a response. */
export interface Limits {
  /** The longest wait for one response, in milliseconds. */
  readonly timeoutMs: number;
  /** When the retries end, on the clock's `elapsedMs`; a request that is being sent ends then, too. */
  readonly untilMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** One request about an object; `target` comes from objectTarget. */
export interface ObjectRequest {
  readonly method: 'GET' | 'HEAD';
  readonly target: string;
  /** Of the Range header, such as `bytes=-65536`; after that many tries that timed out. */
  readonly range?: ((timeouts: number) => string) | undefined;
}

/** The result of a request; `code` is S3's, such as NoSuchKey, where there is one. From outside. */
export type ObjectResponse =
  | ({ readonly kind: 'response'; readonly code: string } & HttpResponse)
  | { readonly kind: 'no-response'; readonly failure: ConnectionFailure };

/** SHA-256 of nothing, in hex: GET and HEAD have no body. */
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
 * Sends a request, signed anew each time (AWS signature version 4), until its response is final: again after
 * connection errors, 408, 429, 5xx, and whatever `waitsFor` names.
 * https://api.ncloud-docs.com/docs/en/storage-objectstorage
 * @param waitsFor how many milliseconds to wait at least before the next try; undefined: the response is final
 * @throws the signal's reason when that is aborted; nothing else
 */
export function requestObject(
  storage: ObjectStorage,
  request: ObjectRequest,
  limits: Limits,
  waitsFor: (response: ObjectResponse) => number | undefined = () => undefined,
): Promise<ObjectResponse> {
  const { clock, random } = storage;
  const retryAfterMs = (response: ObjectResponse) => leastPauseMs(response) ?? waitsFor(response);
  let timeouts = 0;
  const attempt = async () => {
    const response = await sendSigned(storage, request, request.range?.(timeouts), limits);
    if (response.kind === 'no-response' && response.failure.code === 'TIMEOUT') timeouts += 1;
    return response;
  };
  return untilSettled(attempt, { clock, random, ...limits, retryAfterMs });
}

async function sendSigned(
  storage: ObjectStorage,
  { method, target }: ObjectRequest,
  range: string | undefined,
  { timeoutMs, untilMs, signal }: Limits,
): Promise<ObjectResponse> {
  const { origin, send, clock } = storage;
  const leftMs = Math.max(Math.min(timeoutMs, untilMs - clock.elapsedMs()), 1);
  const headers = await signedHeaders(storage, method, target, range);
  try {
    const response = await send({ method, origin, path: target, headers, timeoutMs: leftMs, signal });
    const code = /<Code>([^<]{1,80})<\/Code>/.exec(response.body.toString('utf8', 0, 4096))?.[1] ?? '';
    return { kind: 'response', ...response, code: response.status < 300 ? '' : code };
  } catch (failure) {
    if (!(failure instanceof ConnectionFailure)) throw failure;
    return { kind: 'no-response', failure };
  }
}

/** The shortest pause before the next try; undefined when the failure is final. A body that is too large stays so. */
function leastPauseMs(response: ObjectResponse): number | undefined {
  if (response.kind === 'no-response')
    return response.failure.code === 'TOO_LARGE' || response.failure.isLasting ? undefined : 0;
  const { status, headers } = response;
  if (status !== 408 && status !== 429 && status < 500) return undefined;
  const retryAfter = headers['retry-after'] ?? '';
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0;
}

async function signedHeaders(
  { origin, region, keys, userAgent, nowMs }: ObjectStorage,
  method: string,
  target: string,
  range: string | undefined,
): Promise<Record<string, string>> {
  // Loaded here, since most steps read no object.
  const { AwsV4Signer } = await import('aws4fetch');
  const signed = await new AwsV4Signer({
    method,
    url: `${origin}${target}`,
    headers: { ...(range && { range }), 'x-amz-content-sha256': NO_BODY_SHA256, 'user-agent': userAgent },
    accessKeyId: keys.accessKey,
    secretAccessKey: keys.secretKey,
    service: 's3',
    region,
    datetime: new Date(nowMs()).toISOString().replace(/[-:]|\.\d+/g, ''),
  }).sign();
  return Object.fromEntries(signed.headers);
}
