/** Every conclusion of backfill and run-jobs, with example values. */
import { explainPlan, type PlanReport } from '../src/report/plan/explain-plan.ts';
import { BACKFILL, type PlanRow, RUN_JOBS } from '../src/report/plan/plan-row.ts';
import { overLimit, unavailable } from './service-errors.ts';
import type { Section } from './troubleshooting-section.ts';

interface PlanExample {
  readonly heading: string;
  readonly report: Omit<PlanReport, 'conclusion'>;
  readonly about: string;
}

const jobId = 'gqigvHhTu7ra';

function row(name: string, conclusion: PlanRow['conclusion'], more: Partial<PlanRow> = {}): PlanRow {
  const attempts = ['not_started', 'skipped'].includes(conclusion) ? 0 : 1;
  return { name, jobId, needs: [], conclusion, attempts, ...more };
}

const execution = { jobExecutionId: 'fKE22JFX4PAu' };
const done = ['2026-11-01', '2026-11-02'].map((date) => row(date, 'success'));
const waiting = row('2026-11-04', 'not_started');
const failed = {
  ...execution,
  status: 'FAILED',
  note: 'java.io.FileNotFoundException: No such file: s3a://aitems/part-00003.csv',
};

/** A backfill of two dates that are completed and of others. */
function backfill(...rows: readonly PlanRow[]): PlanExample['report'] {
  return { words: BACKFILL, rows: [...done, ...rows] };
}

/** At least one for each conclusion: the compiler asks for it when one is added. */
export const PLANS: Readonly<
  Record<PlanReport['conclusion'], readonly [PlanExample, ...(readonly PlanExample[])]>
> = {
  failure: [
    {
      heading: 'Some executions failed (backfill)',
      report: backfill(row('2026-11-03', 'failure', failed), waiting, row('2026-11-05', 'skipped')),
      about:
        'At least one execution FAILED, was cancelled in Data Flow, or its start was refused. The table in the summary shows each date. With `onFailure: stop`, no more dates were started after that. The next run needs only the dates of the message; the output `remaining` has them too.',
    },
    {
      heading: 'Some executions failed (run-jobs)',
      report: {
        words: RUN_JOBS,
        rows: [row('load', 'success'), row('clean', 'failure', failed), row('report', 'not_started')],
      },
      about:
        'A job that needs a failed one is not started. Correct the failed job first. Then run a plan of the jobs that the message names, and take completed jobs out of their `needs`. The output `notRun` has the names.',
    },
  ],
  unknown: [
    {
      heading: 'The state of some executions is not known (backfill, run-jobs)',
      report: backfill(
        row('2026-11-03', 'unknown', { ...execution, note: unavailable.message, isRunning: true }),
        waiting,
      ),
      about:
        'A response to a start was lost, or the state of an execution could not be read. The execution may still run, or may have completed. Check it in the console first: a second start may write the same data twice.',
    },
  ],
  timed_out: [
    {
      heading: 'waitTimeout is over (backfill, run-jobs)',
      report: {
        ...backfill(row('2026-11-03', 'timed_out', { ...execution, isRunning: true }), waiting),
        waitTimeoutMs: 90 * 60_000,
      },
      about:
        'No more were started after `waitTimeout`. With `onTimeout: leave`, the executions that the message names are still running. Wait until they have ended. If the plan is only long, raise `waitTimeout`.',
    },
  ],
  cancelled: [
    {
      heading: 'The step is cancelled (backfill, run-jobs)',
      report: backfill(row('2026-11-03', 'cancelled', execution), waiting),
      about:
        'The workflow was cancelled, or `timeout-minutes` is over. Executions of this step are cancelled too, unless `onCancel` is `leave`; those that still run are named in the message. Completed ones are not run again.',
    },
  ],
  not_started: [
    {
      heading: 'Nothing could be started (backfill, run-jobs)',
      report: {
        words: BACKFILL,
        rows: [row('2026-11-01', 'not_started', { note: overLimit.message }), waiting],
      },
      about:
        'The first start was refused, the job was not found, or an object of `skipIfExists` could not be read. The line `Cause:` says which. Nothing is running: correct the cause, then run the step again as it is.',
    },
  ],
  success: [
    {
      heading: 'All executions are completed (backfill, run-jobs)',
      report: backfill(row('2026-11-03', 'skipped')),
      about:
        'Each date or job COMPLETED or was skipped. A date is skipped when its object of `skipIfExists` exists already. There is nothing to do.',
    },
  ],
  skipped: [
    {
      heading: 'dryRun of backfill and run-jobs',
      report: {
        words: BACKFILL,
        rows: [
          ...['2026-11-01', '2026-11-02'].map((date) => row(date, 'not_started')),
          row('2026-11-03', 'skipped'),
        ],
      },
      about:
        'The plan was checked, and nothing was started. The log shows what would be sent for each date or job. Run the step without `dryRun` to start them.',
    },
  ],
};

/** A section for each example. */
export const PLAN_SECTIONS: readonly Section[] = Object.entries(PLANS).flatMap(([conclusion, examples]) =>
  examples.map(({ heading, report, about }) => ({
    heading,
    intro: `conclusion: \`${conclusion}\``,
    explanation: explainPlan({ ...report, conclusion: conclusion as PlanReport['conclusion'] }),
    about,
  })),
);
