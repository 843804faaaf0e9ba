/** Runs the built action against the simulator, as a runner would, and prints what a person would see. */
import { join } from 'node:path';
import { type StepOptions, startStep } from '../simulator/github-runner.ts';
import { type SimulatorOptions, startSimulator } from '../simulator/simulator.ts';

interface Scenario {
  readonly about: string;
  readonly simulator: SimulatorOptions;
  readonly with?: Record<string, string>;
  /** The workflow is cancelled once the step has printed this. */
  readonly cancelAt?: string;
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

/** The documented job takes 14 minutes; here a minute goes by in half a second. */
const course = { readyMs: 20_000, runningMs: 14 * 60_000 } as const;
const fast = { speed: 120, history: 30 } as const;

const scenarios: Record<string, Scenario> = {
  completed: {
    about: 'the documented job, to its end',
    simulator: { ...fast, plan: { ...course, final: 'COMPLETED' } },
  },
  failed: { about: 'a job that fails', simulator: { ...fast, plan: { ...course, final: 'FAILED' } } },
  canceled: {
    about: 'somebody cancels the execution in Data Flow',
    simulator: { ...fast, plan: { ...course, final: 'CANCELED' } },
  },
  timeout: {
    about: 'a job that takes longer than waitTimeout',
    simulator: { ...fast, plan: { readyMs: 0, runningMs: 6 * 60 * 60_000, final: 'COMPLETED' } },
    with: { waitTimeout: '3s' },
  },
  cancelled: {
    about: 'the workflow is cancelled while the job runs',
    simulator: { ...fast, plan: { ...course, final: 'COMPLETED' } },
    cancelAt: '] RUNNING',
  },
  lost: {
    about: 'the response to the start is lost, and the list cannot be read either',
    simulator: {
      ...fast,
      plan: { ...course, final: 'COMPLETED' },
      faults: [
        { on: 'executeJob', kind: 'reset-after' },
        { on: 'getJobExecutions', nth: 2, times: 999, kind: 'status', status: 503 },
      ],
    },
    with: { waitTimeout: '5s' },
  },
  'bad-key': { about: 'a wrong secret key', simulator: fast, with: { secretKey: 'not-the-secret-key' } },
  flaky: {
    about: 'the response to the start is lost, and the service fails now and then',
    simulator: {
      ...fast,
      plan: { ...course, final: 'COMPLETED' },
      faults: [
        { on: 'getJob', kind: 'status', status: 503 },
        { on: 'executeJob', kind: 'reset-after' },
        { on: 'getJobExecutions', nth: 4, kind: 'html', status: 502 },
        { on: 'getJobExecutions', nth: 5, kind: 'reset-before' },
      ],
    },
  },
};

async function show(name: string, scenario: Scenario): Promise<void> {
  console.log(`\n━━ ${name}: ${scenario.about} (a minute of the service takes half a second) ━━\n`);
  await using simulator = await startSimulator(scenario.simulator);
  const options: StepOptions = {
    action: join(import.meta.dirname, '..'),
    with: {
      jobId: 'gqigvHhTu7ra',
      accessKey: simulator.accessKey,
      secretKey: simulator.secretKey,
      apiUrl: simulator.url,
      objectStorageUrl: simulator.objectStorageUrl,
      pollInterval: '500ms',
      jobCondition: documentedCondition,
      parameters: '$table_name: test.sample_table2',
      ...scenario.with,
    },
  };
  const running = startStep(options);
  if (scenario.cancelAt) {
    await running.waitForOutput(scenario.cancelAt);
    running.cancel();
  }
  const step = await running.finished;
  console.log(step.log);
  console.log(`\n── exit code ${step.exitCode}: the step ${step.exitCode === 0 ? 'succeeded' : 'failed'}`);
  console.log('\n── outputs');
  for (const [output, value] of Object.entries(step.outputs)) console.log(`${output}=${value}`);
  console.log('\n── job summary (Markdown)');
  console.log(step.summary.trim());
  console.log(
    `\n── requests: ${simulator.requests.length}; executions started: ${simulator.executions.filter(({ startedBy }) => startedBy === 'request').length}`,
  );
}

const [name = 'completed'] = process.argv.slice(2);
const scenario = scenarios[name];
if (scenario) {
  await show(name, scenario);
} else {
  const list = Object.entries(scenarios).map(([each, { about }]) => `  ${each.padEnd(10)} ${about}`);
  console.error(`There is no demo "${name}"; there are:\n${list.join('\n')}`);
  process.exitCode = 2;
}
