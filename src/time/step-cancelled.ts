/** The reason of the `cancelled` signal: the runner wants the step to end. */
export class StepCancelled extends Error {
  override name = 'StepCancelled';
  /** When that was, on the clock's `elapsedMs`. */
  readonly atMs: number;

  constructor(atMs: number) {
    super('the step was cancelled');
    this.atMs = atMs;
  }
}
