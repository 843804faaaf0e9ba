import { createHmac } from 'node:crypto';

/** A NAVER Cloud API key. */
export interface Keys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What a signature covers. The body is not part of it. */
export interface SignedRequest {
  readonly method: string;
  /** Exactly what goes on the wire: the whole path, percent-encoded, with the query as it is sent. */
  readonly pathAndQuery: string;
  /** Milliseconds since 1970, not 5 minutes or more away from the gateway's clock. */
  readonly timestampMs: number;
}

/** Stage 1: the text that is signed. Three lines, no line break at the end. */
export function stringToSign(request: SignedRequest, accessKey: string): string {
  return `${request.method} ${request.pathAndQuery}\n${request.timestampMs}\n${accessKey}`;
}

/** Stage 2: HMAC-SHA256 of that text with the secret key's UTF-8 bytes, in base64. */
export function signature(request: SignedRequest, keys: Keys): string {
  return createHmac('sha256', Buffer.from(keys.secretKey, 'utf8'))
    .update(stringToSign(request, keys.accessKey), 'utf8')
    .digest('base64');
}

/**
 * Stage 3: the three headers of API Gateway's "signature v2". They are valid for one try of one request:
 * every try needs new ones.
 */
export function signatureHeaders(request: SignedRequest, keys: Keys): Record<string, string> {
  return {
    'x-ncp-apigw-timestamp': String(request.timestampMs),
    'x-ncp-iam-access-key': keys.accessKey,
    'x-ncp-apigw-signature-v2': signature(request, keys),
  };
}
