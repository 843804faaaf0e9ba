import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CLEAN_UPS } from '../../scripts/clean-up-examples.ts';
import { RESULTS } from '../../scripts/result-examples.ts';
import { SERVICE_ERRORS } from '../../scripts/service-errors.ts';
import { JOB_FAILURES } from '../../scripts/troubleshooting-job-failures.ts';
import { JOB_ENDS, JOB_SECTIONS } from '../../scripts/troubleshooting-jobs.ts';
import { LOG_SECTIONS } from '../../scripts/troubleshooting-log-lines.ts';
import { PLAN_SECTIONS, PLANS } from '../../scripts/troubleshooting-plans.ts';
import { anchors, read } from './pages.ts';

/** The kinds that a type, or a table, of a file of src lists between two texts. */
function kindsIn(file: string, from: string, to: string, pattern: RegExp): string[] {
  const source = read(file);
  const begin = source.indexOf(from);
  const part = source.slice(begin, source.indexOf(to, begin));
  return [...new Set([...part.matchAll(pattern)].map(([, kind = '']) => kind))].sort();
}

const KIND = /readonly kind: '([\w-]+)'/g;
const sorted = (kinds: Iterable<string>) => [...new Set(kinds)].sort();

describe('docs/troubleshooting.md', () => {
  const page = read('docs/troubleshooting.md');

  it('holds the texts that the action prints', () => {
    const script = join(import.meta.dirname, '../../scripts/troubleshooting.ts');
    expect(() => execFileSync(process.execPath, [script], { stdio: 'pipe' })).not.toThrow();
  });

  it.each([
    [
      'ending of the step',
      kindsIn('src/execution/outcome.ts', 'export type NotStarted', 'export type Conclusion', KIND),
      RESULTS.map(({ result }) => result.ending.kind),
    ],
    [
      'result of the post step',
      kindsIn('src/execution/post-step.ts', 'export type CleanUp', 'type PostContext', KIND),
      CLEAN_UPS.map(({ result }) => result.kind),
    ],
    [
      'error of the service',
      kindsIn('src/dataflow/errors.ts', 'const KINDS', '} as const', /^ {2}'?([\w-]+)'?: \{/gm),
      Object.values(SERVICE_ERRORS)
        .flat()
        .map(({ error }) => error.kind),
    ],
    [
      'conclusion of a plan',
      [
        ...kindsIn('src/execution/plan/plan-conclusion.ts', 'export type PlanConclusion', ';', /'([\w-]+)'/g),
        'skipped',
      ].sort(),
      Object.keys(PLANS),
    ],
    [
      'end of the work on a job',
      kindsIn('src/job/outcome.ts', 'export type JobEnd', 'What a step knows', KIND),
      [...Object.values(JOB_ENDS).flatMap((examples) => examples.map(({ end }) => end.kind)), 'failed'],
    ],
    [
      'reason why a job is not as it should be',
      kindsIn('src/job/outcome.ts', 'export type Failure', 'export class', /readonly why: '([\w-]+)'/g),
      Object.values(JOB_FAILURES).flatMap((examples) => examples.map(({ end }) => end.why)),
    ],
  ])('has an example of every %s', (_what, kinds, shown) => {
    expect(kinds.length).toBeGreaterThan(4);
    expect(sorted(shown)).toEqual(kinds);
  });

  it('has a section for every example, and a row of the index for every section', () => {
    const headings = [...RESULTS, ...CLEAN_UPS, ...PLAN_SECTIONS, ...JOB_SECTIONS, ...LOG_SECTIONS].map(
      ({ heading }) => heading,
    );
    expect(new Set(headings).size).toBe(headings.length);
    for (const heading of headings) expect(page).toContain(`\n### ${heading}\n`);
    const targets = [...page.matchAll(/^\| .* \| \[.*\]\(#(.*)\) \|$/gm)].map(([, anchor]) => anchor);
    const [, ...sections] = anchors('docs/troubleshooting.md');
    expect(targets.length).toBe(headings.length + 2);
    expect(targets.filter((target) => !sections.includes(target ?? ''))).toEqual([]);
  });

  it('has for each action that is not the main one a section that names it', () => {
    for (const action of ['backfill', 'run-jobs', 'create-job', 'configure-job', 'get-job'])
      expect(page).toMatch(new RegExp(`^### .*\\b${action}\\b`, 'm'));
  });
});
