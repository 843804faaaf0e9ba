/** A goal of a benchmark, with the measured value. */
export interface Verdict {
  readonly goal: string;
  readonly met: boolean;
  readonly measured: string;
}

/** Prints them. @returns the exit code: 1 when one is missed */
export function printGoals(verdicts: readonly Verdict[]): number {
  const lines = verdicts.map(
    ({ goal, met, measured }) => `- ${met ? 'Met' : 'MISSED'}: ${goal} (${measured})`,
  );
  process.stdout.write(`### Goals\n\n${lines.join('\n')}\n`);
  return verdicts.every(({ met }) => met) ? 0 : 1;
}
