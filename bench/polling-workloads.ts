/** Jobs whose executions are run one after the other. */
export interface Workload {
  readonly name: string;
  /** How long each execution takes, in seconds, in the order in which they are run. */
  readonly durationsS: readonly number[];
}

const EXECUTIONS = 500;
const MINUTE_S = 60;
const HOUR_S = 3600;

/** The regular jobs that a goal is about, by both readings of "± 10 %". */
export const REGULAR = ['14 min, ± 10 %', '14 min, standard deviation 10 %'] as const;

/** A duration in seconds, drawn with a source of random numbers from 0 to 1. */
type Draw = (random: () => number) => number;

const DRAWS: Record<string, Draw> = {
  '20 s, ± 10 %': (random) => around(20, random),
  '1 min, ± 10 %': (random) => around(MINUTE_S, random),
  '5 s to 1 min, evenly': (random) => 5 + 55 * random(),
  '2 min, ± 10 %': (random) => around(2 * MINUTE_S, random),
  [REGULAR[0]]: (random) => around(14 * MINUTE_S, random),
  [REGULAR[1]]: (random) => 14 * MINUTE_S * Math.max(0.5, 1 + 0.1 * standardNormal(random)),
  '3 min or 25 min, ± 10 %': (random) => around((random() < 0.5 ? 3 : 25) * MINUTE_S, random),
  '20 s to 6 h, log-uniform': (random) => 20 * ((6 * HOUR_S) / 20) ** random(),
  'memoryless, mean 10 min': (random) => -10 * MINUTE_S * Math.log(1 - random()),
};

/** The workloads of the benchmark: the same in every run. */
export function workloads(): Workload[] {
  return Object.entries(DRAWS).map(([name, draw], index) => {
    const random = seededRandom(index + 1);
    return { name, durationsS: Array.from({ length: EXECUTIONS }, () => draw(random)) };
  });
}

/** A source of numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function around(seconds: number, random: () => number): number {
  return seconds * (0.9 + 0.2 * random());
}

function standardNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
