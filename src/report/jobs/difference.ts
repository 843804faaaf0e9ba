import type { Difference } from '../../job/difference.ts';
import { type Json, stringifyJson } from '../../text/json.ts';
import { markdownCode, markdownTable } from '../../text/markdown.ts';
import { shortened } from '../../text/plain.ts';

const HEADER = ['field', 'saved', 'wanted'] as const;
const LONGEST_IN_LOG = 80;
const LONGEST_IN_SUMMARY = 500;

/** Differences as a table in plain text, a line each. */
export function differenceLines(differences: readonly Difference[]): string[] {
  const rows = [HEADER, ...differences.map((difference) => cellsOf(difference, LONGEST_IN_LOG))];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`);
}

/** Differences as a Markdown table. */
export function differenceTable(differences: readonly Difference[]): string {
  return markdownTable(
    HEADER,
    differences.map((difference) => cellsOf(difference, LONGEST_IN_SUMMARY).map(markdownCode)),
  );
}

function cellsOf({ field, saved, wanted }: Difference, longest: number): string[] {
  return [field, shown(saved), shown(wanted)].map((cell) => shortened(cell, longest));
}

/** Text as it is; what could be taken for nothing is named. */
function shown(value: Json): string {
  if (value === undefined) return '(none)';
  return typeof value === 'string' && value.trim() !== '' ? value : stringifyJson(value);
}
