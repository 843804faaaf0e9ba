import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject, OperationResponse } from './response.ts';
import type { OperationName, Route } from './routes.ts';
import { expectedSignature, isInClockWindow, type KeyPair } from './signature.ts';

/** What the gateway checks before Data Flow sees a request. */
export interface GatewayRequest {
  readonly method: string;
  /** The raw request target. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly route: Route | undefined;
}

/** What the gateway lets through. */
export interface GatewayRules extends KeyPair {
  readonly denied: readonly OperationName[];
  readonly absent: readonly OperationName[];
}

/** The gateway's refusal; `cause` says which check failed. */
export interface GatewayRefusal extends OperationResponse {
  readonly cause: 'key' | 'signature' | 'timestamp' | 'permission' | 'route';
}

const errors: Readonly<Record<number, readonly [errorCode: string, message: string, details: string]>> = {
  400: ['100', 'Bad Request Exception', 'The request could not be read.'],
  401: ['200', 'Authentication Failed', 'Invalid authentication information.'],
  403: ['230', 'Forbidden', 'Access to this resource is forbidden.'],
  404: ['300', 'Not Found Exception', 'URL not found.'],
  413: ['430', 'Request Entity Too Large', 'The request body is too large.'],
  429: ['400', 'Quota Exceeded', 'The quota of this API is used up.'],
  503: ['500', 'Endpoint Error', 'The endpoint can not be reached.'],
  504: ['510', 'Endpoint Timeout', 'The endpoint did not respond in time.'],
};

/** The body that the gateway's table of errors has for an HTTP status. */
export function gatewayErrorBody(status: number, details?: string): { error: JsonObject } {
  const [errorCode, message, usual] = errors[status] ?? ['900', 'Unexpected Error', 'An unexpected error.'];
  return { error: { errorCode, message, details: details ?? usual } };
}

/** Why the gateway refuses a request, or undefined when it passes. */
export function gatewayRefusal(
  request: GatewayRequest,
  rules: GatewayRules,
  nowMs: number,
): GatewayRefusal | undefined {
  const timestamp = String(request.headers['x-ncp-apigw-timestamp'] ?? '');
  if (request.headers['x-ncp-iam-access-key'] !== rules.accessKey) return unauthorized('key');
  const { method, target } = request;
  const expected = expectedSignature({ method, target, timestamp }, rules);
  if (request.headers['x-ncp-apigw-signature-v2'] !== expected) return unauthorized('signature');
  if (!isInClockWindow(timestamp, nowMs)) {
    return unauthorized('timestamp', 'The timestamp of the request is 5 minutes or more away.');
  }
  if (!request.route) return { status: 404, body: gatewayErrorBody(404), cause: 'route' };
  return routeRefusal(request.route.operation, rules);
}

function unauthorized(cause: GatewayRefusal['cause'], details?: string): GatewayRefusal {
  return { status: 401, body: gatewayErrorBody(401, details), cause };
}

function routeRefusal(operation: OperationName, rules: GatewayRules): GatewayRefusal | undefined {
  if (rules.absent.includes(operation)) {
    return { status: 404, body: gatewayErrorBody(404), cause: 'route' };
  }
  if (!rules.denied.includes(operation)) return undefined;
  const details = `The key may not use ${operation}.`;
  const body = { error: { errorCode: '210', message: 'Permission Denied', details } };
  return { status: 401, body, cause: 'permission' };
}
