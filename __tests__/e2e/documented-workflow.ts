/** Runs the steps of the workflow in docs/jobs-as-code.md, with what it names, against a simulator. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runStep, type StepResult } from '../../simulator/github-runner.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { ROOT } from './step.ts';

interface WorkflowStep {
  readonly id?: string;
  readonly if?: string;
  readonly uses: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly 'continue-on-error'?: boolean;
}

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<'check' | 'deploy', { readonly steps: readonly WorkflowStep[] }>>;
}

const blocks = [
  ...readFileSync(join(ROOT, 'docs/jobs-as-code.md'), 'utf8').matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g),
].map(([, path = '', content = '']) => ({ path, content }));

/** The files that the page shows, by their paths. */
export const documentedFiles: Readonly<Record<string, string>> = Object.fromEntries(
  blocks.map(({ path, content }) => [path, content]),
);

const workflow: Workflow = parse(documentedFiles['.github/workflows/sales-daily.yml'] ?? '');

/** A step that has run, by what it uses. */
export interface RanStep extends StepResult {
  readonly action: string;
}

/** Runs one job of the workflow, step after step, until one fails; a step gets the outputs of those before it. */
export async function runDocumentedJob(
  simulator: Simulator,
  job: 'check' | 'deploy',
  workspace: string,
): Promise<RanStep[]> {
  const ran: RanStep[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  for (const step of workflow.jobs[job].steps) {
    const value = (expression: string) => evaluated(expression, simulator, outputs);
    if (!step.uses.startsWith('your-org/data-flow-action') || !holds(step.if, value)) continue;
    const action = step.uses.slice('your-org/data-flow-action'.length).replace(/^\/|@v1$/g, '');
    const filled = Object.entries(step.with ?? {}).map(([name, text]) => [
      name,
      String(text).replace(/\$\{\{ (\S+) \}\}/g, (_, expression: string) => value(expression)),
    ]);
    const result = await runStep({
      action: join(ROOT, action),
      with: { ...Object.fromEntries(filled), apiUrl: simulator.url },
      workspace,
    });
    ran.push({ ...result, action });
    if (step.id) outputs[step.id] = result.outputs;
    if (result.exitCode !== 0 && !step['continue-on-error']) break;
  }
  return ran;
}

function holds(condition: string | undefined, value: (expression: string) => string): boolean {
  if (condition === undefined) return true;
  const [, expression = ''] = /^(\S+) != ''$/.exec(condition) ?? [];
  if (expression === '') throw new Error(`a condition that is not understood: ${condition}`);
  return value(expression) !== '';
}

function evaluated(
  expression: string,
  simulator: Simulator,
  outputs: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string {
  const [context, name = '', , output = ''] = expression.split('.');
  if (context === 'secrets') return name.includes('SECRET') ? simulator.secretKey : simulator.accessKey;
  if (context === 'env') return workflow.env[name] ?? '';
  if (context === 'steps') return outputs[name]?.[output] ?? '';
  throw new Error(`an expression that is not understood: ${expression}`);
}
