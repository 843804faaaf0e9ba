import { badParameter, isJsonObject, type JsonObject } from './response.ts';

/** The edition of the API guide: the five pages of 2025, or the guide as rewritten in September 2026. */
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

/** Reads `jobCondition` from a body: 2025 requires it, 2026 takes a body without. Unknown fields stay. */
export function jobConditionOf(body: JsonObject, edition: Edition): JsonObject {
  const condition = body['jobCondition'];
  if (condition === undefined && edition === '2026') return {};
  if (!isJsonObject(condition)) throw badParameter('jobCondition is required and must be an object.');
  checkTypes(condition);
  if (edition === '2026') checkLimits(condition);
  return condition;
}

/**
 * The settings that hold when these were sent. 2025 takes what is left out from the defaults of the page,
 * 2026 from the job's saved settings.
 */
export function completeCondition(sent: JsonObject, saved: JsonObject, edition: Edition): JsonObject {
  return edition === '2025'
    ? { workerType: 'DEFAULT', numWorker: 2, timeout: 360, ...sent }
    : { ...saved, ...sent };
}

/** Refuses settings without one of the three that no execution can do without. */
export function requirePaths(condition: JsonObject): void {
  const missing = required.filter((field) => !condition[field]);
  if (missing.length === 0) return;
  throw badParameter(`${missing.map((field) => `jobCondition.${field}`).join(', ')} must not be empty.`);
}

function checkTypes(condition: JsonObject): void {
  for (const field of [...required, 'workerType']) {
    if (condition[field] !== undefined && typeof condition[field] !== 'string') {
      throw badParameter(`jobCondition.${field} must be a string.`);
    }
  }
  for (const field of ['numWorker', 'timeout']) {
    const value = condition[field];
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 0)) {
      throw badParameter(`jobCondition.${field} must be an integer of 0 or more.`);
    }
  }
}

function checkLimits(condition: JsonObject): void {
  if (condition['workerType'] !== undefined) throw badParameter('jobCondition.workerType is unknown.');
  checkRange(condition, 'numWorker', 2, 10);
  checkRange(condition, 'timeout', 1, 1440);
  if (condition['parameters'] !== undefined) checkStringMap(condition['parameters']);
}

function checkRange(condition: JsonObject, field: string, least: number, most: number): void {
  const value = condition[field];
  if (value === undefined || (Number(value) >= least && Number(value) <= most)) return;
  throw badParameter(`jobCondition.${field} must be ${least} to ${most}.`);
}

function checkStringMap(parameters: unknown): void {
  if (isJsonObject(parameters) && Object.values(parameters).every((value) => typeof value === 'string'))
    return;
  throw badParameter('jobCondition.parameters must be an object of strings.');
}
