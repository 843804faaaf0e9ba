import { badParameter, isJsonObject, type JsonObject, type OperationResponse } from '../response.ts';
import type { Route } from '../routes.ts';
import type { Omits, Service } from '../service.ts';

/** A request that has passed the gateway. */
export interface Call {
  readonly route: Route;
  readonly body: string;
  /** Executions that this response leaves out. Default: none. */
  readonly omits?: Omits | undefined;
}

/** Carries out one operation; refusals are thrown. */
export type Operation = (call: Call, service: Service) => OperationResponse;

/** The body as an object; `emptyIsObject` where the operation takes a request without a body. */
export function bodyObject(call: Call, emptyIsObject = false): JsonObject {
  if (call.body === '' && emptyIsObject) return {};
  const value = parsed(call.body);
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
