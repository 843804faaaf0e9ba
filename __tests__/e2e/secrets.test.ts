import { describe, expect, it } from '@jest/globals';
import type { StepResult } from '../../simulator/github-runner.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { partsShown, runnerMasker } from '../support/runner-masker.ts';
import { type Inputs, JOB_ID, QUICK, run } from './step.ts';
import { run as runSubAction, workspaceWith } from './sub-action.ts';

const noise = (length: number) =>
  Array.from({ length }, (_, at) => ((at * 7919 + 13) % 36).toString(36)).join('');
const secrets = [
  'p|w`d\\9_x*[y]~<z>&$"\'q#K2',
  `T${noise(699)}`,
  Array.from({ length: 12 }, (_, line) => `${line}${noise(40 + line)}+/`).join('\n'),
  '아주긴비밀번호_하나둘셋|넷다섯',
  '::add-mask::x##[group]y%0Az',
];

/** The parts of a secret that a person sees in the log, in annotations and in the summary. */
function seen(secret: string, { log, summary, annotations }: StepResult): string[] {
  const masked = runnerMasker(secret);
  const texts = [log, summary, ...annotations.map(({ title = '', message }) => `${title}\n${message}`)];
  return texts.flatMap((text) => partsShown(secret, masked(text)));
}

const within = (secret: string) => `jdbc:mysql://db:3306/x?password=${secret}&ssl=true`;
const refusing = (secret: string): SimulatorOptions => ({
  ...QUICK,
  faults: [
    {
      on: 'executeJob',
      kind: 'status',
      status: 400,
      body: JSON.stringify({
        detail: `${'x'.repeat(250)} url ${within(secret)} is not allowed`,
        errorType: 'bad',
      }),
    },
  ],
});
const failing = (
  secret: string,
  consoleLog = `${'y'.repeat(1900)} ${secret}\nconnecting to ${within(secret)}\nValueError: ${within(secret)}\n`,
): SimulatorOptions => ({
  plan: { readyMs: 0, runningMs: 100, final: 'FAILED', consoleLog },
});
const asValue = (secret: string): Inputs => ({
  parameters: `$url: ${JSON.stringify(within(secret))}`,
  jobCondition: JSON.stringify({ parameters: { pw: secret }, extra: { token: secret } }),
});

/** Of the workflow, too, but not an input of the step: the job prints it. */
describe.each(
  secrets.filter((secret) => !secret.includes('##[')).map((secret) => [secret.slice(0, 12), secret]),
)('the secret %j… that was never given to the action', (_start, secret) => {
  it.concurrent.each<[string, SimulatorOptions]>([
    ['is printed by the job', failing(secret)],
    [
      'begins before what is read of the only line',
      failing(secret, `${'y'.repeat(140_000)}${secret}${' z'.repeat(990)}`),
    ],
    ['ends where a line is cut', failing(secret, `${'y'.repeat(1990)} ${secret}\nValueError: ${secret}\n`)],
  ])('that %s is seen by nobody', async (_case, options) => {
    await using simulator = await startSimulator(options);
    const step = await run(simulator, { consoleLogLines: '20' });
    expect(step.outputs['conclusion']).toBe('failure');
    expect(seen(secret, step)).toEqual([]);
  });
});

describe.each(secrets.map((secret) => [secret.slice(0, 12), secret] as const))(
  'the secret %j…',
  (_start, secret) => {
    it.concurrent.each<[string, SimulatorOptions, Inputs]>([
      ['is sent and succeeds', QUICK, asValue(secret)],
      ['would be sent', QUICK, { ...asValue(secret), dryRun: 'true' }],
      ['is repeated in an error of the service', refusing(secret), asValue(secret)],
      ['is printed by the job', failing(secret), asValue(secret)],
      ['is taken for an alias', QUICK, { parameters: `$a: b\n$pw: *${secret}` }],
      ['is no number', QUICK, { jobCondition: JSON.stringify({ numWorker: secret }) }],
    ])('that %s is shown nowhere', async (_case, options, inputs) => {
      await using simulator = await startSimulator(options);
      const step = await run(simulator, inputs);
      expect(step.outputs['conclusion']).toMatch(/^(success|skipped|failure|not_started)$/);
      expect(step.summary).toContain('### Data Flow');
      expect(seen(secret, step)).toEqual([]);
    });

    it.concurrent('that is a name, a parameter and a part of a refusal of a plan is shown nowhere', async () => {
      await using simulator = await startSimulator(refusing(`${secret}.`));
      // A name is one line of at most 100 characters.
      const name = secret.length > 100 ? 'a' : secret;
      const first = { jobId: JOB_ID, parameters: { pw: secret } };
      const plan = { [name]: first, b: { jobId: JOB_ID, needs: name } };
      const step = await runSubAction(simulator, 'run-jobs', { plan: JSON.stringify(plan) });
      expect(step.outputs['conclusion']).toBe('not_started');
      expect(step.summary).toContain('mermaid');
      expect(seen(secret, step)).toEqual([]);
    });

    it.concurrent('that holds the access key is shown nowhere', async () => {
      await using simulator = await startSimulator(QUICK);
      const whole = `${secret.slice(0, 20)}${simulator.accessKey}${secret}`;
      const step = await run(simulator, {
        ...asValue(whole),
        jobCondition: JSON.stringify({ logPath: whole }),
      });
      expect(step.exitCode).toBe(0);
      expect(seen(whole, step)).toEqual([]);
    });

    it.concurrent('that is a setting or a part of a definition is shown nowhere', async () => {
      await using simulator = await startSimulator(QUICK);
      const jobCondition = { scriptPath: within(secret), parameters: { pw: secret }, extra: [secret] };
      const configured = await runSubAction(simulator, 'configure-job', {
        jobId: JOB_ID,
        jobCondition: JSON.stringify(jobCondition),
        check: 'true',
      });
      expect(configured.outputs['changed']).toBe('true');
      expect(seen(secret, configured)).toEqual([]);
      const nodes = [{ id: 1, type: 'SOURCE_OBS', name: within(secret) }];
      using workspace = workspaceWith({
        'job.json': JSON.stringify({ name: 'job002', nodes, jobCondition }),
      });
      const created = await runSubAction(
        simulator,
        'create-job',
        { definition: 'job.json' },
        { workspace: workspace.path },
      );
      expect(created.exitCode).toBe(1);
      expect(seen(secret, created)).toEqual([]);
    });
  },
);
