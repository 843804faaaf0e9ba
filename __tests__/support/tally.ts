import { expect } from '@jest/globals';
import type { Verdict } from './verdict.ts';

/** The counters of a sequence that ended as unknown. */
export const kept = { startedTwice: false, lost: false, takenFromOthers: false, wronglySuccessful: false };
/** What no sequence may break. */
export const PROMISES = [
  'startedTwice',
  'lost',
  'takenFromOthers',
  'wronglySuccessful',
  'cancelledOthers',
] as const;

/** Counts what the sequences of one row came to. */
export class Tally {
  static readonly held: Tally[] = [];
  readonly row: string;
  sequences = 0;
  readonly broken = {
    startedTwice: 0,
    lost: 0,
    takenFromOthers: 0,
    wronglySuccessful: 0,
    cancelledOthers: 0,
  };
  unknown = 0;
  indistinguishable = 0;
  shownAfterwards = 0;

  constructor(row: string) {
    this.row = row;
  }

  count(verdict: Verdict): void {
    this.sequences += 1;
    for (const promise of PROMISES) if (verdict[promise]) this.broken[promise] += 1;
    if (verdict.unknown) this.unknown += 1;
    if (verdict.indistinguishable) this.indistinguishable += 1;
    if (verdict.shownAfterwards) this.shownAfterwards += 1;
  }

  toString(): string {
    const kept = Object.values(this.broken).every((count) => count === 0)
      ? 'every promise kept'
      : JSON.stringify(this.broken);
    const { indistinguishable: alike, shownAfterwards } = this;
    const forced =
      alike > 0
        ? `, ${alike} indistinguishable (in ${shownAfterwards} of them ours was shown afterwards)`
        : '';
    return `${this.row}: ${this.sequences} sequences, ${kept}, ${this.unknown} end as unknown${forced}`;
  }
}

/** Each of these must have happened: otherwise the sequences prove nothing about it. */
export function expectAllReached(reached: Record<string, number>): void {
  for (const [what, count] of Object.entries(reached)) expect([what, count > 0]).toEqual([what, true]);
}
