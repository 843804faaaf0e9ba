/** A logarithmic axis: where values are drawn, and which of them are named. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** An axis over more powers of ten than these names nothing between them. */
const MANY_POWERS = 2.5;

/**
 * An axis that holds all values, drawn from `from` to `to` (in the drawing's units), with `room` beside the lowest
 * and the highest value (in powers of ten).
 * Its ticks are 1, 2 and 5 times powers of ten, or powers of ten alone where these are many.
 */
export function logAxis(values: readonly number[], from: number, to: number, room: number): Axis {
  const low = Math.log10(Math.min(...values)) - room;
  const high = Math.log10(Math.max(...values)) + room;
  const steps = high - low > MANY_POWERS ? [1] : [1, 2, 5];
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i);
  const at = (value: number) => from + ((to - from) * (Math.log10(value) - low)) / (high - low);
  const inside = (value: number) => Math.log10(value) >= low && Math.log10(value) <= high;
  return { at, ticks: powers.flatMap((power) => steps.map((step) => step * 10 ** power)).filter(inside) };
}
