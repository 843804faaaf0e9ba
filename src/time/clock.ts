/** The time as the program sees it; passed in, so that tests can use their own. */
export interface Clock {
  /** Wall time in milliseconds since 1970: for dates and signatures. It may be wrong, and may jump. */
  wallMs(): number;
  /** Milliseconds since the step began: for limits and durations. It never goes back. */
  elapsedMs(): number;
  /** Waits `ms` milliseconds; rejects with the signal's reason as soon as that is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest time one Node timer can take; longer ones would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. `elapsedMs` counts from the start of the process, which is the step's. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = setTimeout(done, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
      signal?.addEventListener('abort', stop, { once: true });
      function done(): void {
        signal?.removeEventListener('abort', stop);
        resolve();
      }
      function stop(): void {
        clearTimeout(timer);
        reject(signal?.reason);
      }
    }),
};
