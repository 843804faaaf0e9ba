/** An object of JSON whose fields have not been looked at. */
export type JsonObject = Record<string, unknown>;

/** What an operation answers; `executionId` is noted beside the request. */
export interface OperationResponse {
  readonly status: number;
  readonly body: unknown;
  readonly executionId?: string;
}

/** Data Flow's own refusal: `{"detail": "...", "errorType": "..."}`. */
export class Refusal extends Error {
  readonly status: number;
  readonly errorType: string;

  constructor(status: number, errorType: string, detail: string) {
    super(detail);
    this.status = status;
    this.errorType = errorType;
  }

  get body(): JsonObject {
    return { detail: this.message, errorType: this.errorType };
  }
}

/** 400 for a body or a query that the operation can't take. */
export function badParameter(detail: string): Refusal {
  return new Refusal(400, 'bad-parameter', detail);
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
