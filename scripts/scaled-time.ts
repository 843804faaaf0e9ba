/** Clocks that go faster: those of a Node program that is started, and those of a simulator. */
import { setTimeout as delay } from 'node:timers/promises';

/** Runs in the other program before all else; it cannot import this file. */
function speedUp(factor: number, sinceMs: number): void {
  const { now: dateNow } = Date;
  const { setTimeout } = globalThis;
  const elapsed = performance.now.bind(performance);
  const beganMs = elapsed();
  Date.now = () => sinceMs + (dateNow() - sinceMs) * factor;
  performance.now = () => (elapsed() - beganMs) * factor;
  globalThis.setTimeout = Object.assign(
    (act: () => void, ms = 0, ...rest: []) => setTimeout(act, ms / factor, ...rest),
    setTimeout,
  );
}

/** Time that goes `factor` times as fast from now on. */
export function scaledTime(factor: number) {
  const sinceMs = Date.now();
  const program = `(${speedUp.toString()})(${factor}, ${sinceMs})`;
  return {
    /** For a simulator. */
    now: () => sinceMs + (Date.now() - sinceMs) * factor,
    sleep: (ms: number, signal?: AbortSignal) => delay(ms / factor, undefined, signal && { signal }),
    /** For a Node program. */
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` },
  };
}
