import type { Clock } from '../time/clock.ts';

/** The gateway refuses a timestamp 5 minutes off: a smaller difference is not what a signature was refused for. */
const TOLERATED_OFFSET_MS = 60_000;

/**
 * The service's time. It is the machine's, until a response that refused a signature shows another one in its `Date`:
 * no other response counts, since caches and proxies write dates of their own. When signing with the learned time is
 * refused too, it is dropped.
 */
export class ServiceClock {
  readonly #clock: Clock;
  readonly #onOffset: (offsetMs: number) => void;
  #offsetMs = 0;
  #hasReported = false;
  #isDropped = false;

  /** @param onOffset called once, with service time minus machine time, when the clocks disagree */
  constructor(clock: Clock, onOffset: (offsetMs: number) => void) {
    this.#clock = clock;
    this.#onOffset = onOffset;
  }

  /** What is added to the machine's clock, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The time to sign with: milliseconds since 1970. */
  nowMs(): number {
    return Math.round(this.#clock.wallMs() + this.#offsetMs);
  }

  /**
   * Learns from a response that refused a signature.
   * @param date its `Date` header
   * @param signedOffsetMs the offset that the refused signature was made with
   * @returns whether signing again can help: the time to sign with has changed since
   */
  learnFromRefusal(date: string | undefined, signedOffsetMs: number): boolean {
    if (signedOffsetMs !== this.#offsetMs) return true;
    const serviceMs = date === undefined ? Number.NaN : Date.parse(date);
    if (this.#isDropped || Number.isNaN(serviceMs)) return false;
    if (Math.abs(serviceMs - this.nowMs()) <= TOLERATED_OFFSET_MS) return false;
    this.#offsetMs = serviceMs - this.#clock.wallMs();
    return true;
  }

  /** A signature with the learned time was accepted. */
  confirm(): void {
    if (this.#offsetMs === 0 || this.#hasReported) return;
    this.#hasReported = true;
    this.#onOffset(this.#offsetMs);
  }

  /** A signature with the learned time was refused, too: the machine's time counts again, unless it has worked. */
  drop(): void {
    if (this.#hasReported) return;
    this.#offsetMs = 0;
    this.#isDropped = true;
  }
}
