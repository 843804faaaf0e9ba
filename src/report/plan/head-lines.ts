import { typicalDuration } from '../../execution/history.ts';
import { isDone, stateOf } from '../../execution/plan/run-state.ts';
import { formatDuration } from '../../time/duration.ts';
import type { LoggedPlan } from './plan-log.ts';
import { counted, shortName } from './plan-row.ts';

/** So many jobs have a line of their own. */
const MOST_JOBS = 20;

/** The first lines of the log: how much there is to do, and how long each job usually takes. */
export function headLines({ words, runs, maxParallel, jobs, result }: LoggedPlan): string[] {
  const { states } = result();
  const skipped = runs.filter(({ name }) => isDone(stateOf(states, name))).length;
  const skippedPart = skipped > 0 ? `, ${skipped} skipped` : '';
  const jobLines = [...jobs].map(([jobId, { job, past }]) => {
    const typical = typicalDuration(past);
    const usually = typical
      ? `usually takes ${formatDuration(typical.medianMs)} (median of ${typical.count} that completed)`
      : 'has fewer than 3 completed executions to estimate from';
    const name = job?.name ? `"${shortName(job.name)}" (${shortName(jobId)})` : shortName(jobId);
    return `  Data Flow job ${name} ${usually}`;
  });
  const others = jobs.size - MOST_JOBS;
  return [
    `Data Flow: ${words.action}, ${counted(runs.length, words)}${skippedPart}, at most ${maxParallel} at a time`,
    ...jobLines.slice(0, MOST_JOBS),
    ...(others > 0 ? [`  and ${others} more`] : []),
  ];
}
