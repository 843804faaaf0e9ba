import { badParameters, type FieldError, isJsonObject, type JsonObject } from './response.ts';

/** The edition of the API documentation: of 2025, or as rewritten in September 2026. */
export type Edition = '2025' | '2026';

const required = ['nrn', 'scriptPath', 'logPath'] as const;
const bucket = 'dataflow-2706412';

/**
 * The settings of a job that nobody has set: as in the createJob example of 2025, with its 2880 minutes
 * (contradiction 3) and its empty nrn (contradiction 8). 2026 has no workerType and no such timeout.
 */
export function savedSettingsDefaults(edition: Edition): JsonObject {
  const paths = { nrn: '', scriptPath: `${bucket}/scripts/`, logPath: `${bucket}/sparkHistoryLogs/` };
  return edition === '2025'
    ? { workerType: 'DEFAULT', numWorker: 2, timeout: 2880, ...paths }
    : { numWorker: 2, timeout: 360, ...paths };
}

/** Reads `jobCondition` from a body: 2025 requires it, 2026 accepts a body without it. Unknown fields are kept. */
export function jobConditionOf(body: JsonObject, edition: Edition): JsonObject {
  const problems = conditionErrors(body, edition);
  if (problems.length > 0) throw badParameters(problems);
  const condition = body['jobCondition'];
  return isJsonObject(condition) ? condition : {};
}

/** The errors in the `jobCondition` of a body; none when the edition accepts it. */
export function conditionErrors(body: JsonObject, edition: Edition): FieldError[] {
  const condition = body['jobCondition'];
  if (condition === undefined && edition === '2026') return [];
  if (!isJsonObject(condition))
    return [{ field: 'jobCondition', message: 'is required and must be an object' }];
  return [...typeErrors(condition), ...(edition === '2026' ? limitErrors(condition) : [])];
}

/** Saved parameters are for SCRIPT jobs: the 2026 edition documents them for no other type. */
export function savedParametersErrors(condition: JsonObject, type: unknown, edition: Edition): FieldError[] {
  if (edition === '2025' || type === 'SCRIPT' || condition['parameters'] === undefined) return [];
  return [{ field: 'jobCondition.parameters', message: 'are for SCRIPT jobs only' }];
}

/**
 * The settings that hold when these were sent. 2025 takes what is left out from the documented defaults,
 * 2026 from the job's saved settings.
 */
export function completeCondition(sent: JsonObject, saved: JsonObject, edition: Edition): JsonObject {
  return edition === '2025'
    ? { workerType: 'DEFAULT', numWorker: 2, timeout: 360, ...sent }
    : { ...saved, ...sent };
}

/** Refuses settings without one of the three that every execution needs. */
export function requirePaths(condition: JsonObject): void {
  const missing = required.filter((field) => !condition[field]);
  if (missing.length === 0) return;
  throw badParameters(
    missing.map((field) => ({ field: `jobCondition.${field}`, message: 'must not be empty' })),
  );
}

function typeErrors(condition: JsonObject): FieldError[] {
  const texts = [...required, 'workerType']
    .filter((field) => condition[field] !== undefined && typeof condition[field] !== 'string')
    .map((field) => ({ field: `jobCondition.${field}`, message: 'must be a string' }));
  const numbers = ['numWorker', 'timeout']
    .filter((field) => condition[field] !== undefined && !isWhole(condition[field]))
    .map((field) => ({ field: `jobCondition.${field}`, message: 'must be an integer of 0 or more' }));
  return [...texts, ...numbers];
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function limitErrors(condition: JsonObject): FieldError[] {
  const { workerType, parameters } = condition;
  return [
    ...(workerType === undefined ? [] : [{ field: 'jobCondition.workerType', message: 'is unknown' }]),
    ...rangeErrors(condition, 'numWorker', 2, 10),
    ...rangeErrors(condition, 'timeout', 1, 1440),
    ...(parameters === undefined || isStringMap(parameters)
      ? []
      : [{ field: 'jobCondition.parameters', message: 'must be an object of strings' }]),
  ];
}

function rangeErrors(condition: JsonObject, field: string, least: number, most: number): FieldError[] {
  const value = condition[field];
  if (value === undefined || !isWhole(value) || (Number(value) >= least && Number(value) <= most)) return [];
  return [{ field: `jobCondition.${field}`, message: `must be ${least} to ${most}` }];
}

function isStringMap(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every((each) => typeof each === 'string');
}
