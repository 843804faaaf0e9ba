/** Runs the built action against the simulator, as a runner would, and prints what a person would see. */
import { join } from 'node:path';
import { runPost, type StepOptions, type StepResult, startStep } from '../simulator/github-runner.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { type Scenario, scenarios } from './demo-scenarios.ts';
import { scaledTime } from './scaled-time.ts';

/** How fast time goes by default: a minute takes half a second. */
const FACTOR = 120;

function optionsOf(scenario: Scenario, simulator: Simulator, env: Record<string, string>): StepOptions {
  return {
    action: join(import.meta.dirname, '..', scenario.action ?? ''),
    with: {
      accessKey: simulator.accessKey,
      secretKey: simulator.secretKey,
      apiUrl: simulator.url,
      objectStorageUrl: simulator.objectStorageUrl,
      ...scenario.with,
    },
    env,
  };
}

/** Without the lines that keep the runner from taking text from outside for commands. */
function logOf({ log }: StepResult): string {
  const lines = log.split('\n').filter((line) => !/^\s*::(stop-commands::)?\*\*\*/.test(line));
  return lines.join('\n').trim();
}

const endOf = ({ exitCode }: StepResult) =>
  `exit code ${exitCode}: the step ${exitCode === 0 ? 'succeeded' : 'failed'}`;

async function show(name: string, scenario: Scenario): Promise<void> {
  const { factor = FACTOR } = scenario;
  const { env, ...time } = scaledTime(factor);
  console.log(`\n━━ ${name}: ${scenario.about} ━━\n`);
  await using simulator = await startSimulator({ ...scenario.simulator, ...time });
  for (const path of scenario.objects ?? []) simulator.putObject(path, '');
  const options = optionsOf(scenario, simulator, env);
  const running = startStep(options);
  if (scenario.cancelAt) {
    await running.waitForOutput(scenario.cancelAt);
    running.cancel();
  }
  const step = await running.finished;
  console.log(logOf(step));
  console.log(`\n── ${endOf(step)}`);
  if (scenario.cancelAt) {
    const post = await runPost(options, step);
    console.log(`\n── log of the post step\n${logOf(post)}\n── post step: ${endOf(post)}`);
  }
  console.log('\n── outputs');
  for (const [output, value] of Object.entries(step.outputs)) console.log(`${output}=${value}`);
  console.log('\n── job summary (Markdown)');
  console.log(step.summary.trim());
  const started = simulator.executions.filter(({ startedBy }) => startedBy === 'request').length;
  console.log(`\n── requests: ${simulator.requests.length}; executions started: ${started}`);
  console.log(`── all clocks went ${factor} times as fast as real ones`);
}

const [name = 'completed'] = process.argv.slice(2);
const scenario = scenarios[name];
if (scenario) {
  await show(name, scenario);
} else {
  const list = Object.entries(scenarios).map(([each, { about }]) => `  ${each.padEnd(20)} ${about}`);
  if (name === '--help') {
    console.log(`npm run demo -- NAME runs one of these against the simulator:\n${list.join('\n')}`);
  } else {
    console.error(`There is no demo "${name}"; there are:\n${list.join('\n')}`);
    process.exitCode = 2;
  }
}
