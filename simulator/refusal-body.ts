import type { Edition } from './editions.ts';
import { gatewayErrorBody } from './gateway.ts';
import type { FieldError, JsonObject, Refusal } from './response.ts';

/**
 * The body of a refusal. The 2026 edition names wrong fields as NAVER's newer services do, in
 * `error.fieldErrors`; every other refusal is `{"detail": "...", "errorType": "..."}`.
 */
export function refusalBody({ message, errorType, fieldErrors }: Refusal, edition: Edition): JsonObject {
  if (edition === '2026' && fieldErrors.length > 0) return fieldErrorsBody(fieldErrors);
  return { detail: message, errorType };
}

/**
 * The 400 body of NAVER's newer services: the gateway's error with `fieldErrors`, a list of field and message.
 * A `status` fault can carry it too: `body: JSON.stringify(fieldErrorsBody([...]))`.
 */
export function fieldErrorsBody(fieldErrors: readonly FieldError[]): JsonObject {
  const { error } = gatewayErrorBody(400, 'Some fields are not valid.');
  return { error: { ...error, fieldErrors } };
}
