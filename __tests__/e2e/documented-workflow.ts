/** Runs the steps of the workflows in docs/jobs-as-code.md, with what they name, against a simulator. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { runStep, type StepResult } from '../../simulator/github-runner.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { ROOT } from './step.ts';

interface WorkflowStep {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly WorkflowStep[] }>>;
}

const PAGE = readFileSync(join(ROOT, 'docs/jobs-as-code.md'), 'utf8');

/** The files that the page shows, by their paths. */
export const documentedFiles: Readonly<Record<string, string>> = Object.fromEntries(
  [...PAGE.matchAll(/```(?:yaml|python)\n# (\S+\.\w+)\n([\s\S]*?)```/g)].map(
    ([, path = '', content = '']) => [path, content],
  ),
);

/** What the page shows of a filter that was changed from 0 to 100. */
const [, documentedDifference] = /```text\n( *field [\s\S]*?)\n *```/.exec(PAGE) ?? [];
if (!documentedDifference) throw new Error('the page shows no difference');

export { documentedDifference };

/** A step that has run: an action by what it uses, or `run` for a script of the shell. */
export interface RanStep
  extends Pick<StepResult, 'exitCode' | 'log' | 'summary' | 'outputs' | 'annotations'> {
  readonly action: string;
}

/** Which job of which workflow of the page runs where. */
export interface DocumentedJob {
  readonly workflow: 'sales-daily' | 'clean-daily';
  readonly job: 'check' | 'deploy' | 'drift';
  readonly workspace: string;
}

/**
 * Runs one job of a workflow, step after step, until one fails; a step gets the outputs of those before it.
 * @param edit changes the text of the workflow first
 */
export async function runDocumentedJob(
  simulator: Simulator,
  { workflow: name, job, workspace }: DocumentedJob,
  edit: (text: string) => string = (text) => text,
): Promise<RanStep[]> {
  const workflow: Workflow = parse(edit(documentedFiles[`.github/workflows/${name}.yml`] ?? ''));
  const ran: RanStep[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  for (const step of workflow.jobs[job]?.steps ?? []) {
    const value = (expression: string) => evaluated(expression, simulator, workflow, outputs);
    if (step.uses?.startsWith('actions/') || !holds(step.if, value)) continue;
    const result =
      step.run === undefined
        ? await action(simulator, step, workspace, value)
        : await shell(step, workspace, value);
    ran.push(result);
    if (step.id) outputs[step.id] = result.outputs;
    if (result.exitCode !== 0) break;
  }
  return ran;
}

type Value = (expression: string) => string;

async function action(
  simulator: Simulator,
  step: WorkflowStep,
  workspace: string,
  value: Value,
): Promise<RanStep> {
  const folder = (step.uses ?? '').slice('your-org/data-flow-action'.length).replace(/^\/|@v1$/g, '');
  const places = {
    apiUrl: simulator.url,
    ...(folder === '' ? { objectStorageUrl: simulator.objectStorageUrl } : {}),
  };
  const inputs = { ...filled(step.with, value), ...places };
  return { ...(await runStep({ action: join(ROOT, folder), with: inputs, workspace })), action: folder };
}

/** A `run` step as GitHub runs it: by bash, in the workspace, with its own variables. */
function shell(step: WorkflowStep, workspace: string, value: Value): Promise<RanStep> {
  const env = {
    PATH: pathWithAws(),
    HOME: workspace,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...filled(step.env, value),
  };
  return new Promise((resolve) => {
    execFile('bash', ['-e', '-c', step.run ?? ''], { cwd: workspace, env }, (error, stdout, stderr) => {
      const exitCode = error ? Number(error.code ?? 1) : 0;
      resolve({ action: 'run', exitCode, log: stdout + stderr, summary: '', outputs: {}, annotations: [] });
    });
  });
}

/** The real AWS CLI where there is one (GitHub's runners have it), else one that signs the same upload. */
function pathWithAws(): string {
  const path = process.env['PATH'] ?? '';
  const hasAws = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;
  return hasAws
    ? path
    : [join(import.meta.dirname, 'aws-cli'), dirname(process.execPath), path].join(delimiter);
}

function filled(
  texts: Readonly<Record<string, string | number | boolean>> = {},
  value: Value,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      String(text).replace(/\$\{\{ (\S+) \}\}/g, (_, expression: string) => value(expression)),
    ]),
  );
}

function holds(condition: string | undefined, value: Value): boolean {
  if (condition === undefined) return true;
  const [, expression = ''] = /^(\S+) != ''$/.exec(condition) ?? [];
  if (expression === '') throw new Error(`a condition that is not understood: ${condition}`);
  return value(expression) !== '';
}

function evaluated(
  expression: string,
  simulator: Simulator,
  workflow: Workflow,
  outputs: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string {
  const [context, name = '', , output = ''] = expression.split('.');
  if (context === 'secrets') return name.includes('SECRET') ? simulator.secretKey : simulator.accessKey;
  if (expression === 'env.OBJECT_STORAGE') return simulator.objectStorageUrl;
  if (context === 'env') return workflow.env[name] ?? '';
  if (context === 'steps') return outputs[name]?.[output] ?? '';
  throw new Error(`an expression that is not understood: ${expression}`);
}
