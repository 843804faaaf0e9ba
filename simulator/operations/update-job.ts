import { jobResponse, withProperties } from '../job.ts';
import { jobFieldsOf } from '../job-fields.ts';
import { koreanDate } from '../korean-time.ts';
import { notFound } from '../response.ts';
import { jobWithId } from '../service.ts';
import { bodyObject, type Operation } from './operation-request.ts';

/**
 * 2025: PUT /api/v1/jobs/{jobId} with name, type and nodes. 2026: PATCH, where only type is required and what is
 * left out is kept. Whether PATCH takes nodes is not documented: the setting `updateTakesNodes` decides.
 */
export const updateJob: Operation = (request, service) => {
  const { edition, updateTakesNodes } = service.settings;
  if (request.route.method !== (edition === '2025' ? 'PUT' : 'PATCH')) {
    throw notFound(`There is no ${request.route.method} for a job.`);
  }
  const job = jobWithId(service, request.route.jobId);
  const required = edition === '2025' ? ['name', 'type', 'nodes'] : ['type'];
  const { name, description, type, nodes, ...sent } = jobFieldsOf(bodyObject(request), edition, required);
  job.name = name ?? job.name;
  job.description = description ?? job.description;
  job.type = type ?? job.type;
  if (nodes && (edition === '2025' || updateTakesNodes)) job.nodes = nodes.map(withProperties);
  job.maxConcurrentRuns = sent.maxConcurrentRuns ?? job.maxConcurrentRuns;
  job.runCondition = { ...job.runCondition, ...sent.jobCondition };
  job.unknownFields = { ...job.unknownFields, ...sent.unknownFields };
  job.updatedDate = koreanDate(service.nowMs());
  return { status: 200, body: jobResponse(job, edition) };
};
