import { availableParallelism, cpus, loadavg } from 'node:os';

/** The spread of repeated measurements. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(measured: readonly number[]): Spread {
  const sorted = measured.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = sorted.length / 2;
  return {
    min: at(0),
    median: (at(Math.ceil(middle) - 1) + at(Math.floor(middle))) / 2,
    max: at(sorted.length - 1),
  };
}

/** Three cells of a Markdown table: min, median, max. */
export function cells({ min, median, max }: Spread, digits = 0): string {
  return [min, median, max].map((number) => number.toFixed(digits)).join(' | ');
}

/** The machine of the measurement, and its load. */
export function machine(): string {
  const [{ model } = { model: 'unknown processor' }] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  return `Node ${process.versions.node}, ${availableParallelism()} × ${model}, load ${load}`;
}
