import { conditionErrors, type Edition, savedParametersErrors } from './editions.ts';
import { badParameters, type FieldError, isJsonObject, type JsonObject } from './response.ts';

/** The fields of a job that createJob and updateJob take; undefined for what a body leaves out. */
export interface JobFields {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly type: string | undefined;
  readonly nodes: readonly unknown[] | undefined;
  readonly maxConcurrentRuns: number | undefined;
  readonly jobCondition: JsonObject;
  /** Fields that the documentation does not have. */
  readonly unknownFields: JsonObject;
}

/** Contradiction 10: 3 to 100 characters of letters, digits, `_` and `-`, not beginning with a digit or `-`. */
const jobName = /^[A-Za-z_][A-Za-z0-9_-]{2,99}$/;
const types: readonly unknown[] = ['VISUAL', 'SCRIPT'];

/**
 * Reads the fields of a job.
 *
 * 2025 knows name, description and nodes: type, maxConcurrentRuns and jobCondition are ignored.
 * @param required the fields that the operation requires
 * @throws Refusal 400 with every wrong field
 */
export function jobFieldsOf(body: JsonObject, edition: Edition, required: readonly string[]): JobFields {
  const { name, description, type, nodes, maxConcurrentRuns, jobCondition, ...unknownFields } = body;
  const missing = required
    .filter((field) => body[field] === undefined)
    .map((field) => ({ field, message: 'is required' }));
  const newer = edition === '2026' ? newerErrors(body) : [];
  const problems = [...missing, ...nameErrors(name), ...nodesErrors(nodes), ...newer];
  if (problems.length > 0) throw badParameters(problems);
  const isNewer = edition === '2026';
  return {
    name: typeof name === 'string' ? name : undefined,
    description: typeof description === 'string' ? description : undefined,
    type: isNewer && typeof type === 'string' ? type : undefined,
    nodes: Array.isArray(nodes) ? nodes : undefined,
    maxConcurrentRuns: isNewer && maxConcurrentRuns !== undefined ? Number(maxConcurrentRuns) : undefined,
    jobCondition: isNewer && isJsonObject(jobCondition) ? jobCondition : {},
    unknownFields,
  };
}

function nameErrors(name: unknown): FieldError[] {
  if (name === undefined || (typeof name === 'string' && jobName.test(name))) return [];
  const message = 'must be 3 to 100 letters, digits, _ or -, and begin with a letter or _';
  return [{ field: 'name', message }];
}

function nodesErrors(nodes: unknown): FieldError[] {
  return nodes === undefined || Array.isArray(nodes) ? [] : [{ field: 'nodes', message: 'must be an array' }];
}

/** What only the 2026 edition knows. */
function newerErrors(body: JsonObject): FieldError[] {
  const { type, nodes, maxConcurrentRuns: runs, jobCondition } = body;
  const problems: FieldError[] = [];
  if (type !== undefined && !types.includes(type)) {
    problems.push({ field: 'type', message: 'must be VISUAL or SCRIPT' });
  }
  if (type === 'SCRIPT' && Array.isArray(nodes) && nodes.length > 0) {
    problems.push({ field: 'nodes', message: 'are for VISUAL jobs only' });
  }
  if (runs !== undefined && !(Number.isInteger(runs) && Number(runs) >= 1)) {
    problems.push({ field: 'maxConcurrentRuns', message: 'must be an integer of 1 or more' });
  }
  const condition = isJsonObject(jobCondition) ? jobCondition : {};
  return [...problems, ...conditionErrors(body, '2026'), ...savedParametersErrors(condition, type, '2026')];
}
