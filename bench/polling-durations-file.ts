import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Workload } from './polling-workloads.ts';

const NUMBER = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A header begins like a name: what begins like a number and is none is a mistake. */
const HEADER = /^["'\p{L}_#]/u;
const LONGEST_S = 30 * 24 * 3600;

/** A file of durations that cannot be used; the message says where and why. */
export class DurationsFileError extends Error {}

/**
 * Reads durations in seconds, one a line, in the order in which the executions were run.
 * Blank lines are passed over, and a header in the first line that is not blank.
 * @throws DurationsFileError
 */
export function workloadFromFile(path: string): Workload {
  return { name: basename(path), durationsS: readDurations(path, textOf(path)) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new DurationsFileError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function readDurations(path: string, text: string): number[] {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ cell: line.trim(), number: index + 1 }))
    .filter(({ cell }) => cell !== '');
  if (HEADER.test(lines[0]?.cell ?? '')) lines.shift();
  if (lines.length === 0) throw new DurationsFileError(`${path}: holds no durations`);
  return lines.map(({ cell, number }) => {
    const seconds = NUMBER.test(cell) ? Number(cell) : Number.NaN;
    if (seconds <= LONGEST_S) return seconds;
    const why = Number.isNaN(seconds) ? 'is not a number of seconds, 0 or more' : 'is more than 30 days';
    throw new DurationsFileError(`${path}, line ${number}: ${JSON.stringify(cell)} ${why}`);
  });
}
