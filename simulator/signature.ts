import { createHmac } from 'node:crypto';

/** A key pair of the console. */
export interface KeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What signature v2 is computed from: all of it exactly as on the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query of the request line, percent-encoded as sent. */
  readonly target: string;
  readonly timestamp: string;
}

/** A timestamp this far from the gateway's clock, or farther, is refused. */
export const clockWindowMs = 5 * 60_000;

/** The `x-ncp-apigw-signature-v2` that the gateway expects of a request. */
export function expectedSignature(request: SignedRequest, keys: KeyPair): string {
  const message = [`${request.method} ${request.target}`, request.timestamp, keys.accessKey].join('\n');
  return createHmac('sha256', keys.secretKey).update(message).digest('base64');
}

/** Whether a timestamp in milliseconds is near enough to the gateway's clock. */
export function isInClockWindow(timestamp: string, nowMs: number): boolean {
  return /^\d+$/.test(timestamp) && Math.abs(Number(timestamp) - nowMs) < clockWindowMs;
}
