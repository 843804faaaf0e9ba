import { savedSettingsDefaults } from '../editions.ts';
import { jobFromSeed, jobResponse } from '../job.ts';
import { jobFieldsOf } from '../job-fields.ts';
import { bodyObject, type Operation } from './operation-request.ts';

/**
 * POST /api/v1/jobs. A name that another job has makes another job: there is no idempotency key. 2025 requires
 * name and nodes; 2026 name and type, for a SCRIPT job has no nodes.
 */
export const createJob: Operation = (request, service) => {
  const { edition } = service.settings;
  const required = edition === '2025' ? ['name', 'nodes'] : ['name', 'type'];
  const { jobCondition, ...fields } = jobFieldsOf(bodyObject(request), edition, required);
  const seed = { ...fields, runCondition: { ...savedSettingsDefaults(edition), ...jobCondition } };
  const job = jobFromSeed(seed, edition, service.newId(), service.nowMs());
  service.jobs.set(job.jobId, job);
  return { status: 200, body: jobResponse(job, edition) };
};
