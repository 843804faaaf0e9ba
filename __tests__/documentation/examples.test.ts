import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { shownExamples, withExamples } from '../../scripts/example-blocks.ts';
import { reportKorean } from './korean.ts';
import { OWN_ACTION, ROOT, read } from './pages.ts';

interface Step {
  readonly uses?: string;
  readonly if?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}
interface Job {
  readonly if?: string;
  readonly steps: readonly Step[];
  readonly env?: unknown;
  readonly concurrency?: unknown;
  readonly 'timeout-minutes'?: number;
}
interface Workflow {
  readonly permissions?: unknown;
  readonly env?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FILES = globSync('*', { cwd: join(ROOT, 'examples') }).sort();
const textOf = (file: string) => read(`examples/${file}`);
const workflowOf = (file: string) => parse(textOf(file)) as Workflow;
const jobsOf = (file: string) => Object.values(workflowOf(file).jobs);

describe('a marked block', () => {
  const readExample = (file: string) => `name: ${file}\n`;

  it('gets the text of its file, whatever it held before', () => {
    const filled = '# A\n<!-- example: a.yml -->\n```yaml\nname: a.yml\n```\n\ntext\n';
    for (const before of ['', '```yaml\n```\n', '```yaml\nold\n\nlines\n```\n']) {
      expect(withExamples(`# A\n<!-- example: a.yml -->\n${before}\ntext\n`, readExample)).toBe(filled);
    }
  });

  it('is the only one that changes', () => {
    const page = '```yaml\nname: other\n```\n<!-- example: a.yml -->\n\n```yaml\nname: next\n```\n';
    expect(withExamples(page, readExample)).toContain('```yaml\nname: next\n```\n');
    expect(withExamples(page, readExample)).toMatch(/^```yaml\nname: other\n```\n/);
  });
});

describe('the pages', () => {
  it('show the examples as they are', () => {
    const script = join(ROOT, 'scripts/examples.ts');
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('show each example once', () => {
    expect(shownExamples(read('docs/recipes.md')).toSorted()).toEqual(FILES);
  });

  it('show each example once in Korean', () => {
    const shown = shownExamples(read('docs/recipes.ko.md'));
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.filter((file) => !FILES.includes(file))).toEqual([]);
    const missing = FILES.filter((file) => !shown.includes(file));
    reportKorean(missing.map((file) => `docs/recipes.ko.md does not show examples/${file}`));
  });
});

describe.each(FILES)('examples/%s', (file) => {
  it('is a workflow of at most 60 lines', () => {
    expect(file).toMatch(/\.yml$/);
    expect(textOf(file).trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  it('limits permissions, time and parallel runs', () => {
    const workflow = workflowOf(file);
    expect([{}, { contents: 'read' }]).toContainEqual(workflow.permissions);
    for (const job of jobsOf(file)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      expect(workflow.concurrency ?? job.concurrency).toBeDefined();
    }
  });

  it('gives secrets to single steps', () => {
    const { env, jobs } = workflowOf(file);
    const shared = [env, ...Object.values(jobs).map((job) => job.env)];
    expect(JSON.stringify(shared)).not.toContain('secrets.');
  });

  it('uses this action by its major version, and other actions by a commit with their version', () => {
    const lines = textOf(file).match(/^ +(?:- )?uses: .*$/gm) ?? [];
    const uses = lines.map((line) => line.replace(/^[ -]+/, ''));
    const own = new RegExp(`^uses: ${OWN_ACTION}(/[a-z-]+)?@v1$`);
    const pinned = /^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.filter((line) => own.test(line))).not.toEqual([]);
    expect(uses.filter((line) => !own.test(line) && !pinned.test(line))).toEqual([]);
  });

  it('never shields a step of this action from a cancelled workflow', () => {
    for (const job of jobsOf(file)) {
      const own = job.steps.filter(({ uses }) => uses?.startsWith(OWN_ACTION));
      if (own.length > 0)
        expect(JSON.stringify([job.if, own.map((step) => step.if)])).not.toContain('always()');
    }
  });

  it('gives a waiting step less time than its workflow job has', () => {
    for (const job of jobsOf(file)) {
      for (const { with: inputs } of job.steps) {
        if (inputs?.['waitTimeout'] === undefined) continue;
        expect(minutes(String(inputs['waitTimeout']))).toBeLessThan(job['timeout-minutes'] ?? 0);
      }
    }
  });

  it('puts no expression into a command', () => {
    const steps = jobsOf(file).flatMap((job) => job.steps);
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
  });
});

/** `5h30m` in minutes. */
function minutes(duration: string): number {
  const [whole, hours = '0', rest = '0'] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?$/.exec(duration) ?? [];
  if (whole === undefined) throw new Error(`not a duration of hours and minutes: ${duration}`);
  return Number(hours) * 60 + Number(rest);
}
