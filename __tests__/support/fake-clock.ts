import type { Clock } from '../../src/time/clock.ts';

/** 2025-03-21T11:12:54+09:00, the time of the documented example. */
export const START_MS = Date.parse('2025-03-21T11:12:54+09:00');

/** A clock whose sleep moves the time at once, and does what was planned for the time that passes. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  /** The machine's wall clock minus the true time. */
  wallErrorMs = 0;
  #elapsedMs = 0;
  #plans: { atMs: number; act: () => void }[] = [];

  wallMs(): number {
    return this.trueMs() + this.wallErrorMs;
  }

  /** The true time, which the service has. */
  trueMs(): number {
    return START_MS + this.#elapsedMs;
  }

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** Plans something for a time on `elapsedMs`. */
  at(atMs: number, act: () => void): void {
    this.#plans.push({ atMs, act });
    this.#plans.sort((a, b) => a.atMs - b.atMs);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw signal.reason;
    this.sleeps.push(ms);
    this.pass(ms, signal);
    if (signal?.aborted) throw signal.reason;
  }

  /** Lets time pass, at most until the signal is aborted. */
  pass(ms: number, signal?: AbortSignal): void {
    const endMs = this.#elapsedMs + Math.max(ms, 0);
    while (this.#plans[0] && this.#plans[0].atMs <= endMs) {
      const plan = this.#plans.shift();
      this.#elapsedMs = Math.max(this.#elapsedMs, plan?.atMs ?? 0);
      plan?.act();
      if (signal?.aborted) return;
    }
    this.#elapsedMs = endMs;
  }
}
