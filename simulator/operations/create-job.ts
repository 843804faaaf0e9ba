import { type Edition, jobConditionOf, savedSettingsDefaults } from '../editions.ts';
import { newIdentifier } from '../identifiers.ts';
import { jobFromSeed, jobResponse } from '../job.ts';
import { badParameter, type JsonObject } from '../response.ts';
import { bodyObject, type Operation } from './call.ts';

/** Contradiction 10: 3 to 100 characters of letters, digits, `_` and `-`, not beginning with a digit or `-`. */
const jobName = /^[A-Za-z_][A-Za-z0-9_-]{2,99}$/;

/** POST /api/v1/jobs. A name that another job has makes another job: there is no idempotency key. */
export const createJob: Operation = (call, service) => {
  const { edition } = service.settings;
  const { name, description, nodes, jobCondition: _, ...unknownFields } = bodyObject(call);
  if (typeof name !== 'string' || !jobName.test(name)) {
    throw badParameter('name must be 3 to 100 letters, digits, _ or -, and begin with a letter or _.');
  }
  const seed = {
    name,
    description: typeof description === 'string' ? description : '',
    nodes: nodesOf(nodes, edition),
    runCondition: { ...savedSettingsDefaults(edition), ...sentSettings(bodyObject(call), edition) },
    unknownFields,
  };
  const job = jobFromSeed(seed, edition, newIdentifier(), service.nowMs());
  service.jobs.set(job.jobId, job);
  return { status: 200, body: jobResponse(job, edition) };
};

/** Only the 2026 edition can have no nodes: its SCRIPT jobs. */
function nodesOf(nodes: unknown, edition: Edition): unknown[] {
  if (nodes === undefined && edition === '2026') return [];
  if (!Array.isArray(nodes)) throw badParameter('nodes is required and must be an array.');
  return nodes;
}

/** Only the 2026 edition takes settings here; 2025 knows no such field. */
function sentSettings(body: JsonObject, edition: Edition): JsonObject {
  return edition === '2026' ? jobConditionOf(body, edition) : {};
}
