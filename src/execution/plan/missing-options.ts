import { mergeCondition, missingFields } from '../../job/condition.ts';
import type { JobAndPast } from '../prepare.ts';
import type { PlannedRun } from './plan-context.ts';

/**
 * The options that neither the inputs nor the saved settings of a job have, as one text: the service would refuse the
 * start.
 * @returns undefined when none is missing
 */
export function missingOptions(
  runs: readonly PlannedRun[],
  jobs: ReadonlyMap<string, JobAndPast>,
): string | undefined {
  const problems = runs.flatMap(({ jobId, jobCondition }) => {
    const saved = jobs.get(jobId)?.job?.savedCondition ?? {};
    const missing = missingFields(mergeCondition(jobCondition, saved).jobCondition);
    return missing.length === 0
      ? []
      : [`job ${jobId}: neither jobCondition nor the saved settings have ${missing.join(', ')}`];
  });
  return problems.length === 0 ? undefined : [...new Set(problems)].join('; ');
}
