import { documentedNodes } from './documented-job.ts';
import { type Edition, savedSettingsDefaults } from './editions.ts';
import { koreanDate } from './korean-time.ts';
import { isJsonObject, type JsonObject } from './response.ts';

/** A job of the account, or of a createJob. */
export interface JobSeed {
  readonly jobId?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly nodes?: readonly unknown[] | undefined;
  /** Saved settings that differ from the default; 2025 shows all as `runCondition`, 2026 as `jobCondition`. */
  readonly runCondition?: JsonObject | undefined;
  /** ISO 8601. */
  readonly createdDate?: string;
  readonly updatedDate?: string;
  readonly lastExecutionDate?: string;
  readonly lastExecutionStatus?: string;
  /** Only the 2026 edition shows it. Default 1. */
  readonly maxConcurrentRuns?: number | undefined;
  /** Further fields, shown as they are. */
  readonly unknownFields?: JsonObject;
}

/** A job as the service keeps it. */
export interface Job {
  readonly jobId: string;
  name: string;
  description: string;
  type: string;
  readonly status: string;
  nodes: readonly unknown[];
  runCondition: JsonObject;
  readonly createdDate: string;
  updatedDate: string;
  readonly lastExecutionDate: string | undefined;
  readonly lastExecutionStatus: string | undefined;
  maxConcurrentRuns: number;
  unknownFields: JsonObject;
}

/** The job of the documented getJob example, with the nrn that executing it requires. */
export const documentedJob: JobSeed = {
  jobId: 'gqigvHhTu7ra',
  name: 'job001',
  nodes: documentedNodes,
  createdDate: '2025-03-19T15:03:42+09:00',
  updatedDate: '2025-03-20T13:07:34+09:00',
  lastExecutionDate: '2025-03-20T13:06:05+09:00',
  lastExecutionStatus: 'COMPLETED',
};

/** The nrn of the role that the documented jobs run under, with its masked parts filled in. */
export const documentedNrn = 'nrn:PUB:IAM::2706412:Role/1a2b3c4d-0496-11f0-baf6-246e96591a38';

/** Completes a seed, dates by the service's clock. */
export function jobFromSeed(seed: JobSeed, edition: Edition, newId: string, nowMs: number): Job {
  const nodes = seed.nodes ?? [];
  return {
    jobId: seed.jobId ?? newId,
    name: seed.name ?? 'job001',
    description: seed.description ?? '',
    type: seed.type ?? (edition === '2025' ? 'DATAFLOW' : nodes.length > 0 ? 'VISUAL' : 'SCRIPT'),
    status: seed.status ?? (edition === '2025' ? 'RUNNABLE' : 'READY'),
    nodes: nodes.map(withProperties),
    runCondition: { ...savedSettingsDefaults(edition), nrn: documentedNrn, ...seed.runCondition },
    createdDate: seed.createdDate ?? koreanDate(nowMs),
    updatedDate: seed.updatedDate ?? koreanDate(nowMs),
    lastExecutionDate: seed.lastExecutionDate,
    lastExecutionStatus: seed.lastExecutionStatus,
    maxConcurrentRuns: seed.maxConcurrentRuns ?? 1,
    unknownFields: seed.unknownFields ?? {},
  };
}

/** Every example has `"properties": []` in each field of a node that was sent without it. */
export function withProperties(node: unknown): unknown {
  if (!isJsonObject(node) || !Array.isArray(node['fieldList'])) return node;
  const fieldList = node['fieldList'].map((field: unknown) =>
    isJsonObject(field) ? { ...field, properties: field['properties'] ?? [] } : field,
  );
  return { ...node, fieldList };
}

/** The fields in the response of createJob, updateJob and updateJobExecuteConfig. */
export function jobResponse(job: Job, edition: Edition): JsonObject {
  const settings =
    edition === '2025'
      ? { runCondition: job.runCondition }
      : { maxConcurrentRuns: job.maxConcurrentRuns, jobCondition: job.runCondition };
  const { jobId, name, description, type, status, nodes, createdDate, updatedDate } = job;
  const fields = { jobId, name, description, type, status, nodes, ...settings, createdDate, updatedDate };
  return { ...job.unknownFields, ...fields };
}
