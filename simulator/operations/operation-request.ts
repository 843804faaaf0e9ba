import { badParameter, isJsonObject, type JsonObject, type OperationResponse } from '../response.ts';
import type { Route } from '../routes.ts';
import type { Omits, Service } from '../service.ts';

/** A request that has passed the gateway. */
export interface OperationRequest {
  readonly route: Route;
  readonly body: string;
  /** Executions that this response leaves out. Default: none. */
  readonly omits?: Omits | undefined;
}

/** Carries out one operation; refusals are thrown. */
export type Operation = (request: OperationRequest, service: Service) => OperationResponse;

/** The body as an object; `emptyIsObject` where the operation takes a request without a body. */
export function bodyObject(request: OperationRequest, emptyIsObject = false): JsonObject {
  if (request.body === '' && emptyIsObject) return {};
  const value = parsed(request.body);
  if (!isJsonObject(value)) throw badParameter('body', 'must be a JSON object');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter('body', 'is not JSON');
  }
}
