import type { Clock } from '../../src/time/clock.ts';
import { START_MS } from './fake-clock.ts';

interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Nothing that is tested takes longer. */
const LONGEST_RUN_MS = 30 * 24 * 3_600_000;

/** With no timer left, so many real milliseconds are waited for something else. */
const LONGEST_IDLE_MS = 500;

/**
 * A clock for work that waits for several things at a time: time passes in `passUntil` only, from one timer to the
 * next, as soon as all that could be done at once is done.
 */
export class VirtualClock implements Clock {
  #elapsedMs = 0;
  readonly #timers = new Set<Timer>();

  wallMs(): number {
    return START_MS + this.#elapsedMs;
  }

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** Does something at a time on `elapsedMs`. */
  at(atMs: number, fire: () => void): void {
    this.#timers.add({ atMs, fire });
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        this.#timers.delete(timer);
        reject(signal?.reason);
      };
      const timer: Timer = {
        atMs: this.#elapsedMs + Math.max(ms, 0),
        fire: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      this.#timers.add(timer);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /**
   * Lets time pass until a promise has settled.
   * @throws Error when nothing is left that it could wait for, or it takes a month
   */
  async passUntil<T>(work: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    work.then(settle, settle);
    for (let idle = 0; ; ) {
      await new Promise((resolve) => (idle === 0 ? setImmediate(resolve) : setTimeout(resolve, 1)));
      if (isSettled) return work;
      const next = this.#earliest();
      // WebCrypto works in another thread.
      idle = next ? 0 : idle + 1;
      if (idle > LONGEST_IDLE_MS) throw new Error('it waits for something that never comes');
      if (!next) continue;
      if (next.atMs > LONGEST_RUN_MS) throw new Error('it does not end');
      this.#timers.delete(next);
      this.#elapsedMs = Math.max(this.#elapsedMs, next.atMs);
      next.fire();
    }
  }

  /** Of timers for the same time the one that was set first. */
  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) if (!earliest || timer.atMs < earliest.atMs) earliest = timer;
    return earliest;
  }
}
