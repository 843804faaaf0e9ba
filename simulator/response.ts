/** An object of JSON whose fields have not been checked. */
export type JsonObject = Record<string, unknown>;

/** The response of an operation; `executionId` is noted beside the request. */
export interface OperationResponse {
  readonly status: number;
  readonly body: unknown;
  readonly executionId?: string;
}

/** The error in one field of a body or a query; the field by its path, such as `jobCondition.timeout`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Data Flow's own refusal: `{"detail": "...", "errorType": "..."}`. */
export class Refusal extends Error {
  readonly status: number;
  readonly errorType: string;
  /** Empty for a refusal that is not about fields. */
  readonly fieldErrors: readonly FieldError[];

  constructor(status: number, errorType: string, detail: string, fieldErrors: readonly FieldError[] = []) {
    super(detail);
    this.status = status;
    this.errorType = errorType;
    this.fieldErrors = fieldErrors;
  }
}

/** 400 for one field that the operation cannot take. */
export function badParameter(field: string, message: string): Refusal {
  return badParameters([{ field, message }]);
}

/** 400 for the fields that the operation cannot take. */
export function badParameters(fieldErrors: readonly FieldError[]): Refusal {
  const detail = fieldErrors.map(({ field, message }) => `${field} ${message}.`).join(' ');
  return new Refusal(400, 'bad-parameter', detail, fieldErrors);
}

/** 400 for a job or an execution whose state forbids the operation. */
export function badState(detail: string): Refusal {
  return new Refusal(400, 'bad-state', detail);
}

/** 404 for an id that nothing has. */
export function notFound(detail: string): Refusal {
  return new Refusal(404, 'not-found', detail);
}

/** Whether a JSON value is an object, neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
