/** The endings of the main action as whole results, which is what the report explains. */
import type { Execution } from '../src/dataflow/model.ts';
import type { How } from '../src/execution/context.ts';
import type { Followed, NotStarted, Result, Unclear } from '../src/execution/outcome.ts';
import { type Example, FOLLOWED, NOT_STARTED, OURS, UNCLEAR } from './ending-examples.ts';

const jobId = 'gqigvHhTu7ra';

const EXECUTION = {
  jobExecutionId: OURS,
  jobName: 'job001',
  status: 'RUNNING',
  jobCondition: {
    consoleLogPath: `bucket/sparkHistoryLogs/console/gqigvHhTu7ra/${OURS}_2025-03-21T11:12:56.log`,
  },
  startDate: '2025-03-21T11:12:54+09:00',
  endDate: '2025-03-21T11:27:47+09:00',
} as unknown as Execution;

/** An ending as a whole result, under its heading. */
export interface ResultExample {
  readonly heading: string;
  readonly result: Result;
  readonly reason: string | undefined;
}

/** What has an execution, then what may have one, then what has none. */
export const RESULTS: readonly ResultExample[] = [
  ...Object.values<readonly Example<Followed>[]>(FOLLOWED)
    .flat()
    .map(({ heading, ending, reason, how = 'started' }) => {
      return { heading, reason, result: followed(ending, how) };
    }),
  ...Object.values<readonly Example<Unclear>[]>(UNCLEAR)
    .flat()
    .map(({ heading, ending, reason }) => {
      return { heading, reason, result: { state: 'unclear', jobId, attempts: 0, ending } as const };
    }),
  ...Object.values<readonly Example<NotStarted>[]>(NOT_STARTED)
    .flat()
    .map(({ heading, ending, reason }) => {
      return { heading, reason, result: { state: 'not-started', jobId, attempts: 0, ending } as const };
    }),
];

function followed(ending: Followed, how: How): Result {
  const execution = ending.kind === 'not-listed' ? undefined : EXECUTION;
  return { state: 'followed', jobId, attempts: 1, jobExecutionId: OURS, how, ending, execution };
}
