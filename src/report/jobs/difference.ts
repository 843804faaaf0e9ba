import { changedNames } from '../../job/definition-difference.ts';
import { type Difference, pathText } from '../../job/difference.ts';
import { type Json, stringifyJson } from '../../text/json.ts';
import { valueText } from '../value-text.ts';

const HEADER = ['field', 'in Data Flow', 'in the file'] as const;
/** A longer value is not shown: a part of it could be a part of a secret, which the runner no longer masks. */
const LONGEST_CHARACTERS = 200;
const NOTHING = '(none)';

/** Differences as a table in plain text, a line each; those of one node are under its name and id. */
export function differenceLines(differences: readonly Difference[]): string[] {
  const rows = [HEADER, ...differences.flatMap(rowsOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column + 1 < row.length ? cell.padEnd(widths[column] ?? 0) : cell,
    );
    return `  ${cells.join('  ')}`;
  });
}

/** What a reader should know about the differences before they are saved. */
export function differenceNotes(differences: readonly Difference[]): string[] {
  const movesScript = differences.some(
    ({ path: [first, second] }) => first === 'jobCondition' && second === 'scriptPath',
  );
  // https://api.ncloud-docs.com/docs/en/analytics-dataflow-updatejobexecuteconfig
  return movesScript ? ['note: saving another scriptPath moves the saved script to the new path'] : [];
}

/** What differs, in a few words. */
export function differingFields(differences: readonly Difference[]): string {
  return changedNames(differences).join(', ');
}

function rowsOf(
  { node, path, saved, wanted }: Difference,
  index: number,
  all: readonly Difference[],
): (readonly string[])[] {
  if (node === undefined) return [[pathText(path), ...cellsOf(path, saved, wanted)]];
  if (path.length === 0) return [[`node ${node}`, ...cellsOf(path, saved, wanted)]];
  const row = [`  ${pathText(path)}`, ...cellsOf(path, saved, wanted)];
  return all[index - 1]?.node === node ? [row] : [[`node ${node}`, '', ''], row];
}

/** Values of `parameters` can be secrets: only their names are shown. */
function cellsOf(path: readonly string[], saved: Json, wanted: Json): string[] {
  if (path.includes('parameters') || path.includes('[parameters]'))
    return [saved, wanted].map((value) => (value === undefined ? NOTHING : '(not shown)'));
  return [saved, wanted].map(shown);
}

/** Text as it is; what could be taken for nothing is named. */
function shown(value: Json): string {
  if (value === undefined) return NOTHING;
  const text = typeof value === 'string' && value.trim() !== '' ? value : stringifyJson(value, undefined);
  return valueText(text, LONGEST_CHARACTERS);
}
