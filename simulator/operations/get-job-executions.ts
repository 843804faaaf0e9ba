import type { Execution } from '../execution.ts';
import { executionResponse } from '../execution-response.ts';
import { identifierFrom } from '../identifiers.ts';
import type { Settings } from '../options.ts';
import { pageOf } from '../paging.ts';
import { jobWithId, listedExecutions } from '../service.ts';
import type { Operation } from './operation-request.ts';

/** GET /api/v1/jobs/{jobId}/executions?page&limit. */
export const getJobExecutions: Operation = ({ route, omits }, service) => {
  const { settings } = service;
  jobWithId(service, route.jobId);
  const executions = inOrder(listedExecutions(service, route.jobId, omits), settings.order);
  const nowMs = service.nowMs();
  return {
    status: 200,
    body: pageOf(executions, route.query, settings, (each) => executionResponse(each, settings, nowMs)),
  };
};

/** The shuffled order depends on the ids alone, so that pages fit together. */
function inOrder(oldestFirst: readonly Execution[], order: Settings['order']): readonly Execution[] {
  if (order === 'oldest-first') return oldestFirst;
  if (order === 'newest-first') return oldestFirst.toReversed();
  const ranked = oldestFirst.map((execution) => ({ execution, rank: rankOf(execution.jobExecutionId) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ execution }) => execution);
}

/** Ranks that were computed already: a digest for each of 20,000 executions would be slow at every page. */
const ranks = new Map<string, string>();

function rankOf(jobExecutionId: string): string {
  const rank = ranks.get(jobExecutionId) ?? identifierFrom(jobExecutionId);
  ranks.set(jobExecutionId, rank);
  return rank;
}
