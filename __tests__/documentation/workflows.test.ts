import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesWithWorkflows, sourcesIn } from '../../scripts/workflow-sources.ts';
import { ROOT, read } from './pages.ts';

/** In a process of its own: GitHub's language service needs a hook for its JSON imports, which jest has no place for. */
function check(...files: string[]): { status: number | null; output: string } {
  const script = join(ROOT, 'scripts/check-workflows.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...files], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describe('every workflow of the repository', () => {
  it('passes the language service of GitHub and actionlint', () => {
    expect(check()).toEqual({ status: 0, output: expect.stringContaining(' 0 problems') });
  });

  it('is checked: in README, docs, examples and .github, and the action.yml files', () => {
    const files = filesWithWorkflows(ROOT);
    const places = [
      'action.yml',
      'README.md',
      'README.ko.md',
      'docs/recipes.md',
      join('examples', 'nightly.yml'),
      join('.github', 'workflows', 'ci.yml'),
    ];
    expect(files).toEqual(expect.arrayContaining(places));
    const recipes = sourcesIn(ROOT, 'docs/recipes.md');
    expect(recipes).toHaveLength(globSync('examples/*', { cwd: ROOT }).length);
  });

  it.each(filesWithWorkflows(ROOT).filter((file) => /workflows.*\.yml$/.test(file)))(
    '%s pins what it uses to commits, with a version, and limits permissions, time and parallel runs',
    (file) => {
      const text = read(file);
      const uses = text.match(/uses: .*/g) ?? [];
      const pinned = /^uses: (\.\/[\w-]*|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
      expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
      expect(text).toMatch(/^permissions: \{\}$/m);
      expect(text).toMatch(/^concurrency:$/m);
      const jobs = text.match(/^ {4}runs-on: /gm) ?? [];
      expect(text.match(/^ {4}timeout-minutes: \d+$/gm)).toHaveLength(jobs.length);
      expect(text.match(/^ {4}permissions:$/gm)).toHaveLength(jobs.length);
    },
  );

  it.each(['README.md'])('%s limits permissions and time, and gives keys to steps alone', (page) => {
    const workflows = sourcesIn(ROOT, page).filter(({ linesAdded }) => linesAdded === 0);
    expect(workflows).not.toEqual([]);
    for (const { text } of workflows) {
      expect(text).toMatch(/^permissions:/m);
      const jobs = text.match(/^ {4}runs-on: /gm) ?? [];
      expect(text.match(/^ {4}timeout-minutes: \d+( #.*)?$/gm)).toHaveLength(jobs.length);
      expect(text).not.toContain('always()');
      expect(text).not.toMatch(/^ {0,6}NCLOUD_/m);
    }
  });
});

describe('a workflow with a mistake is found', () => {
  const good = `on: push
jobs:
  one:
    runs-on: ubuntu-latest
    outputs:
      status: \${{ steps.run.outputs.status }}
    steps:
      - uses: your-org/data-flow-action@v1
        id: run
        with:
          jobId: x
      - run: echo "\${{ steps.run.outputs.conclusion }}"
  two:
    needs: one
    runs-on: ubuntu-latest
    steps:
      - uses: ./get-job
        with:
          jobId: \${{ needs.one.outputs.status }}
`;
  const mistakes: [string, string, string, RegExp][] = [
    [
      'an input that does not exist',
      'jobId: x',
      'jobId: x\n          jobIdd: y',
      /\.md:15: Invalid action input 'jobIdd'/,
    ],
    ['a missing required input', 'jobId: x', 'wait: true', /Missing required input `jobId`/],
    ['an output that does not exist', 'outputs.conclusion', 'outputs.conclusions', /\.md:15: .*conclusions/],
    [
      'an output of a job from one that does not exist',
      'outputs.status }}\n    steps',
      'outputs.state }}\n    steps',
      /state/,
    ],
    [
      'an output that the job does not have',
      'needs.one.outputs.status',
      'needs.one.outputs.nothing',
      /nothing/,
    ],
    ['a step that does not exist', 'steps.run.outputs.conclusion', 'steps.runs.outputs.conclusion', /runs/],
    ['an expression that cannot be read', '}}"', '( }}"', /Unexpected symbol/],
    ['a context that does not exist', 'steps.run.outputs.conclusion', 'github.nothing', /nothing/],
    ['a key that does not exist', 'needs: one', 'need: one', /need/],
    ['a sub-action that does not exist', './get-job', './get-jobs', /Unable to resolve action/],
    [
      'an input of a sub-action that does not exist',
      './get-job\n        with:',
      './get-job\n        with:\n          maxage: 1h',
      /maxage/,
    ],
    ['YAML that is none', 'on: push', 'on: [push', /:4: /],
  ];
  // Within the repository, where `./get-job` is one of its actions; in a folder that git ignores.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.workflows-'));
  const file = (index: number) => join(folder, `${index}.md`);
  /** What is said about each mistake, by its place among them; -1 is the workflow without any. */
  const reports = new Map<number, string>();
  let status: number | null;

  beforeAll(() => {
    for (const [index, [, from, to]] of [...mistakes.entries(), [-1, ['none', '', '']] as const]) {
      if (!good.includes(from)) throw new Error(`"${from}" is not in the workflow`);
      writeFileSync(file(index), `# A page\n\n\`\`\`yaml\n${good.replace(from, to)}\`\`\`\n`);
    }
    const indexes = [...mistakes.keys(), -1];
    const checked = check(...indexes.map(file));
    status = checked.status;
    for (const index of indexes) {
      const lines = checked.output.split('\n').filter((line) => line.startsWith(`${file(index)}:`));
      reports.set(index, lines.join('\n'));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes the command end with a code other than 0', () => {
    expect(status).toBe(1);
  });

  it('is not found in a workflow without one', () => {
    expect(reports.get(-1)).toBe('');
  });

  it.each(mistakes.map(([what, , , message], index) => ({ what, message, index })))(
    '$what',
    ({ message, index }) => {
      expect(reports.get(index)).toMatch(message);
    },
  );
});
