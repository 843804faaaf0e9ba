import type { Json, JsonObject } from '../text/json.ts';

/**
 * The integer fields of `jobCondition`, with the range that may be sent (contradiction 3).
 * https://api.ncloud-docs.com/docs/en/analytics-dataflow-executejob
 */
export const INTEGER_FIELDS = {
  numWorker: { minimum: 2, maximum: 10 },
  /** Minutes. */
  timeout: { minimum: 1, maximum: 1440 },
} as const;

/** The text fields of `jobCondition`. */
export const TEXT_FIELDS = ['workerType', 'nrn', 'scriptPath', 'logPath'] as const;

/** Where the value of an option came from. */
export type Origin = 'input' | 'saved';

/** The options of one execution, each with its origin. */
export interface MergedCondition {
  readonly jobCondition: JsonObject;
  readonly origins: Readonly<Record<string, Origin>>;
}

/**
 * Completes what was given from the job's saved settings. Given values win; saved ones are passed on as they are,
 * but empty ones are left out (contradiction 8).
 */
export function mergeCondition(given: JsonObject, saved: JsonObject): MergedCondition {
  const ofSaved = Object.entries(saved).filter(
    ([field, value]) => !isEmpty(value) && !Object.hasOwn(given, field),
  );
  const ofInput = Object.entries(given);
  return {
    jobCondition: Object.fromEntries([...ofSaved, ...ofInput]),
    origins: Object.fromEntries([
      ...ofSaved.map(([field]) => [field, 'saved'] as const),
      ...ofInput.map(([field]) => [field, 'input'] as const),
    ]),
  };
}

/** Whether a value is empty: absent, null or blank text. */
export function isEmpty(value: Json): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** The fields that the 2025 edition requires of every start and that have no value. */
export function missingFields(jobCondition: JsonObject): string[] {
  return ['nrn', 'scriptPath', 'logPath'].filter((field) => isEmpty(jobCondition[field]));
}
