/** What `npm run demo` can show. */
import type { SimulatorOptions } from '../simulator/simulator.ts';

export interface Scenario {
  readonly about: string;
  readonly simulator: SimulatorOptions;
  /** Folder of the action; default: the main action. */
  readonly action?: 'backfill' | 'run-jobs';
  readonly with?: Readonly<Record<string, string>>;
  /** Objects that exist in Object Storage, empty. */
  readonly objects?: readonly string[];
  /** The workflow is cancelled once the step has printed this, and its post step is shown. */
  readonly cancelAt?: string;
  /** How much faster than real time all clocks go. Default 120: a minute takes half a second. */
  readonly factor?: number;
}

/** The options of the documented executeJob example. */
const documentedCondition = JSON.stringify({
  workerType: 'DEFAULT',
  numWorker: 2,
  timeout: 360,
  nrn: 'nrn:PUB:IAM::2706412:Role/1a2b3c4d-0496-11f0-baf6-246e96591a38',
  scriptPath: 'dataflow-2706412/scripts/',
  logPath: 'dataflow-2706412/sparkHistoryLogs/',
});

const run = {
  jobId: 'gqigvHhTu7ra',
  jobCondition: documentedCondition,
  parameters: '$table_name: test.sample_table2',
};
/** The documented job takes 14 minutes. */
const course = { readyMs: 20_000, runningMs: 14 * 60_000 } as const;
const history = 30;

const plan = `
customers: {jobId: customers, retries: 1}
orders: {jobId: orders, retries: 1}
sales: {jobId: sales, needs: [customers, orders]}
stock: {jobId: stock, needs: orders}
report: {jobId: report, needs: [sales, stock]}
`;

export const scenarios: Readonly<Record<string, Scenario>> = {
  completed: {
    about: 'the documented job, to its end',
    simulator: { history, plan: { ...course, final: 'COMPLETED' } },
    with: run,
  },
  failed: {
    about: 'a job that fails',
    simulator: { history, plan: { ...course, final: 'FAILED' } },
    with: run,
  },
  'canceled-in-console': {
    about: 'somebody cancels the execution in the Data Flow console',
    simulator: { history, plan: { ...course, final: 'CANCELED' } },
    with: run,
  },
  timeout: {
    about: 'a job that takes longer than waitTimeout',
    simulator: { history, plan: { readyMs: 0, runningMs: 6 * 60 * 60_000, final: 'COMPLETED' } },
    with: { ...run, waitTimeout: '30m' },
  },
  'workflow-cancelled': {
    about: 'the workflow is cancelled while the job runs, and the job takes 20 s to stop',
    simulator: { history, plan: { ...course, cancelTakesMs: 20_000 } },
    with: run,
    cancelAt: '] RUNNING',
    // The step has 3.5 s for its last requests, by these clocks, too.
    factor: 10,
  },
  lost: {
    about: 'the response to the start is lost, and the list cannot be read either',
    simulator: {
      history,
      plan: { ...course, final: 'COMPLETED' },
      faults: [
        { on: 'executeJob', kind: 'reset-after' },
        { on: 'getJobExecutions', nth: 2, times: 999, kind: 'status', status: 503 },
      ],
    },
    with: { ...run, waitTimeout: '10m' },
  },
  'bad-key': {
    about: 'a wrong secret key',
    simulator: { history },
    with: { ...run, secretKey: 'not-the-secret-key' },
  },
  flaky: {
    about: 'the response to the start is lost, and the service fails now and then',
    simulator: {
      history,
      plan: { ...course, final: 'COMPLETED' },
      faults: [
        { on: 'getJob', kind: 'status', status: 503 },
        { on: 'executeJob', kind: 'reset-after' },
        { on: 'getJobExecutions', nth: 4, kind: 'html', status: 502 },
        { on: 'getJobExecutions', nth: 5, kind: 'reset-before' },
      ],
    },
    with: { ...run },
  },
  backfill: {
    about: 'one job for nine dates, three at a time; two are done already, one fails',
    action: 'backfill',
    simulator: {
      history,
      plan: (number) => ({
        readyMs: 20_000,
        runningMs: (10 + ((number * 7) % 6)) * 60_000,
        final: number === 4 ? 'FAILED' : 'COMPLETED',
      }),
    },
    objects: ['sales/out/dt=2026-11-02/_SUCCESS', 'sales/out/dt=2026-11-05/_SUCCESS'],
    with: {
      jobId: 'gqigvHhTu7ra',
      from: '2026-11-01',
      to: '2026-11-09',
      parameters: '$day: "{date}"\n$until: "{next}"',
      skipIfExists: 'sales/out/dt={date}/_SUCCESS',
      maxParallel: '3',
      onFailure: 'continue',
      consoleLogLines: '12',
    },
  },
  plan: {
    about: 'five jobs that need each other; one fails and is started again',
    action: 'run-jobs',
    simulator: {
      jobs: ['customers', 'orders', 'sales', 'stock', 'report'].map((jobId) => ({ jobId, name: jobId })),
      plan: (number) => ({
        readyMs: 20_000,
        runningMs: (4 + ((number * 5) % 7)) * 60_000,
        final: number === 2 ? 'FAILED' : 'COMPLETED',
      }),
    },
    with: { plan, onFailure: 'continue' },
  },
};
