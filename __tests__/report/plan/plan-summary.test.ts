import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BACKFILL, RUN_JOBS } from '../../../src/report/plan/plan-row.ts';
import { planSummary } from '../../../src/report/plan/plan-summary.ts';
import { aRow, CONCLUSIONS, hostileRows } from './any-rows.ts';

const MIB = 1024 * 1024;
// It has no types of its own.
const MarkdownIt = createRequire(import.meta.url)('markdown-it') as new (options: {
  html: boolean;
}) => { parse(markdown: string, environment: object): { type: string; info: string }[] };
const typesOf = (markdown: string) =>
  new MarkdownIt({ html: true })
    .parse(markdown, {})
    .map(({ type, info }) => (type === 'fence' ? `fence ${info}` : type));
const countOf = (types: readonly string[], type: string) => types.filter((each) => each === type).length;

describe('the summary of a plan', () => {
  it('of a backfill has a row for each date, after conclusion, cause and next step', () => {
    const rows = [
      aRow('2026-11-01'),
      aRow('2026-11-02', { status: 'FAILED', conclusion: 'failure', attempts: 2, note: 'KeyError: 7' }),
      aRow('2026-11-03', {
        status: '',
        conclusion: 'not_started',
        jobExecutionId: undefined,
        startedAtMs: undefined,
        durationSeconds: undefined,
        attempts: 0,
      }),
    ];
    expect(planSummary({ words: BACKFILL, conclusion: 'failure', rows }).split('\n\n')).toEqual([
      '### Data Flow: backfill, failure',
      '1 of 3 dates completed; failed: 2026-11-02 (execution e-2026-11-02) FAILED.',
      '**Cause:** the job failed: KeyError: 7',
      '**Next step:** Read the console log of the execution, correct the job or its parameters.',
      '**Next step:** To run the rest, run the step with dates: 2026-11-02, 2026-11-03.',
      [
        '| Date | Execution | Result | Duration | Attempts | Note |',
        '| --- | --- | --- | --- | --- | --- |',
        '| `2026-11-01` | `e-2026-11-01` | COMPLETED | 6m10s | 1 |  |',
        '| `2026-11-02` | `e-2026-11-02` | FAILED | 6m10s | 2 | KeyError: 7 |',
        '| `2026-11-03` |  | not started |  | 0 |  |',
      ].join('\n'),
      expect.stringMatching(/^```mermaid\ngantt\n/),
    ]);
  });

  it('of run-jobs has the graph of needs, and the job of each row', () => {
    const rows = [aRow('load'), aRow('report', { needs: ['load'], jobId: 'job2' })];
    const summary = planSummary({ words: RUN_JOBS, conclusion: 'success', rows });
    expect(summary).toContain('```mermaid\ngraph LR\n');
    expect(summary).toContain('| `report` | `job2` | `e-report` | COMPLETED |');
  });

  it('has one heading, one table, its rows and its diagrams, whatever the texts are', () => {
    fc.assert(
      fc.property(hostileRows, fc.constantFrom(BACKFILL, RUN_JOBS), (rows, words) => {
        const types = typesOf(planSummary({ words, conclusion: 'failure', rows }));
        expect(countOf(types, 'heading_open')).toBe(1);
        expect(countOf(types, 'table_open')).toBe(rows.length > 0 ? 1 : 0);
        expect(countOf(types, 'tr_open')).toBe(rows.length > 0 ? rows.length + 1 : 0);
        expect(
          types.filter((type) => type.startsWith('fence')).every((type) => type === 'fence mermaid'),
        ).toBe(true);
        for (const type of ['html_block', 'code_block', 'blockquote_open', 'bullet_list_open', 'hr'])
          expect(countOf(types, type)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('is under 1 MiB for 10,000 rows of long hostile texts, and shows what did not complete', () => {
    const text = fc.constantFrom('한|`<"', '"', '|', '&', '👩‍💻', 'x', '\u202e', '$', '::error::');
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1, max: 2000 }),
        fc.constantFrom(BACKFILL, RUN_JOBS),
        (part, times, words) => {
          const long = part.repeat(times);
          const rows = Array.from({ length: 10_000 }, (_, index) =>
            aRow(`${index} ${long}`, {
              jobId: long,
              jobExecutionId: long,
              note: long,
              status: long,
              needs: index === 0 ? [] : [`${index - 1} ${long}`],
              conclusion: index === 9_999 ? 'failure' : 'success',
            }),
          );
          const summary = planSummary({ words, conclusion: 'failure', rows });
          expect(Buffer.byteLength(summary)).toBeLessThan(MIB);
          const [, left] = /\n\n(\d+) (?:dates|jobs) more: see the output `results`\.$/.exec(summary) ?? [];
          const shown = summary.match(/^\| (?!Date|Name|---)/gm) ?? [];
          // Not the summary itself: a failure would print it.
          expect(shown.length + Number(left ?? 0)).toBe(10_000);
          expect(/^\| [^\n]*9999[^\n]*failure/m.test(summary)).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('shows 5,000 plain rows whole', () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => aRow(`2026-11-01T${index}`));
    const summary = planSummary({ words: BACKFILL, conclusion: 'success', rows });
    expect(summary.match(/^\| `2026/gm)).toHaveLength(5_000);
    expect(summary).not.toContain('more: see');
  });

  it.each(CONCLUSIONS.map((conclusion) => [conclusion] as const))(
    'can be of a plan that ended as %s',
    (conclusion) => {
      const rows = [aRow('a', { conclusion })];
      expect(planSummary({ words: RUN_JOBS, conclusion, rows })).toContain(
        `### Data Flow: run-jobs, ${conclusion.replace('_', ' ')}\n`,
      );
    },
  );
});
