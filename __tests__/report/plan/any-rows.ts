import fc from 'fast-check';
import type { RunConclusion } from '../../../src/execution/plan/plan-conclusion.ts';
import type { PlanRow } from '../../../src/report/plan/plan-row.ts';
import { hostileText } from '../../text/hostile.ts';

export const CONCLUSIONS: readonly RunConclusion[] = [
  'success',
  'failure',
  'cancelled',
  'timed_out',
  'not_started',
  'unknown',
  'skipped',
];

/** A row that completed, with what a test does not care about filled in. */
export function aRow(name: string, fields: Partial<PlanRow> = {}): PlanRow {
  return {
    name,
    jobId: 'job1',
    needs: [],
    jobExecutionId: `e-${name}`,
    status: 'COMPLETED',
    conclusion: 'success',
    startedAtMs: Date.UTC(2026, 10, 25, 1),
    durationSeconds: 370,
    attempts: 1,
    ...fields,
  };
}

/** Texts that act where they are shown, and such that act in Mermaid. */
const hostileName = fc.oneof(
  hostileText,
  fc.constantFrom(
    '"]; click n0 "x"',
    'end',
    'section x',
    'a:done, 1, 2',
    '2026-11-01',
    '%%{init: {}}%%',
    'title t',
    '---',
    '#quot;',
    'click n0 href "x"',
  ),
);

/** Rows of texts from anywhere, with needs among them. */
export const hostileRows = fc
  .array(
    fc.record({
      name: hostileName,
      jobId: hostileName,
      jobExecutionId: fc.option(hostileName, { nil: undefined }),
      status: fc.option(hostileName, { nil: undefined }),
      conclusion: fc.constantFrom(...CONCLUSIONS),
      startedAtMs: fc.option(fc.nat(2_000_000_000_000), { nil: undefined }),
      durationSeconds: fc.option(fc.nat(100_000), { nil: undefined }),
      attempts: fc.nat(11),
      note: fc.option(hostileName, { nil: undefined }),
      needed: fc.array(fc.nat(10), { maxLength: 3 }),
    }),
    { maxLength: 8 },
  )
  .map((rows) =>
    rows.map(({ needed, ...row }) => ({
      ...row,
      needs: needed.filter((index) => index < rows.length).map((index) => rows[index]?.name ?? ''),
    })),
  );
