import type { Clock } from '../time/clock.ts';

/** A difference below this is left alone: the gateway takes up to 5 minutes, and `Date` has whole seconds. */
const TOLERATED_OFFSET_MS = 60_000;

/**
 * The service's time, learned from the `Date` header of its answers. As long as the machine's clock agrees
 * within a minute it is the machine's time; from then on the service's.
 */
export class ServiceClock {
  readonly #clock: Clock;
  readonly #tellOffset: (offsetMs: number) => void;
  #offsetMs = 0;
  #told = false;

  /** @param tellOffset called once, with service time minus machine time, when the clocks disagree */
  constructor(clock: Clock, tellOffset: (offsetMs: number) => void) {
    this.#clock = clock;
    this.#tellOffset = tellOffset;
  }

  /** What is added to the machine's clock, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The time to sign with: milliseconds since 1970. */
  nowMs(): number {
    return Math.round(this.#clock.wallMs() + this.#offsetMs);
  }

  /** Takes in the `Date` header of an answer that has just come. */
  observe(date: string | undefined): void {
    const serviceMs = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(serviceMs)) return;
    if (Math.abs(serviceMs - this.nowMs()) <= TOLERATED_OFFSET_MS) return;
    this.#offsetMs = serviceMs - this.#clock.wallMs();
    if (this.#told) return;
    this.#told = true;
    this.#tellOffset(this.#offsetMs);
  }
}
