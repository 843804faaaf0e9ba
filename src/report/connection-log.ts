import type { ClientEvent } from '../dataflow/call.ts';
import type { Log } from '../runner/log.ts';
import type { Clock } from '../time/clock.ts';
import { formatDuration } from '../time/duration.ts';

const HEARTBEAT_MS = 60_000;

/** Logs the connection to the service: one line when status checks fail, one when it is restored. */
export class ConnectionLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #line: (text: string) => void;
  #failingSinceMs: number | undefined;
  #lastLineMs = 0;

  /** @param line writes one line of the log */
  constructor(log: Log, clock: Clock, line: (text: string) => void) {
    this.#log = log;
    this.#clock = clock;
    this.#line = line;
  }

  /** Logs what the client does. */
  onClient(event: ClientEvent): void {
    switch (event.kind) {
      case 'request-ended':
        return this.#log.debug(
          `${event.operation}: ${event.request} -> ${event.outcome} in ${Math.round(event.tookMs)} ms${event.traceId ? `, trace id ${event.traceId}` : ''}`,
        );
      case 'trying-again':
        return this.#line(`${event.error.message}; trying again in ${formatDuration(event.pauseMs)}`);
      case 'clock-differs':
        return this.#log.warning(
          `The runner's clock is ${formatDuration(Math.abs(event.offsetMs))} ${event.offsetMs > 0 ? 'behind' : 'ahead of'} the service's. Requests are signed with the service's time.`,
        );
    }
  }

  /** A status check failed. */
  failed(what: string): void {
    const nowMs = this.#clock.elapsedMs();
    if (this.#failingSinceMs === undefined) this.#line(`status check failed, retrying: ${what}`);
    else if (nowMs - this.#lastLineMs < HEARTBEAT_MS) return;
    else this.#line(`status check still failing: ${what}`);
    this.#failingSinceMs ??= nowMs;
    this.#lastLineMs = nowMs;
  }

  /** A status check succeeded. */
  restored(): void {
    if (this.#failingSinceMs === undefined) return;
    this.#line(`connection restored after ${formatDuration(this.#clock.elapsedMs() - this.#failingSinceMs)}`);
    this.#failingSinceMs = undefined;
  }
}
